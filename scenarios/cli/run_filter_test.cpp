#include "scenarios/cli/run_filter.hpp"

#include <gtest/gtest.h>

#include "scenarios/cli/run_testing.hpp"

namespace syncsim::cli {
namespace {

bool fits(std::string_view filter)
{
    sim::scenario script;
    script.name = "lost-push-ack";
    script.title = "The answer to a Push is lost";
    script.tags = {"step-3", "retry"};
    return run_filter(filter).fits(planned(script, protocol::hardened()));
}

TEST(RunFilter, TakesEverythingWhereItIsEmpty)
{
    EXPECT_TRUE(fits(""));
    EXPECT_TRUE(fits("  "));
}

TEST(RunFilter, FindsPartsOfNameTitleAndFile)
{
    EXPECT_TRUE(fits("push-ack"));
    EXPECT_TRUE(fits("ANSWER"));
    EXPECT_TRUE(fits("scenarios/"));
    EXPECT_FALSE(fits("pull"));
}

TEST(RunFilter, FindsWholeTags)
{
    EXPECT_TRUE(fits("@retry"));
    EXPECT_FALSE(fits("@ret"));
}

TEST(RunFilter, FindsVariants)
{
    EXPECT_TRUE(fits("v:hardened"));
    EXPECT_FALSE(fits("v:as-written"));
}

TEST(RunFilter, WantsEveryWord)
{
    EXPECT_TRUE(fits("lost @retry v:hardened"));
    EXPECT_FALSE(fits("lost @clock"));
}

TEST(RunFilter, TurnsAWordAround)
{
    EXPECT_FALSE(fits("!@retry"));
    EXPECT_TRUE(fits("!pull !v:as-written"));
}

}  // namespace
}  // namespace syncsim::cli
