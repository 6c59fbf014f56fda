#include "sim/fault/fault_plan.hpp"

#include <gtest/gtest.h>

#include "sim/script.hpp"

namespace syncsim::sim {
namespace {

/// Two faults on the second sync, of which the first waits for a second pass.
const scenario& two_faults()
{
    static const scenario made = script{{device("phone")}}
                                     .create("phone", "milk")
                                     .sync("phone")
                                     .sync(
                                         "phone",
                                         {at(anchor::push_request, fault_kind::drop, 2),
                                          at(anchor::push_request, fault_kind::delay)});
    return made;
}

TEST(FaultPlan, FaultsBelongToTheStepTheyWereWrittenAt)
{
    const fault_plan plan{two_faults()};

    EXPECT_TRUE(plan.of_step(two_faults().steps[1]).empty());
    EXPECT_EQ(plan.of_step(two_faults().steps[2]), (std::vector{fault_index{0}, fault_index{1}}));
}

TEST(FaultPlan, AFaultIsDueAtItsOwnPassOfItsAnchor)
{
    const fault_plan plan{two_faults()};
    anchor_passes sync{plan, plan.of_step(two_faults().steps[2])};

    EXPECT_TRUE(sync.pass(anchor::pull_request).empty());
    EXPECT_EQ(sync.pass(anchor::push_request), std::vector{fault_index{1}});
    EXPECT_EQ(sync.pass(anchor::push_request), std::vector{fault_index{0}});
    EXPECT_TRUE(sync.pass(anchor::push_request).empty());
    EXPECT_EQ(sync.passed(anchor::push_request), 3);
}

TEST(FaultPlan, SaysWhichFaultsHaveNotActed)
{
    fault_plan plan{two_faults()};
    plan.count_firing(fault_index{1});

    EXPECT_EQ(plan.not_fired(), std::vector<std::string>{"drop"});
    EXPECT_EQ(plan.uses()[1].fired, 1U);
}

TEST(FaultPlan, AFaultAtATrueTimeBelongsToItsOwnStep)
{
    fault crash;
    crash.id = "crash";
    crash.kind = fault_kind::crash_server;
    const scenario timed = script{{device("phone")}}.add(fault_step{.what = crash});

    const fault_plan plan{timed};

    EXPECT_EQ(plan.of_step(timed.steps[0]), std::vector{fault_index{0}});
}

}  // namespace
}  // namespace syncsim::sim
