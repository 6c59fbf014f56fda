#include "reports/telling.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "reports/story_testing.hpp"

namespace syncsim::reports {
namespace {

using kind = finding::kind;

sim::event_ordinal event(std::uint32_t number)
{
    return sim::event_ordinal{number};
}

std::vector<kind> kinds_of(const std::vector<finding>& all)
{
    std::vector<kind> kinds;
    for (const auto& each : all) kinds.push_back(each.what);
    return kinds;
}

TEST(Telling, SaysWhatIsWrongAndWithWhichEvent)
{
    const told_run one{lost_push_reply()};
    const telling told{one.script, one.run};

    const auto found = told.findings();

    ASSERT_EQ(kinds_of(found), (std::vector{kind::outcome, kind::outcome}));
    EXPECT_EQ(found.front().which, sim::invariant::create_once);
    EXPECT_EQ(found.front().event, one.run.violations.front().at);
}

TEST(Telling, FindsNothingWhereNothingBroke)
{
    const told_run one{lost_push_reply(), protocol::hardened()};

    EXPECT_TRUE((telling{one.script, one.run}.findings().empty()));
}

TEST(Telling, TellsARuleThatOnlyLeadsToHarmFromOneThatIsHarm)
{
    auto one = told_run{lost_push_reply(), protocol::hardened()}.run;
    one.violations = {
        {.which = sim::invariant::cursor_sound, .at = event(3), .what = "one", .because = {}},
        {.which = sim::invariant::create_once, .at = event(4), .what = "two", .because = {}}};
    one.doubts = {"fault f never fired"};
    const auto script = lost_push_reply();

    const auto found = telling{script, one}.findings();

    EXPECT_EQ(kinds_of(found), (std::vector{kind::mechanism, kind::outcome, kind::doubt}));
}

TEST(Telling, StopsAtTheLineThatAnEventStandsFor)
{
    const told_run one{lost_push_reply()};
    const telling told{one.script, one.run};
    const auto all = told.rows_until(event(one.run.events - 1));

    const auto some = told.rows_until(all[4].line->event);

    EXPECT_EQ(all.size(), one.lines.size());
    ASSERT_EQ(some.size(), 5u);
    EXPECT_EQ(some.back().line->event, all[4].line->event);
}

TEST(Telling, MarksWhereSomethingBrokeAmongAllLines)
{
    const told_run one{lost_push_reply()};
    const telling told{one.script, one.run};

    const auto rows = told.rows_until(one.run.violations.front().at);

    const line_note mark{tone::bad, "◀ create-once breaks here"};
    EXPECT_EQ(std::ranges::count(rows.back().line->notes, mark), 1);
}

TEST(Telling, CountsHowOftenEachFaultFired)
{
    auto script = lost_push_reply();
    auto& sync = std::get<sim::sync_step>(script.steps[2].action);
    sync.faults = {fault("never", sim::fault_kind::drop, sim::anchor::begin_request)};
    sync.faults.front().nth = 9;
    const told_run one{script};

    EXPECT_EQ(
        (telling{one.script, one.run}.faults()),
        (std::vector<std::string>{
            "lost-ack (drop push.response) fired 1×", "never (drop begin.request) never fired"}));
}

}  // namespace
}  // namespace syncsim::reports
