#include "sim/body.hpp"

#include <gtest/gtest.h>

namespace syncsim::sim {
namespace {

TEST(Body, MembersAreReadAsCompactText)
{
    const auto members = fields_of(R"({"text": "buy milk", "tags": [1, 2]})");

    EXPECT_EQ(members.at(R"("text")"), R"("buy milk")");
    EXPECT_EQ(members.at(R"("tags")"), "[1,2]");
}

TEST(Body, AChangeIsSetOverWhatIsThere)
{
    const auto both = merged(fields_of(R"({"a":1,"b":2})"), fields_of(R"({"b":3})"));

    EXPECT_EQ(both, fields_of(R"({"a":1,"b":3})"));
}

TEST(Body, TheTokenComesBackOutOfTheValue)
{
    const auto text = value_text(fields_of(R"({"text":"x"})"), 42);

    EXPECT_EQ(text, R"({"text":"x","~":42})");
    EXPECT_EQ(token_of(text), 42U);
}

TEST(Body, AnEmptyBodyStillHasAToken)
{
    EXPECT_EQ(token_of(value_text({}, 7)), 7U);
}

TEST(Body, AValueThatNoUserWroteHasNoToken)
{
    EXPECT_EQ(token_of("null"), std::nullopt);
    EXPECT_EQ(token_of(R"({"text":"x"})"), std::nullopt);
    EXPECT_EQ(token_of(R"({"~":1x})"), std::nullopt);
    EXPECT_EQ(token_of(R"({"~":})"), std::nullopt);
}

}  // namespace
}  // namespace syncsim::sim
