#include "protocol/support/short_text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

namespace syncsim::support {
namespace {

using namespace std::string_view_literals;

TEST(ShortText, BeginsEmpty)
{
    EXPECT_TRUE(short_text{}.empty());
    EXPECT_EQ(short_text{}.view(), "");
}

TEST(ShortText, KeepsItsText)
{
    const short_text text("phone");

    EXPECT_EQ(text.view(), "phone");
    EXPECT_EQ(text.str(), "phone");
    EXPECT_FALSE(text.empty());
}

TEST(ShortText, KeepsATextOfItsWholeCapacity)
{
    const std::string longest(short_text::capacity, 'x');

    EXPECT_EQ(short_text(longest).view(), longest);
}

TEST(ShortText, KeepsBytesThatAreNoLetters)
{
    EXPECT_EQ(short_text("a\0b\xFF"sv).view(), "a\0b\xFF"sv);
}

TEST(ShortText, HoldsAUuidInText)
{
    EXPECT_GE(short_text::capacity, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"sv.size());
}

TEST(ShortText, IsCopiedWithoutAllocating)
{
    EXPECT_TRUE(std::is_trivially_copyable_v<short_text>);
}

TEST(ShortText, DiffersFromItsBeginning)
{
    EXPECT_NE(short_text("a"), short_text("ab"));
    EXPECT_NE(short_text("a"), short_text("a\0"sv));
    EXPECT_EQ(short_text("ab"), short_text("ab"));
}

TEST(ShortText, IsOrderedAsBytesWithoutSigns)
{
    EXPECT_LT(short_text("a"), short_text("ab"));
    EXPECT_LT(short_text("ab"), short_text("b"));
    EXPECT_LT(short_text("z"), short_text("\xC3\xA4"));
}

TEST(ShortTextDeathTest, TakesNothingLongerThanItsCapacity)
{
    const std::string too_long(short_text::capacity + 1, 'x');

    EXPECT_DEATH(short_text{too_long}, "an id fits its limit");
}

}  // namespace
}  // namespace syncsim::support
