#include "sim/fault/corruption.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "protocol/codec.hpp"
#include "protocol/digest.hpp"

namespace syncsim::sim {
namespace {

using namespace protocol;

const chance luck{7};

record full_record()
{
    record made;
    made.key = record_key{support::short_text{"1"}};
    made.local = local_id{support::short_text{"a"}};
    made.value = R"({"text":"milk"})";
    made.updated = made.created = device_time{std::chrono::seconds{1'225'082'461}};
    made.deleted = true;
    made.write = write_id{{.high = 1, .low = 2}};
    made.create_write = write_id{{.high = 1, .low = 3}};
    made.order = stamp::by_sequence(4);
    made.conflict_of = record_key{support::short_text{"2"}};
    return made;
}

template <class Reply>
reply with_digest(Reply answer)
{
    answer.digest = digest_of(answer);
    return answer;
}

reply full_pull()
{
    pull_reply page;
    page.records = {full_record(), full_record()};
    page.max_checkin = stamp::by_sequence(9);
    page.next = cursor{.at = stamp::by_sequence(4), .key = record_key{support::short_text{"1"}}};
    return with_digest(page);
}

reply full_push()
{
    const push_verdict stored{
        .pushed_as = record_key{support::short_text{"a"}},
        .write = write_id{{.high = 1, .low = 2}},
        .current = full_record(),
        .reason = {}};
    auto refused = stored;
    refused.what = push_verdict::kind::refused;
    refused.current.reset();
    refused.reason = sync_errc::too_large;
    return with_digest(push_reply{.verdicts = {stored, refused}, .digest = {}});
}

reply full_begin()
{
    return with_digest(begin_reply{
        .session = session_id{support::short_text{"s1"}},
        .last_sync = cursor{.at = stamp::by_sequence(1), .key = {}},
        .max_checkin = stamp::by_sequence(2),
        .digest = {}});
}

/// Everything that some choice changes in this reply. Each leaves it well-formed, and as its digest
/// says it is not.
std::set<std::string> changes_of(const reply& whole)
{
    std::set<std::string> changed;
    for (std::uint64_t name = 0; name < 500; ++name) {
        auto one = whole;
        const auto what = corrupt_value(one, luck, choice_key{name});
        SCOPED_TRACE(what);
        changed.insert(what);

        const auto read = decode_reply(step_of(whole), encode(one));
        EXPECT_TRUE(read.has_value());
        if (!read) continue;
        EXPECT_EQ(*read, one);
        std::visit([](const auto& answer) { EXPECT_NE(answer.digest, digest_of(answer)); }, one);
    }
    return changed;
}

TEST(Corruption, ChangesAnyValueOfAPageButItsDigest)
{
    EXPECT_THAT(
        changes_of(full_pull()),
        testing::AllOf(
            testing::SizeIs(22),
            testing::IsSupersetOf(
                {"records[0].key",
                 "records[0].local_id",
                 "records[1].value",
                 "records[1].updated",
                 "records[1].deleted",
                 "records[0].write_id",
                 "records[0].stamp",
                 "records[0].conflict_of",
                 "max_checkin",
                 "next"})));
}

TEST(Corruption, ChangesWhatAVerdictSays)
{
    EXPECT_THAT(
        changes_of(full_push()),
        testing::IsSupersetOf(
            {"verdicts[0].pushed_as",
             "verdicts[0].write_id",
             "verdicts[0].verdict",
             "verdicts[0].current.value",
             "verdicts[1].verdict",
             "verdicts[1].reason"}));
}

TEST(Corruption, ChangesTheSessionAndItsBounds)
{
    EXPECT_EQ(
        changes_of(full_begin()), (std::set<std::string>{"sync_uuid", "last_sync", "max_checkin"}));
}

TEST(Corruption, FindsNothingInAReplyThatSaysNothing)
{
    for (const auto& empty :
         {with_digest(push_reply{}), with_digest(pull_reply{}), with_digest(complete_reply{})}) {
        auto one = empty;

        EXPECT_EQ(corrupt_value(one, luck, choice_key{1}), "");
        EXPECT_EQ(one, empty);
    }
}

TEST(Corruption, IsTheSameForTheSameName)
{
    auto one = full_pull();
    auto other = full_pull();

    EXPECT_EQ(corrupt_value(one, luck, choice_key{1}), corrupt_value(other, luck, choice_key{1}));
    EXPECT_EQ(one, other);
}

}  // namespace
}  // namespace syncsim::sim
