#include "scenarios/cli/exit_code.hpp"

#include <gtest/gtest.h>

namespace syncsim::cli {
namespace {

TEST(ExitCode, TakesTheWorstOfSeveral)
{
    EXPECT_EQ(worst({exit_code::inconclusive, exit_code::unexpected}), exit_code::unexpected);
    EXPECT_EQ(
        worst({exit_code::unexpected, exit_code::broken_contract}), exit_code::broken_contract);
    EXPECT_EQ(
        worst({exit_code::broken_contract, exit_code::nondeterminism}), exit_code::nondeterminism);
    EXPECT_EQ(worst({exit_code::nondeterminism, exit_code::our_bug}), exit_code::our_bug);
    EXPECT_EQ(worst({exit_code::as_expected, exit_code::inconclusive}), exit_code::inconclusive);
}

TEST(ExitCode, IsZeroWhereNothingApplies)
{
    EXPECT_EQ(worst({exit_code::as_expected}), exit_code::as_expected);
    EXPECT_EQ(static_cast<int>(worst({})), 0);
}

TEST(ExitCode, HasTheNumbersThatScriptsCompare)
{
    EXPECT_EQ(static_cast<int>(exit_code::unexpected), 1);
    EXPECT_EQ(static_cast<int>(exit_code::bad_command_line), 2);
    EXPECT_EQ(static_cast<int>(exit_code::invalid_scenario), 3);
    EXPECT_EQ(static_cast<int>(exit_code::inconclusive), 4);
    EXPECT_EQ(static_cast<int>(exit_code::nothing_selected), 5);
    EXPECT_EQ(static_cast<int>(exit_code::nondeterminism), 6);
    EXPECT_EQ(static_cast<int>(exit_code::broken_contract), 7);
    EXPECT_EQ(static_cast<int>(exit_code::our_bug), 70);
    EXPECT_EQ(static_cast<int>(exit_code::interrupted), 130);
}

}  // namespace
}  // namespace syncsim::cli
