#include "protocol/conflict.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace syncsim::protocol {
namespace {

write_id numbered(std::uint64_t number)
{
    return write_id{support::as_version_4({.high = number, .low = 0})};
}

record version(std::uint64_t number, std::string value = "null", int second = 0)
{
    record made;
    made.key = record_key{support::short_text{"key"}};
    made.write = numbered(number);
    made.value = std::move(value);
    made.updated = device_time{std::chrono::seconds{second}};
    return made;
}

record removed(std::uint64_t number)
{
    auto made = version(number);
    made.deleted = true;
    return made;
}

variant ruled_by(answer::conflict by)
{
    auto made = hardened();
    made.conflict = by;
    return made;
}

TEST(Follows, TellsASuccessorByItsBaseItselfOrWhatItSupersedes)
{
    const auto current = version(1);
    auto successor = version(2);
    successor.base = numbered(1);
    auto late_successor = version(3);
    late_successor.supersedes = {numbered(1)};

    EXPECT_TRUE(follows(hardened(), successor, current));
    EXPECT_TRUE(follows(hardened(), late_successor, current));
    EXPECT_TRUE(follows(hardened(), current, current));
    EXPECT_FALSE(follows(hardened(), version(2), current));
}

TEST(Follows, IsTrueOfEveryWriteWhereNobodyChecks)
{
    EXPECT_TRUE(follows(as_written(), version(2, "null", 1), version(1, "null", 2)));
}

// Without a base, the newest rule can only look at the times.
TEST(Follows, IsATimeWhereTheNewestWinsAndNobodyChecks)
{
    auto newest = as_written();
    newest.conflict = answer::conflict::newest_updated;

    EXPECT_FALSE(follows(newest, version(2, "null", 1), version(1, "null", 2)));
    EXPECT_TRUE(follows(newest, version(2, "null", 2), version(1, "null", 2)));
}

TEST(Rule, IsOfTheArrivalOrTheServerWhateverTheTwoSay)
{
    for (const auto& [pushed, current] :
         {std::pair{version(1), version(2)}, std::pair{version(2), version(1)}}) {
        using by = answer::conflict;
        EXPECT_EQ(rule(ruled_by(by::last_arrival), pushed, current), ruling{});
        EXPECT_EQ(rule(ruled_by(by::client_wins), pushed, current), ruling{});
        EXPECT_EQ(rule(ruled_by(by::server_wins), pushed, current), ruling{.pushed_wins = false});
    }
}

TEST(Rule, IsOfTheLaterTimeAndOfTheGreaterIdWhereTimesAreEqual)
{
    const auto newest = ruled_by(answer::conflict::newest_updated);

    EXPECT_TRUE(rule(newest, version(1, "1", 2), version(2, "2", 1)).pushed_wins);
    EXPECT_FALSE(rule(newest, version(1, "1", 1), version(2, "2", 2)).pushed_wins);
    EXPECT_FALSE(rule(newest, version(1, "1", 1), version(2, "2", 1)).pushed_wins);
    EXPECT_FALSE(rule(newest, version(1, "1", 2), version(2, "2", 1)).keep_loser);
}

TEST(Rule, LetsAnEditBeatADeleteInEitherOrderAndKeepsNoDelete)
{
    for (const auto by : {answer::conflict::keep_both, answer::conflict::merge_fields}) {
        EXPECT_EQ(rule(ruled_by(by), version(1), removed(2)), ruling{});
        EXPECT_EQ(rule(ruled_by(by), removed(2), version(1)), ruling{.pushed_wins = false});
        EXPECT_FALSE(rule(ruled_by(by), removed(1), removed(2)).keep_loser);
        EXPECT_FALSE(rule(ruled_by(by), removed(1), removed(2)).merges);
    }
}

/// The merge of an edit with what is there; `base` is what the user of the edit saw.
std::string merged(std::string pushed, std::string current, std::optional<std::string> base)
{
    // The greater id is that of what is there.
    auto edit = version(1, std::move(pushed));
    edit.base_value = std::move(base);
    return merge_of(edit, version(2, std::move(current))).value;
}

TEST(Merge, TakesEachMemberFromWhoeverChangedIt)
{
    EXPECT_EQ(
        merged(R"({"a":1,"b":0})", R"({"a":0,"b":2})", R"({"a":0,"b":0})"), R"({"a":1,"b":2})");
}

TEST(Merge, TakesAMemberThatBothChangedFromTheGreaterId)
{
    EXPECT_EQ(merged(R"({"a":1})", R"({"a":2})", R"({"a":0})"), R"({"a":2})");
}

TEST(Merge, LeavesOutWhatOneTookAwayAndTheOtherLeftAlone)
{
    EXPECT_EQ(merged(R"({"b":0})", R"({"a":0,"b":2})", R"({"a":0,"b":0})"), R"({"b":2})");
    EXPECT_EQ(merged(R"({"a":1,"b":0})", R"({"b":0})", R"({"b":0})"), R"({"a":1,"b":0})");
}

TEST(Merge, TakesEveryMemberOfBothWhereTheBaseIsNotKnown)
{
    EXPECT_EQ(merged(R"({"a":1,"b":1})", R"({"a":2,"c":2})", {}), R"({"a":2,"b":1,"c":2})");
}

TEST(Merge, TakesWhatIsNoObjectAsAWhole)
{
    EXPECT_EQ(merged(R"("text")", R"({"a":2})", R"({"a":0})"), R"({"a":2})");
    EXPECT_EQ(merged(R"({"a":1})", "[2]", R"({"a":0})"), "[2]");
}

TEST(Merge, IsTheSameInEitherOrder)
{
    auto one = version(1, R"({"a":1,"b":0,"c":1})");
    auto other = version(2, R"({"a":0,"b":2,"c":2})");
    one.base_value = other.base_value = R"({"a":0,"b":0,"c":0})";

    EXPECT_EQ(merge_of(one, other), merge_of(other, one));
}

// Who saw one of the two has not seen what was made of both.
TEST(Merge, HasANameOfItsOwn)
{
    const auto made = merge_of(version(1, "{}"), version(2, "{}"));

    EXPECT_NE(made.write, numbered(1));
    EXPECT_NE(made.write, numbered(2));
    EXPECT_NE(made.write, merge_of(version(1, "{}"), version(3, "{}")).write);
}

}  // namespace
}  // namespace syncsim::protocol
