#include "reports/markdown_text.hpp"

#include <gtest/gtest.h>

namespace syncsim::reports {
namespace {

TEST(MarkdownText, EscapesWhatWouldBeMarkup)
{
    EXPECT_EQ(markdown_text("a*b `c` <d> [e] f|g \\h"), R"(a\*b \`c\` \<d> \[e\] f\|g \\h)");
}

TEST(MarkdownText, StaysOnItsLine)
{
    EXPECT_EQ(markdown_text("one\ntwo\x1b[0m"), R"(one two \[0m)");
}

TEST(MarkdownText, LeavesNamesReadable)
{
    EXPECT_EQ(
        markdown_text("local_id of milk@12: \"oat milk\""), "local_id of milk@12: \"oat milk\"");
}

}  // namespace
}  // namespace syncsim::reports
