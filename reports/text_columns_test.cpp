#include "reports/text_columns.hpp"

#include <gtest/gtest.h>

namespace syncsim::reports {
namespace {

using texts = std::vector<std::string>;

TEST(TextColumns, CountsCharactersAndNotBytes)
{
    EXPECT_EQ(columns_of("milk"), 4U);
    EXPECT_EQ(columns_of("push ──▶ ✗"), 10U);
    EXPECT_EQ(columns_of("Käse"), 4U);
}

TEST(TextColumns, CountsWideAndCombiningCharactersAsTheyAreShown)
{
    EXPECT_EQ(columns_of("牛乳"), 4U);
    EXPECT_EQ(columns_of("🥛"), 2U);
    EXPECT_EQ(columns_of("e\u0301"), 1U);
}

TEST(TextColumns, CountsAByteThatIsNotUtf8AsOne)
{
    EXPECT_EQ(columns_of("a\xFF\xC3"), 3U);
}

TEST(TextColumns, PadsByColumns)
{
    EXPECT_EQ(padded("Käse", 6), "Käse  ");
    EXPECT_EQ(padded("butter", 3), "butter");
}

TEST(TextColumns, BreaksAtBlanks)
{
    EXPECT_EQ(wrapped("the server stored it", 10), (texts{"the server", "stored it"}));
}

TEST(TextColumns, BreaksAWordThatIsLongerThanALine)
{
    EXPECT_EQ(wrapped("a milkmilk b", 4), (texts{"a", "milk", "milk", "b"}));
}

TEST(TextColumns, NeverBreaksInsideACharacter)
{
    EXPECT_EQ(wrapped("牛乳牛乳", 5), (texts{"牛乳", "牛乳"}));
    EXPECT_EQ(wrapped("äöü", 2), (texts{"äö", "ü"}));
}

TEST(TextColumns, WrapsNothingToOneEmptyLine)
{
    EXPECT_EQ(wrapped("", 10), texts{""});
}

TEST(TextColumns, TakesControlCharactersOutOfNames)
{
    EXPECT_EQ(printable("mi\nlk\x1b[2J"), "mi lk [2J");
    EXPECT_EQ(printable("\u0085"), " ");
}

TEST(TextColumns, ReplacesWhatIsNotUtf8)
{
    EXPECT_EQ(printable("mi\xFFlk"), "mi\uFFFDlk");
}

}  // namespace
}  // namespace syncsim::reports
