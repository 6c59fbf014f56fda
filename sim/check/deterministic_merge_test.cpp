#include "sim/check/deterministic_merge.hpp"

#include <gtest/gtest.h>

#include "sim/script.hpp"
#include "sim/world.hpp"

namespace syncsim::sim {
namespace {

constexpr node_id phone{1};
constexpr node_id laptop{2};
constexpr node_id tablet{3};

script three_devices()
{
    return script{{device("phone"), device("laptop"), device("tablet")}};
}

/// What two devices have done when they were apart, and a third that has done nothing.
script two_edits()
{
    return three_devices()
        .create("phone", "milk")
        .sync("phone")
        .sync("laptop")
        .edit("phone", "milk", R"({"text":"one"})")
        .edit("laptop", "milk", R"({"text":"other"})");
}

/// The ledger as it was when the steps of the script were over, before anything settled.
ledger after(scenario steps)
{
    steps.settle.rounds = 0;
    return run(steps, protocol::hardened(), {.keep_trace = false}).known;
}

TEST(DeterministicMerge, LooksAtWhatIsLeftBehindTheLastWork)
{
    const auto steps = two_edits().sync("phone").sync("laptop");
    EXPECT_EQ(first_step_without_work(steps), 5U);
    EXPECT_EQ(first_step_without_work(three_devices()), 0U);

    const auto working = two_edits().sync_while(
        "phone",
        {.at = anchor::pull_request, .record = "milk", .set = R"({"text":"late"})", .place = {}});
    EXPECT_EQ(first_step_without_work(working), 6U);
}

TEST(DeterministicMerge, TakesOutTheSyncsThatAreLeftAndNothingElse)
{
    const auto steps = two_edits().sync("phone").advance(std::chrono::seconds{1}).sync("laptop");

    const auto rest = without_syncs(steps, 5).steps;

    ASSERT_EQ(rest.size(), 6U);
    EXPECT_TRUE(std::holds_alternative<advance_step>(rest.back().action));
    EXPECT_TRUE(std::holds_alternative<sync_step>(rest[1].action));
}

TEST(DeterministicMerge, WritesMeetWhereNeitherHasSeenTheOther)
{
    EXPECT_EQ(meeting_writes(after(two_edits())), (std::vector{write_index{1}, write_index{2}}));
}

TEST(DeterministicMerge, WritesOfOneDeviceDoNotMeet)
{
    const auto steps = three_devices()
                           .create("phone", "milk")
                           .sync("phone")
                           .edit("phone", "milk")
                           .edit("phone", "milk")
                           .create("laptop", "bread");

    EXPECT_TRUE(meeting_writes(after(steps)).empty());
}

TEST(DeterministicMerge, WhatHasArrivedMeetsNothingAnyMore)
{
    EXPECT_TRUE(meeting_writes(after(two_edits().sync("phone"))).empty());
}

TEST(DeterministicMerge, TurnsTheOrderInWhichTheWritesArrived)
{
    const auto meeting = std::vector{write_index{1}, write_index{2}};

    const auto phone_first = after(two_edits().sync("phone").sync("laptop"));
    EXPECT_EQ(reverse_of_arrival(meeting, phone_first), (std::vector{laptop, phone, tablet}));

    const auto laptop_first = after(two_edits().sync("laptop").sync("phone"));
    EXPECT_EQ(reverse_of_arrival(meeting, laptop_first), (std::vector{phone, laptop, tablet}));
}

TEST(DeterministicMerge, ComparesWhatTheServerShowsAndNotItsKeys)
{
    const auto meeting = std::vector{write_index{1}, write_index{2}};
    const auto one = after(two_edits().sync("phone").sync("laptop"));
    const auto same = after(two_edits().sync("laptop").sync("phone"));
    findings found;
    compare_merges(meeting, one, same, event_ordinal{9}, found);
    EXPECT_TRUE(found.all().empty());

    const auto without_one =
        after(two_edits().sync("phone").erase("laptop", "milk").sync("laptop"));
    compare_merges(meeting, one, without_one, event_ordinal{9}, found);
    ASSERT_EQ(found.all().size(), 1U);
    EXPECT_EQ(found.all().front().at, event_ordinal{9});
}

// What is still pending in one of the two has not been merged there.
TEST(DeterministicMerge, ComparesNothingThatHasNotArrived)
{
    const auto meeting = std::vector{write_index{1}, write_index{2}};
    const auto one = after(two_edits().sync("phone").sync("laptop"));
    findings found;

    compare_merges(meeting, one, after(two_edits().sync("phone")), event_ordinal{9}, found);

    EXPECT_TRUE(found.all().empty());
}

TEST(DeterministicMerge, TheSecondRunLeavesTheFirstAsItIs)
{
    const auto paired = two_edits().sync("phone").sync("laptop");
    auto alone = paired;
    alone.settings().invariants = {invariant::no_lost_record};

    const auto of_pair = run(paired, protocol::hardened(), {.keep_trace = false});
    const auto of_one = run(alone, protocol::hardened(), {.keep_trace = false});

    EXPECT_EQ(of_pair.digest, of_one.digest);
    EXPECT_EQ(of_pair.events, of_one.events);
    EXPECT_EQ(of_pair.verdict, verdict_kind::holds);
}

}  // namespace
}  // namespace syncsim::sim
