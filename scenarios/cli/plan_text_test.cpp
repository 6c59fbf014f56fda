#include "scenarios/cli/plan_text.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "protocol/json_text.hpp"
#include "scenarios/cli/run_testing.hpp"

namespace syncsim::cli {
namespace {

std::vector<planned_run> three_runs()
{
    std::vector plan{planned("lost"), planned("lost"), planned("late")};
    plan[0].variant = protocol::as_written();
    plan[0].wanted = {
        .what = sim::verdict_kind::violates, .violates = {{sim::invariant::create_once}}};
    return plan;
}

TEST(PlanText, NamesEachFileOnceAndItsRuns)
{
    std::ostringstream out;

    EXPECT_EQ(
        plan_text(three_runs(), {}, {out, out, out}),
        "scenarios/lost.jsonc\n"
        "  lost [as-written]  seed 0x0  expects violates create-once\n"
        "  lost [hardened]    seed 0x0  expects holds\n"
        "scenarios/late.jsonc\n"
        "  late [hardened]    seed 0x0  expects holds\n"
        "3 runs; none took place\n");
}

TEST(PlanText, FitsANarrowTerminal)
{
    std::ostringstream out;
    std::istringstream lines(plan_text(three_runs(), {}, {out, out, out, false, 40}));
    for (std::string each; std::getline(lines, each);) EXPECT_LE(each.size(), 40u) << each;
}

TEST(PlanText, IsJsonForTools)
{
    const auto parsed = protocol::json::parse(plan_json(three_runs(), {}));

    ASSERT_TRUE(parsed);
    const auto& runs = *parsed->find("runs")->value.elements();
    ASSERT_EQ(runs.size(), 3u);
    EXPECT_EQ(*runs[0].find("expected")->value.text(), "violates create-once");
    EXPECT_EQ(*runs[2].find("file")->value.text(), "scenarios/late.jsonc");
}

}  // namespace
}  // namespace syncsim::cli
