#include "reports/story.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string_view>

#include "reports/story_testing.hpp"
#include "reports/text_columns.hpp"

namespace syncsim::reports {
namespace {

using namespace std::chrono_literals;
using sim::anchor;
using sim::fault_kind;

bool contains(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

/// Everything at once: clocks that are wrong, faults of every shape, names that are hard to set.
sim::scenario busy(std::size_t devices)
{
    std::vector<sim::client_settings> clients;
    std::vector<sim::step_action> actions;
    for (std::size_t each = 0; each < devices; ++each) {
        const auto name = "device-" + std::to_string(each);
        clients.push_back(device(name, std::chrono::minutes{7} * static_cast<int>(each)));
        actions.push_back(create(name, "牛乳 and bread " + std::to_string(each)));
        actions.push_back(
            sync(name, {fault("lost" + name, fault_kind::drop, anchor::push_response)}));
    }
    for (const auto& each : clients) {
        actions.push_back(sync(
            each.name, {fault("boom" + each.name, fault_kind::crash_client, anchor::apply_mid)}));
    }
    return script(std::move(clients), std::move(actions));
}

/// The first block of text in the README.
std::string printed_in_readme()
{
    std::ifstream in(SYNCSIM_SOURCE_DIR "/reports/README.md");
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const std::string_view opening = "```text\n";
    const auto begin = text.find(opening) + opening.size();
    return text.substr(begin, text.find("```", begin) - begin);
}

// The whole print of the run that the project is about. If the server stored the record once, or
// the phone knew that it was stored, no line after the lost reply would stand there.
TEST(Story, TellsALostPushReplyAsTheReadmeShowsIt)
{
    EXPECT_EQ(told(lost_push_reply()), printed_in_readme());
}

TEST(Story, TellsACrashAndWhatItCutShort)
{
    const auto text = told(script(
        {device("phone")},
        {create("phone", "milk"),
         sync("phone", {fault("boom", fault_kind::crash_client, anchor::push_response)})}));

    EXPECT_TRUE(contains(text, "crashes  FAULT boom (crash-client push.response)"));
    EXPECT_TRUE(contains(text, "starts again"));
}

TEST(Story, TellsTheTimesThatASlowClockGave)
{
    const auto text = told(slow_clock());

    EXPECT_TRUE(contains(text, "phone (clock -10m)"));
    EXPECT_TRUE(contains(text, "create milk"));
    EXPECT_TRUE(contains(text, "updated 04:31:03"));
    EXPECT_TRUE(contains(text, "laptop's last_sync 04:41:01"));
    EXPECT_TRUE(contains(text, "clocks   server +0s; phone -10m; laptop +0s"));
}

TEST(Story, TellsThatNothingBroke)
{
    const auto text = told(lost_push_reply(), {}, protocol::hardened());

    EXPECT_TRUE(text.starts_with("  ✓ nothing broke\n"));
    EXPECT_TRUE(contains(text, "FAULT lost-ack"));
    EXPECT_FALSE(contains(text, "because"));
}

TEST(Story, OfASuccessIsShort)
{
    EXPECT_LE(lines_of(told(busy(6), {}, protocol::hardened())).size(), 60U);
}

TEST(Story, TellsDoubts)
{
    const auto text = told(script(
        {device("phone")}, {sync("phone", {fault("late", fault_kind::drop, anchor::apply_mid)})}));

    EXPECT_TRUE(contains(text, "? inconclusive  fault late never fired"));
    EXPECT_TRUE(contains(text, "faults   late (drop apply.mid) never fired"));
}

TEST(Story, TellsWhichExpectationsWereNotMet)
{
    auto of = script({device("phone")}, {create("phone", "milk")});
    sim::expect_step wanted{.on = "server", .is = {}, .has = {}};
    wanted.records = 1;
    of.steps.push_back({.id = sim::step_id{9}, .place = {.line = 46}, .action = wanted});

    EXPECT_TRUE(
        contains(told(of), "✗ expectation  server: expected 1 live records, found 0 (line 46)\n"));
}

TEST(Story, CountsTheViolationsThatItDoesNotTell)
{
    EXPECT_TRUE(contains(told(busy(6)), "✗ and more  "));
}

TEST(Story, ShortensKeysInSentencesAsInTheTable)
{
    const auto of = lost_push_reply();
    const auto run = sim::run(of, protocol::as_written());
    const auto local = std::get<sim::event::device_put>(run.story.at(1).what).row.shown.key;

    const auto text = story(of, protocol::as_written(), run);

    EXPECT_FALSE(contains(text, local.value().view()));
    EXPECT_TRUE(contains(text, "from local_id " + short_keys::of(run.story)(local.value().view())));
}

TEST(Story, NeverExceedsTheWidth)
{
    for (const auto& of : {lost_push_reply(), slow_clock(), busy(2), busy(7)}) {
        for (const std::size_t width : {60U, 80U, 100U, 160U}) {
            for (const auto& each : lines_of(told(of, {.color = false, .width = width}))) {
                EXPECT_LE(columns_of(each), width) << each;
            }
        }
    }
}

TEST(Story, HasNoBlanksAtTheEndOfALine)
{
    for (const auto& each : lines_of(told(busy(3)))) EXPECT_FALSE(each.ends_with(' ')) << each;
}

TEST(Story, ListsManyDevicesInsteadOfSqueezingThem)
{
    EXPECT_TRUE(contains(told(busy(7)), "device-0 → server: push"));
}

TEST(Story, HasNoEscapeCodesWithoutColor)
{
    EXPECT_FALSE(contains(told(busy(3)), "\x1b"));
}

// Colour stresses, and says nothing: without its codes the text is the same.
TEST(Story, SaysTheSameInColor)
{
    auto colored = told(busy(3), {.color = true, .width = 100});
    EXPECT_TRUE(contains(colored, "\x1b"));

    for (auto at = colored.find('\x1b'); at != std::string::npos; at = colored.find('\x1b')) {
        colored.erase(at, colored.find('m', at) - at + 1);
    }
    EXPECT_EQ(colored, told(busy(3)));
}

}  // namespace
}  // namespace syncsim::reports
