#include "scenarios/cli/list.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <string>

#include "protocol/error.hpp"
#include "protocol/json_text.hpp"
#include "protocol/variant.hpp"
#include "sim/fault/anchor.hpp"
#include "sim/mark.hpp"

namespace syncsim::cli {
namespace {

using subject = list_options::subject;

std::string listed(subject what, report_format format = {}, std::size_t width = 0)
{
    std::ostringstream text;
    const list_options asked{.what = what, .paths = {}, .format = format, .output = {}};
    list_names(asked, {text, text, text, false, width});
    return text.str();
}

std::size_t lines_of(const std::string& text)
{
    return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

TEST(List, HasALineForEveryName)
{
    EXPECT_EQ(lines_of(listed(subject::anchors)), sim::all_anchors().size());
    EXPECT_EQ(lines_of(listed(subject::faults)), sim::all_faults().size());
    EXPECT_EQ(lines_of(listed(subject::invariants)), sim::all_invariants().size());
    EXPECT_EQ(lines_of(listed(subject::marks)), sim::all_marks().size());
    EXPECT_EQ(lines_of(listed(subject::variants)), protocol::presets().size());
    EXPECT_EQ(lines_of(listed(subject::questions)), protocol::questions().size());
    EXPECT_EQ(lines_of(listed(subject::errors)), protocol::all_errors().size());
}

TEST(List, SaysInFewWordsWhereAFaultCanHang)
{
    const auto text = listed(subject::faults);
    EXPECT_NE(text.find("the message never arrives; at *.request *.response\n"), std::string::npos);
    EXPECT_NE(text.find("at every anchor; takes by node\n"), std::string::npos);
    EXPECT_NE(text.find("at *.request *.response local.* apply.*; takes"), std::string::npos);
}

TEST(List, SaysWhichAnswersAreNotYetBuilt)
{
    EXPECT_NE(listed(subject::questions).find("(not yet built)"), std::string::npos);
}

TEST(List, FitsANarrowTerminal)
{
    std::istringstream lines(listed(subject::faults, report_format::text, 60));
    for (std::string each; std::getline(lines, each);) EXPECT_LE(each.size(), 60u) << each;
}

constexpr std::array of_the_code{
    subject::anchors,
    subject::faults,
    subject::invariants,
    subject::marks,
    subject::variants,
    subject::questions,
    subject::errors};

TEST(List, IsATableForAPage)
{
    for (const auto what : of_the_code) {
        const auto table = listed(what, report_format::markdown);
        EXPECT_TRUE(table.starts_with("| name | meaning |\n| --- | --- |\n| `")) << table;
        EXPECT_EQ(lines_of(table), lines_of(listed(what)) + 2);
    }
}

TEST(List, IsJsonForTools)
{
    for (const auto what : of_the_code) {
        const auto parsed = protocol::json::parse(listed(what, report_format::json));
        ASSERT_TRUE(parsed);
        ASSERT_NE(parsed->elements(), nullptr);
        EXPECT_EQ(parsed->elements()->size(), lines_of(listed(what)));
        EXPECT_NE(parsed->elements()->front().find("name"), nullptr);
    }
}

}  // namespace
}  // namespace syncsim::cli
