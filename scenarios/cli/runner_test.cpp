#include "scenarios/cli/runner.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "scenarios/cli/run_testing.hpp"

namespace syncsim::cli {
namespace {

/// A scenario that really runs: one device makes a record and syncs.
planned_run small_plan()
{
    sim::scenario script;
    script.name = "small";
    script.clients = {{.name = "phone", .clock = {}}};
    script.steps = {
        {.id = sim::step_id{1},
         .place = {},
         .action =
             sim::local_step{
                 .what = sim::local_step::verb::create,
                 .on = "phone",
                 .record = "milk",
                 .faults = {}}},
        {.id = sim::step_id{2},
         .place = {},
         .action = sim::sync_step{.on = "phone", .faults = {}, .during = {}}}};
    return planned(std::move(script), protocol::hardened());
}

/// Counts the runs, with and without events.
struct counting {
    int runs = 0;
    int traced = 0;

    simulator counted()
    {
        return [this](const auto& script, const auto& variant, const sim::run_options& how) {
            ++runs;
            if (how.keep_trace) ++traced;
            return sim::run(script, variant, how);
        };
    }
};

TEST(Runner, RunsOnceWhereAllIsAsExpected)
{
    counting count;

    const auto one = finish(small_plan(), {}, count.counted());

    EXPECT_TRUE(one.is_as_expected());
    EXPECT_EQ(count.runs, 1);
    EXPECT_TRUE(one.story.empty());
    EXPECT_FALSE(one.transcript);
}

TEST(Runner, RunsAgainWhatIsNotAsExpected)
{
    counting count;
    auto plan = small_plan();
    plan.wanted.what = sim::verdict_kind::violates;
    plan.wanted.violates = {sim::invariant::create_once};

    const auto one = finish(plan, {}, count.counted());

    EXPECT_EQ(one.assessed.how, sim::assessment::standing::unexpected);
    EXPECT_EQ(count.runs - count.traced, 2);
    EXPECT_FALSE(one.story.empty());
    EXPECT_TRUE(one.transcript);
}

TEST(Runner, RepeatsAsOftenAsItIsAsked)
{
    counting count;

    finish(small_plan(), {.repeats = 3}, count.counted());

    EXPECT_EQ(count.runs, 4);
}

TEST(Runner, TellsAndKeepsWhatIsWanted)
{
    const auto kept = finish(small_plan(), {.kept = run_options::kept::all});
    EXPECT_TRUE(kept.transcript);
    EXPECT_TRUE(kept.story.empty());

    const auto told = finish(small_plan(), {.stories = run_wishes::told::every});
    EXPECT_FALSE(told.story.empty());
    EXPECT_FALSE(told.transcript);
}

// Each run has another clock, and so other events from the first that shows it.
TEST(Runner, FindsWhereTwoRunsOfOneSeedPart)
{
    int runs = 0;
    const simulator fickle = [&](const auto& script, const auto& variant, const auto& how) {
        auto changed = script;
        changed.clients.front().clock.offset = std::chrono::seconds{++runs};
        return sim::run(changed, variant, how);
    };

    const auto one = finish(small_plan(), {.repeats = 1}, fickle);

    ASSERT_TRUE(one.nondeterminism);
    EXPECT_FALSE(one.is_as_expected());
    EXPECT_EQ(
        *one.nondeterminism,
        "two runs of the same seed differ, first in event 0, at 0.000s of true time on phone");
}

TEST(Runner, SaysSoWhereTheDifferenceDoesNotComeAgain)
{
    int runs = 0;
    const simulator fickle = [&](const auto& script, const auto& variant, const auto& how) {
        auto seen = sim::run(script, variant, how);
        if (++runs == 1) seen.digest += 1;
        return seen;
    };

    const auto one = finish(small_plan(), {.repeats = 1}, fickle);

    ASSERT_TRUE(one.nondeterminism);
    EXPECT_NE(one.nondeterminism->find("20 more were all alike"), std::string::npos);
}

TEST(Runner, TurnsAnExceptionIntoABugOfOurs)
{
    const simulator throwing = [](const auto&, const auto&, const auto&) -> sim::outcome {
        throw std::runtime_error("out of luck");
    };

    const auto one = finish(small_plan(), {}, throwing);

    EXPECT_EQ(one.our_bug, "out of luck");
    EXPECT_FALSE(one.is_as_expected());
    EXPECT_FALSE(one.is_inconclusive());
}

}  // namespace
}  // namespace syncsim::cli
