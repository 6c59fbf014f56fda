#include "reports/causes.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "reports/story_testing.hpp"

namespace syncsim::reports {
namespace {

using sim::anchor;
using sim::fault_kind;

std::vector<cause> causes(const told_run& told, std::size_t violation = 0)
{
    std::set<sim::event_ordinal> before;
    const auto& broken = told.run.violations.at(violation);
    return causes_of(broken, subjects_of(broken, told.run), told.lines, told.with, before);
}

bool say(const std::vector<cause>& all, std::string_view part)
{
    return std::ranges::any_of(
        all, [&](const cause& each) { return each.text.find(part) != std::string::npos; });
}

/// A push whose reply is lost in this way, and the push after it.
told_run doubled_by(sim::fault what)
{
    return told_run{script(
        {device("phone")},
        {create("phone", "milk"), sync("phone", {std::move(what)}), sync("phone")})};
}

TEST(Causes, AreInTheOrderOfEvents)
{
    const told_run told{lost_push_reply()};

    EXPECT_TRUE(std::ranges::is_sorted(causes(told), {}, &cause::event));
}

TEST(Causes, AreTheWitnessesAndTheFaults)
{
    const told_run told{lost_push_reply()};

    const auto all = causes(told);

    EXPECT_EQ(all.size(), told.run.violations.at(0).because.size() + 1);
    EXPECT_TRUE(
        say(all,
            "lost-ack dropped the answer to phone's push of milk: phone cannot know what the "
            "server did"));
}

TEST(Causes, PointToEventsThatTheTableShows)
{
    const told_run told{lost_push_reply()};

    for (const auto& each : causes(told)) {
        EXPECT_TRUE(std::ranges::any_of(told.lines, [&](const timeline_line& line) {
            return line.event == each.event;
        })) << each.text;
    }
}

TEST(Causes, AreToldOnce)
{
    const told_run told{lost_push_reply()};
    std::set<sim::event_ordinal> before;
    const auto& broken = told.run.violations.at(0);
    const auto about = subjects_of(broken, told.run);

    causes_of(broken, about, told.lines, told.with, before);
    const auto again = causes_of(broken, about, told.lines, told.with, before);

    EXPECT_FALSE(say(again, "lost-ack"));
}

TEST(Causes, LeaveOutFaultsThatStruckOtherRecords)
{
    auto of = lost_push_reply();
    auto& steps = of.steps;
    steps.insert(
        steps.begin(), {.id = sim::step_id{8}, .place = {}, .action = create("laptop", "bread")});
    steps.insert(
        steps.begin() + 1,
        {.id = sim::step_id{9},
         .place = {},
         .action = sync("laptop", {fault("twice", fault_kind::duplicate, anchor::push_request)})});
    const told_run told{of};
    const auto milk = std::ranges::find_if(told.run.violations, [](const sim::violation& each) {
        return each.which == sim::invariant::create_once && each.what.starts_with("milk");
    });
    ASSERT_NE(milk, told.run.violations.end());

    const auto all = causes(told, static_cast<std::size_t>(milk - told.run.violations.begin()));

    EXPECT_FALSE(say(all, "twice"));
}

TEST(Causes, SayWhereTheNodeStoodThatCrashed)
{
    const auto told = doubled_by(fault("boom", fault_kind::crash_client, anchor::push_response));

    EXPECT_TRUE(
        say(causes(told),
            "boom crashed phone at push.response: the reply arrives and nothing of it is used "
            "yet"));
}

// The phone is cut off while the answer to its push is on its way.
TEST(Causes, TellALossThatNoFaultOrdered)
{
    auto first = sim::sync_step{.on = "phone", .faults = {}, .during = {}};
    first.background = true;
    auto of = script(
        {device("phone")},
        {create("phone", "milk"),
         first,
         sim::partition_step{.device = {}},
         sim::join_step{},
         sim::heal_step{.device = {}},
         sync("phone")});
    of.pace = std::chrono::milliseconds{100};
    const told_run told{std::move(of)};
    const auto lost = std::ranges::find_if(told.lines, [](const timeline_line& line) {
        return line.way && line.way->end == message_way::fate::lost;
    });
    ASSERT_NE(lost, told.lines.end());
    const sim::violation end{
        .which = sim::invariant::create_once,
        .at = told.run.story.back().when.ordinal,
        .what = {},
        .because = {}};
    std::set<sim::event_ordinal> before;

    const auto all = causes_of(end, {lost->records, {}}, told.lines, told.with, before);

    EXPECT_TRUE(say(all, "was lost"));
}

}  // namespace
}  // namespace syncsim::reports
