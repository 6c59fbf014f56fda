#include "reports/event_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "reports/story_testing.hpp"
#include "reports/text_columns.hpp"

namespace syncsim::reports {
namespace {

using kind = timeline_line::kind;
using fate = message_way::fate;

constexpr sim::node_id phone{1};
constexpr sim::node_id laptop{2};
constexpr sim::node_id tablet{3};

/// A line of event 7 at 1.5 s.
timeline_line line(kind what, sim::node_id node, std::string text)
{
    return {
        .what = what,
        .event = sim::event_ordinal{7},
        .at = sim::sim_time{std::chrono::milliseconds{1500}},
        .node = node,
        .text = std::move(text),
        .way = {},
        .sync = {}};
}

timeline_line message(kind what, sim::node_id device, std::string text, fate end = fate::arrives)
{
    auto made = line(what, device, std::move(text));
    made.way =
        message_way{.device = device, .is_reply = what == kind::reply, .step = {}, .end = end};
    return made;
}

/// The table of these lines alone, for three devices.
class EventTable : public testing::Test {
protected:
    std::vector<std::string> table(const std::vector<timeline_line>& lines, std::size_t width = 100)
    {
        std::vector<excerpt_row> rows;
        rows.reserve(lines.size());
        for (const auto& each : lines) rows.push_back({each, {}});
        return event_table(rows, told_.with, {.color = false, .width = width});
    }
    /// The only row of a table with these columns.
    std::string row(const timeline_line& of, const std::vector<sim::node_id>& beside)
    {
        std::vector<timeline_line> lines{of};
        for (const auto each : beside) lines.push_back(line(kind::crash, each, "crashes"));
        return table(lines).at(1);
    }

    told_run told_{script(
        {device("phone"), device("laptop", -std::chrono::minutes{2}), device("tablet")},
        {})};
};

TEST_F(EventTable, PutsTheServerBetweenTheFirstDeviceAndTheOthers)
{
    EXPECT_EQ(
        table({line(kind::crash, laptop, "crashes"), line(kind::crash, phone, "crashes")}).at(0),
        "  event  true time  phone                     server                    "
        "laptop (clock -2m)");
}

TEST_F(EventTable, LeavesOutNodesThatNothingIsSaidOf)
{
    const auto header = table({line(kind::crash, tablet, "crashes")}).at(0);

    EXPECT_EQ(header, "  event  true time  tablet                    server");
}

TEST_F(EventTable, DrawsMessagesOfTheDeviceOnTheLeft)
{
    EXPECT_EQ(
        row(message(kind::request, phone, "push milk"), {}),
        "      7     1.500s  push milk ──────────────▶");
    EXPECT_EQ(
        row(message(kind::reply, phone, "push ok"), {}),
        "      7     1.500s  ◀──────────────── push ok");
}

TEST_F(EventTable, DrawsWhatIsLostUpToWhereItIsLost)
{
    EXPECT_EQ(
        row(message(kind::request, phone, "push milk", fate::lost), {}),
        "      7     1.500s  push milk ──────────────✗");
    EXPECT_EQ(
        row(message(kind::reply, phone, "push ok", fate::lost), {}),
        "      7     1.500s                      ✗──── push ok");
}

TEST_F(EventTable, DrawsMessagesOfADeviceOnTheRight)
{
    EXPECT_EQ(
        row(message(kind::request, laptop, "push milk"), {phone}),
        "      7     1.500s                                                      ◀── push milk");
    EXPECT_EQ(
        row(message(kind::reply, laptop, "push ok"), {phone}),
        "      7     1.500s                                                      ──▶ push ok");
    EXPECT_EQ(
        row(message(kind::reply, laptop, "push ok", fate::lost), {phone}),
        "      7     1.500s                            push ok ────────────────✗");
}

TEST_F(EventTable, DrawsWhatIsDelayedDashed)
{
    EXPECT_EQ(
        row(message(kind::request, phone, "push milk", fate::delayed), {}),
        "      7     1.500s  push milk ┄┄┄┄┄┄┄┄┄┄┄┄┄┄▶");
}

TEST_F(EventTable, PutsANoteRightOfTheServer)
{
    auto noted = line(kind::commit, sim::server_node, "commit milk");
    noted.notes = {{tone::bad, "◀ create-once breaks here"}};

    EXPECT_EQ(
        row(noted, {phone}),
        "      7     1.500s                            commit milk               "
        "◀ create-once breaks here");
}

TEST_F(EventTable, GivesANoteALineOfItsOwnWhereItDoesNotFit)
{
    auto noted = line(kind::commit, sim::server_node, "commit milk@12 key 1 over milk@7");
    noted.notes = {{tone::bad, "◀ create-once, cursor-sound break here"}};

    const auto rows = table({noted, line(kind::crash, phone, "crashes")});

    EXPECT_EQ(
        rows.at(2),
        "                                              ◀ create-once, cursor-sound break here");
}

TEST_F(EventTable, IsAListWhereColumnsWouldBeTooNarrow)
{
    const auto rows = table(
        {message(kind::request, tablet, "push milk"),
         message(kind::reply, tablet, "push ok", fate::lost),
         line(kind::crash, phone, "crashes"),
         line(kind::crash, laptop, "crashes")},
        80);

    EXPECT_EQ(rows.at(0), "  event  true time  what happened");
    EXPECT_EQ(rows.at(1), "      7     1.500s  tablet → server: push milk");
    EXPECT_EQ(rows.at(2), "      7     1.500s  server ─✗ tablet: push ok");
    EXPECT_EQ(rows.at(3), "      7     1.500s  phone: crashes");
}

TEST_F(EventTable, NeverExceedsTheWidth)
{
    auto long_one = message(kind::reply, laptop, "pull: 牛乳 key 3f2a, a-very-long-name@12 key 1");
    long_one.notes = {{tone::fault, "FAULT a-long-id (late-duplicate complete.response by 40s)"}};
    for (const std::size_t width : {60U, 70U, 80U, 100U, 140U}) {
        for (const auto& each : table({long_one, line(kind::crash, phone, "crashes")}, width)) {
            EXPECT_LE(columns_of(each), width) << each;
        }
    }
}

TEST_F(EventTable, NeverExceedsTheWidthWithWhatIsFolded)
{
    const std::vector<excerpt_row> rows{
        {line(kind::crash, phone, "crashes"), {}},
        {{}, "12 more lines, 3 more rounds like this, 9 more lines"}};

    for (const auto& each : event_table(rows, told_.with, {.color = false, .width = 60})) {
        EXPECT_LE(columns_of(each), 60U) << each;
    }
}

}  // namespace
}  // namespace syncsim::reports
