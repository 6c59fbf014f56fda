#include "scenarios/cli/progress.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <thread>

namespace syncsim::cli {
namespace {

TEST(Progress, IsSilentWhereItIsNotWanted)
{
    std::ostringstream text;
    progress shown(text, progress::style::none, 0, 2);
    shown.at(1, "next");
    shown.clear();
    EXPECT_EQ(text.str(), "");
}

TEST(Progress, HasALineForEachTenth)
{
    std::ostringstream text;
    progress shown(text, progress::style::plain, 0, 20);
    for (std::size_t done = 0; done <= 5; ++done) shown.at(done, "next");
    EXPECT_EQ(text.str(), "2 of 20 runs\n4 of 20 runs\n");
}

TEST(Progress, TakesAwayTheLineThatChanges)
{
    std::ostringstream text;
    progress shown(text, progress::style::changing, 0, 20);
    shown.at(1, "too soon to show");
    EXPECT_EQ(text.str(), "");

    std::this_thread::sleep_for(std::chrono::milliseconds{110});
    shown.at(2, "lost [hardened]");
    EXPECT_EQ(text.str(), "2 of 20 runs  lost [hardened]");

    shown.clear();
    shown.clear();
    EXPECT_EQ(text.str(), "2 of 20 runs  lost [hardened]\r\x1b[K");
}

// A line that does not fit is broken by the terminal, and what takes it away takes half of it.
TEST(Progress, StaysOnOneLineOfTheTerminal)
{
    std::ostringstream text;
    progress shown(text, progress::style::changing, 20, 20);
    std::this_thread::sleep_for(std::chrono::milliseconds{110});

    shown.at(2, "lost [hardened]");

    EXPECT_EQ(text.str(), "2 of 20 runs  lost…");
}

}  // namespace
}  // namespace syncsim::cli
