#include "sim/standard_workload.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/world.hpp"

namespace syncsim::sim {
namespace {

template <class Action>
auto count(const scenario& of)
{
    return std::ranges::count_if(of.steps, [](const scenario_step& step) {
        return std::holds_alternative<Action>(step.action);
    });
}

template <class Event>
bool has(const outcome& run)
{
    return std::ranges::any_of(run.story, [](const trace_event& each) {
        return std::holds_alternative<Event>(each.what);
    });
}

TEST(StandardWorkload, SIsOfTheSizeThatFiguresQuote)
{
    EXPECT_EQ(count<local_step>(workload_s()), 6);
    EXPECT_EQ(count<sync_step>(workload_s()), 4);
    EXPECT_EQ(run(workload_s(), protocol::hardened()).verdict, verdict_kind::holds);
}

TEST(StandardWorkload, MIsOfTheSizeThatFiguresQuote)
{
    EXPECT_EQ(count<local_step>(workload_m()), 20);
    EXPECT_EQ(count<sync_step>(workload_m()), 10);
    EXPECT_EQ(run(workload_m(), protocol::hardened()).verdict, verdict_kind::holds);
}

// A workload in which nothing goes wrong would measure something else.
TEST(StandardWorkload, MMeetsAConflictADeleteALostReplyAndACrash)
{
    const auto done = run(workload_m(), protocol::hardened());

    EXPECT_TRUE(std::ranges::all_of(done.faults, [](const auto& use) { return use.fired == 1; }));
    EXPECT_TRUE(has<event::server_conflict>(done));
    EXPECT_TRUE(has<event::crashed>(done));
    EXPECT_TRUE(has<event::message_lost>(done));
    EXPECT_TRUE(has<event::device_removed>(done));
    EXPECT_TRUE(done.unmet.empty());
}

}  // namespace
}  // namespace syncsim::sim
