#include "scenarios/cli/console.hpp"

#include <gtest/gtest.h>

#include <iostream>

namespace syncsim::cli {
namespace {

using coloring = output_options::coloring;

constexpr terminal a_terminal{.is_one = true, .width = 90};
constexpr terminal a_file{};

TEST(Console, HasColoursOnATerminal)
{
    EXPECT_TRUE(wants_color(coloring::automatic, a_terminal, {{"TERM", "xterm"}}));
    EXPECT_FALSE(wants_color(coloring::automatic, a_file, {}));
}

TEST(Console, HasNoColoursWhereTheyAreNotWanted)
{
    EXPECT_FALSE(wants_color(coloring::automatic, a_terminal, {{"NO_COLOR", "1"}}));
    EXPECT_FALSE(wants_color(coloring::automatic, a_terminal, {{"TERM", "dumb"}}));
    EXPECT_TRUE(wants_color(coloring::automatic, a_terminal, {{"NO_COLOR", ""}}));
}

TEST(Console, DoesWithColoursAsItIsTold)
{
    EXPECT_TRUE(wants_color(coloring::always, a_file, {{"NO_COLOR", "1"}}));
    EXPECT_FALSE(wants_color(coloring::never, a_terminal, {}));
}

TEST(Console, IsAsWideAsColumnsSaysElseAsTheTerminal)
{
    EXPECT_EQ(width_for(a_terminal, {{"COLUMNS", "72"}}), 72u);
    EXPECT_EQ(width_for(a_terminal, {{"COLUMNS", "wide"}}), 90u);
    EXPECT_EQ(width_for(a_terminal, {{"COLUMNS", "0"}}), 90u);
    EXPECT_EQ(width_for(a_file, {}), 0u);
    EXPECT_EQ(width_for(a_file, {{"COLUMNS", "3"}}), 20u);
}

TEST(Console, SetsStoriesForSomeWidthInAnyCase)
{
    const auto width_at = [](std::size_t width) {
        return console{std::cout, std::cerr, std::cout, false, width}.story_width();
    };
    EXPECT_EQ(width_at(0), 100u);
    EXPECT_EQ(width_at(20), 60u);
    EXPECT_EQ(width_at(140), 140u);
}

TEST(Console, PaintsOnlyWhereThereAreColours)
{
    EXPECT_EQ(painted({std::cout, std::cerr, std::cout, false, 0}, paint::bad, "x"), "x");
    EXPECT_EQ(
        painted({std::cout, std::cerr, std::cout, true, 0}, paint::bad, "x"), "\x1b[1;31mx\x1b[0m");
}

}  // namespace
}  // namespace syncsim::cli
