#include "scenarios/cli/paragraph.hpp"

#include <gtest/gtest.h>

namespace syncsim::cli {
namespace {

TEST(Paragraph, CountsCodePointsAndNoColours)
{
    EXPECT_EQ(columns_of("✓ größe"), 7u);
    EXPECT_EQ(columns_of("\x1b[1;31mbad\x1b[0m"), 3u);
}

TEST(Paragraph, PadsByColumnsAndNotByBytes)
{
    EXPECT_EQ(padded("✓", 3), "✓  ");
    EXPECT_EQ(padded("longer", 3), "longer");
}

TEST(Paragraph, IsLeftAloneWhereItFits)
{
    EXPECT_EQ(paragraph("a line  of twenty", 17, 4), "a line  of twenty");
    EXPECT_EQ(paragraph("a line of any length", 0, 4), "a line of any length");
}

TEST(Paragraph, BreaksAtBlanksAndIndentsWhatFollows)
{
    EXPECT_EQ(paragraph("one two three four", 9, 2), "one two\n  three\n  four");
}

TEST(Paragraph, LetsALongWordStandAlone)
{
    EXPECT_EQ(paragraph("a extraordinarily b", 6, 2), "a\n  extraordinarily\n  b");
}

TEST(Paragraph, IsShortenedBetweenCharacters)
{
    EXPECT_EQ(shortened("three", 5), "three");
    EXPECT_EQ(shortened("äöüß", 3), "äö…");
    EXPECT_EQ(shortened("long", 1), "…");
    EXPECT_EQ(shortened("long", 0), "");
}

}  // namespace
}  // namespace syncsim::cli
