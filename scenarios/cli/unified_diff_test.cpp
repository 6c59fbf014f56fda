#include "scenarios/cli/unified_diff.hpp"

#include <gtest/gtest.h>

#include <string>

namespace syncsim::cli {
namespace {

std::string numbers(int first, int last)
{
    std::string text;
    for (int each = first; each <= last; ++each) text += std::to_string(each) + "\n";
    return text;
}

TEST(UnifiedDiff, IsEmptyWhereNothingChanges)
{
    EXPECT_EQ(unified_diff("a", "one\n", "one\n"), "");
}

TEST(UnifiedDiff, ShowsAChangeWithThreeLinesAround)
{
    EXPECT_EQ(
        unified_diff("f.txt", numbers(1, 20), numbers(1, 9) + "ten\n" + numbers(11, 20)),
        "--- f.txt\n+++ f.txt\n@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n");
}

TEST(UnifiedDiff, CountsLinesOfEitherSide)
{
    EXPECT_EQ(
        unified_diff("f", numbers(1, 4), "0\n" + numbers(1, 4)),
        "--- f\n+++ f\n@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n");
    EXPECT_EQ(unified_diff("f", "", "1\n"), "--- f\n+++ f\n@@ -0,0 +1 @@\n+1\n");
    EXPECT_EQ(unified_diff("f", "1\n2\n", ""), "--- f\n+++ f\n@@ -1,2 +0,0 @@\n-1\n-2\n");
}

// Six lines between two changes are the context of both; seven part them.
TEST(UnifiedDiff, PartsChangesThatAreFarFromEachOther)
{
    const auto changed = [](int first, int second) {
        auto text = numbers(1, first - 1) + "x\n" + numbers(first + 1, second - 1) + "y\n";
        return text + numbers(second + 1, 40);
    };
    const auto hunks = [](const std::string& text) {
        std::size_t count = 0;
        for (auto at = text.find("@@ -"); at != std::string::npos; at = text.find("@@ -", at + 1))
            ++count;
        return count;
    };

    EXPECT_EQ(hunks(unified_diff("f", numbers(1, 40), changed(10, 17))), 1u);
    EXPECT_EQ(hunks(unified_diff("f", numbers(1, 40), changed(10, 18))), 2u);
    EXPECT_NE(
        unified_diff("f", numbers(1, 40), changed(10, 30)).find("@@ -27,7 +27,7 @@\n"),
        std::string::npos);
}

TEST(UnifiedDiff, SaysWhereATextHasNoLastEnd)
{
    EXPECT_EQ(
        unified_diff("f", "a\nb", "a\nc\n"),
        "--- f\n+++ f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n");
}

}  // namespace
}  // namespace syncsim::cli
