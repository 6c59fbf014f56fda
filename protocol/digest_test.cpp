#include "protocol/digest.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace syncsim::protocol {
namespace {

template <class Id>
Id named(std::string_view text)
{
    return Id{support::short_text{text}};
}

write_id numbered(std::uint64_t number)
{
    return write_id{{.high = 0, .low = number}};
}

/// How many different digests the replies have.
template <class Reply>
std::size_t digests(const std::vector<Reply>& replies)
{
    std::set<reply_digest> all;
    for (const auto& each : replies) all.insert(digest_of(each));
    return all.size();
}

/// The record, and the record with each of its fields changed alone.
std::vector<record> one_change_each()
{
    const record plain;
    std::vector<record> all{plain};
    const auto changed = [&](auto change) { change(all.emplace_back(plain)); };
    changed([](record& r) { r.key = named<record_key>("k"); });
    changed([](record& r) { r.local = local_id{}; });
    changed([](record& r) { r.local = named<local_id>("k"); });
    changed([](record& r) { r.value = "1"; });
    changed([](record& r) { r.updated += duration{1}; });
    changed([](record& r) { r.created += duration{1}; });
    changed([](record& r) { r.is_pending = true; });
    changed([](record& r) { r.deleted = true; });
    changed([](record& r) { r.write = write_id{}; });
    changed([](record& r) { r.write = numbered(1); });
    changed([](record& r) { r.create_write = numbered(1); });
    changed([](record& r) { r.base = numbered(1); });
    changed([](record& r) { r.supersedes = {numbered(1)}; });
    changed([](record& r) { r.supersedes = {numbered(1), numbered(2)}; });
    changed([](record& r) { r.supersedes = {numbered(2), numbered(1)}; });
    changed([](record& r) { r.order = stamp::by_sequence(0); });
    changed([](record& r) { r.order = stamp::restored(stamp::kind::clock, 0); });
    changed([](record& r) { r.order = stamp::by_sequence(1); });
    changed([](record& r) { r.conflict_of = named<record_key>("k"); });
    changed([](record& r) { r.unknown = R"({"a":1})"; });
    return all;
}

TEST(Digest, TellsEveryFieldOfARecord)
{
    std::vector<pull_reply> replies;
    for (const auto& each : one_change_each()) replies.push_back({{each}, {}, {}, {}});

    EXPECT_EQ(digests(replies), replies.size());
}

TEST(Digest, TellsEveryFieldOfBegin)
{
    const auto session = named<session_id>("s");
    const auto one = stamp::by_sequence(1);

    EXPECT_EQ(
        digests<begin_reply>(
            {{session, {}, {}, {}},
             {named<session_id>("t"), {}, {}, {}},
             {session, cursor{one, {}}, {}, {}},
             {session, cursor{one, record_key{}}, {}, {}},
             {session, {}, one, {}}}),
        5U);
}

TEST(Digest, TellsEveryFieldOfAVerdict)
{
    const push_verdict plain;
    std::vector<push_verdict> all(7, plain);
    all[1].pushed_as = named<record_key>("k");
    all[2].write = numbered(1);
    all[3].what = push_verdict::kind::won;
    all[4].current = record{};
    all[5].reason = sync_errc::no_such_record;
    all[6].reason = sync_errc::malformed;
    std::vector<push_reply> replies{{}, {{plain, plain}, {}}};
    for (const auto& each : all) replies.push_back({{each}, {}});

    EXPECT_EQ(digests(replies), replies.size());
}

TEST(Digest, TellsEveryFieldOfAPage)
{
    const auto one = stamp::by_sequence(1);

    EXPECT_EQ(
        digests<pull_reply>(
            {{{}, {}, {}, {}, {}},
             {{}, one, {}, {}, {}},
             {{}, {}, cursor{one, {}}, {}, {}},
             {{}, {}, {}, 1, {}},
             {{record{}}, {}, {}, {}, {}},
             {{record{}, record{}}, {}, {}, {}, {}}}),
        6U);
}

TEST(Digest, TellsWhereOneTextEndsAndTheNextBegins)
{
    record ab;
    ab.key = named<record_key>("ab");
    ab.value = "1";
    record a;
    a.key = named<record_key>("a");
    a.value = "b1";

    EXPECT_EQ(digests<pull_reply>({{{ab}, {}, {}, {}, {}}, {{a}, {}, {}, {}, {}}}), 2U);
}

TEST(Digest, TellsTheOrderOfRecords)
{
    record a;
    a.key = named<record_key>("a");
    record b;
    b.key = named<record_key>("b");

    EXPECT_EQ(digests<pull_reply>({{{a, b}, {}, {}, {}, {}}, {{b, a}, {}, {}, {}, {}}}), 2U);
}

// Nothing but the kind of the message differs here, so an answer to another step shows.
TEST(Digest, TellsRepliesOfDifferentSteps)
{
    EXPECT_NE(digest_of(complete_reply{}), digest_of(push_reply{}));
}

TEST(Digest, LeavesItselfOut)
{
    EXPECT_EQ(
        digest_of(complete_reply{reply_digest{1}}), digest_of(complete_reply{reply_digest{2}}));
    EXPECT_EQ(digest_of(push_reply{{}, reply_digest{1}}), digest_of(push_reply{}));
    EXPECT_EQ(digest_of(pull_reply{{}, {}, {}, {}, reply_digest{1}}), digest_of(pull_reply{}));
    EXPECT_EQ(digest_of(begin_reply{{}, {}, {}, reply_digest{1}}), digest_of(begin_reply{}));
}

}  // namespace
}  // namespace syncsim::protocol
