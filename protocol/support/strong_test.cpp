#include "protocol/support/strong.hpp"

#include <gtest/gtest.h>

#include <concepts>
#include <string>
#include <type_traits>

namespace syncsim::support {
namespace {

using apples = strong<struct apples_tag, int>;
using pears = strong<struct pears_tag, int>;
using label = strong<struct label_tag, std::string>;

template <class A, class B>
concept comparable = requires(const A& a, const B& b) { a == b; };

template <class A, class B>
concept ordered = requires(const A& a, const B& b) { a < b; };

template <class A, class B>
concept addable = requires(const A& a, const B& b) { a + b; };

template <class A, class B>
concept assignable = requires(A& a, const B& b) { a = b; };

TEST(Strong, DoesNotCompareWithAnotherKind)
{
    EXPECT_FALSE((comparable<apples, pears>));
    EXPECT_FALSE((ordered<apples, pears>));
    EXPECT_TRUE((comparable<apples, apples>));
    EXPECT_TRUE((ordered<apples, apples>));
}

TEST(Strong, DoesNotCompareWithItsRepresentation)
{
    EXPECT_FALSE((comparable<apples, int>));
    EXPECT_FALSE((ordered<int, apples>));
}

TEST(Strong, IsNotMadeFromAnotherKind)
{
    EXPECT_FALSE((std::is_constructible_v<apples, pears>));
    EXPECT_FALSE((assignable<apples, pears>));
    EXPECT_TRUE((assignable<apples, apples>));
}

TEST(Strong, IsMadeFromItsRepresentationOnlyWhenToldSo)
{
    EXPECT_TRUE((std::is_constructible_v<apples, int>));
    EXPECT_FALSE((std::convertible_to<int, apples>));
    EXPECT_FALSE((assignable<apples, int>));
}

TEST(Strong, DoesNotTurnIntoItsRepresentation)
{
    EXPECT_FALSE((std::is_constructible_v<int, apples>));
    EXPECT_FALSE((assignable<int, apples>));
}

TEST(Strong, HasNoArithmetic)
{
    EXPECT_FALSE((addable<apples, apples>));
    EXPECT_FALSE((addable<apples, int>));
}

TEST(Strong, DoesNotLetItsValueBeChanged)
{
    EXPECT_TRUE((std::same_as<decltype(std::declval<apples&>().value()), const int&>));
}

TEST(Strong, BeginsAsTheRepresentationDoes)
{
    EXPECT_EQ(apples{}.value(), 0);
    EXPECT_EQ(label{}.value(), "");
}

TEST(Strong, KeepsTheValueItWasGiven)
{
    EXPECT_EQ(label{"Cox"}.value(), "Cox");
}

TEST(Strong, IsOrderedAsItsValues)
{
    EXPECT_LT(apples{-1}, apples{1});
    EXPECT_EQ(apples{1}, apples{1});
    EXPECT_LT(label{"a"}, label{"b"});
}

}  // namespace
}  // namespace syncsim::support
