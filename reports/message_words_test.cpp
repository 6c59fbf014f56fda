#include "reports/message_words.hpp"

#include <gtest/gtest.h>

#include "reports/story_testing.hpp"

namespace syncsim::reports {
namespace {

protocol::stamp place(std::int64_t at)
{
    return protocol::stamp::by_sequence(at);
}

sim::scenario one_sync()
{
    return script({device("phone")}, {create("phone", "milk"), sync("phone")});
}

TEST(MessageWords, NameWhatIsPushed)
{
    const told_run told{one_sync()};

    EXPECT_TRUE(told.find(timeline_line::kind::request, "push").text.starts_with("push milk "));
}

TEST(MessageWords, CountTheTries)
{
    const told_run told{one_sync()};

    EXPECT_EQ(summarize(protocol::pull_request{}, 1, told.with).text, "pull");
    EXPECT_EQ(summarize(protocol::pull_request{}, 3, told.with).text, "pull (try 3)");
}

TEST(MessageWords, NameTheErrorOfAReply)
{
    const told_run told{one_sync()};

    const auto says =
        summarize(protocol::step::push, protocol::sync_errc::unknown_session, {}, told.with);

    EXPECT_EQ(says.text, "push error: unknown-session");
    EXPECT_TRUE(says.failed);
}

TEST(MessageWords, SayThatAPullBroughtNothing)
{
    const told_run told{one_sync()};

    const auto says =
        summarize(protocol::step::pull, protocol::reply{protocol::pull_reply{}}, {}, told.with);

    EXPECT_EQ(says.text, "pull: nothing");
}

TEST(MessageWords, SayWhatAPullReadWhereTimesMatter)
{
    const told_run told{slow_clock()};
    const protocol::reply empty{protocol::pull_reply{}};
    const protocol::cursor third{.at = place(3), .key = {}};

    const auto text = [&](const pulled_stretch& stretch) {
        return summarize(protocol::step::pull, empty, stretch, told.with).text;
    };
    EXPECT_EQ(text({third, place(5)}), "pull #3 to #5: nothing");
    EXPECT_EQ(text({{}, place(5)}), "pull up to #5: nothing");
    EXPECT_EQ(text({third, {}}), "pull after #3: nothing");
}

TEST(MessageWords, SayWhatBecameOfAPushedRecord)
{
    const told_run told{one_sync(), protocol::hardened()};
    using kind = protocol::push_verdict::kind;
    const auto text = [&](kind what, std::optional<protocol::sync_errc> why) {
        const protocol::record_key pushed{support::short_text{"c1f0"}};
        protocol::push_reply reply;
        reply.verdicts = {
            {.pushed_as = pushed, .write = {}, .what = what, .current = {}, .reason = why}};
        return summarize(protocol::step::push, protocol::reply{reply}, {}, told.with).text;
    };

    EXPECT_EQ(text(kind::stored, {}), "push: key c1f0");
    EXPECT_EQ(text(kind::lost, {}), "push: key c1f0 lost");
    EXPECT_EQ(
        text(kind::refused, protocol::sync_errc::record_refused),
        "push: key c1f0 refused (record-refused)");
}

}  // namespace
}  // namespace syncsim::reports
