#include "protocol/support/nearest_name.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace syncsim::support {
namespace {

constexpr std::array<std::string_view, 4> known{"key", "updated", "created", "local_id"};

TEST(NearestName, TakesEachKindOfMistake)
{
    EXPECT_EQ(nearest_name("loca_id", known), "local_id");
    EXPECT_EQ(nearest_name("locall_id", known), "local_id");
    EXPECT_EQ(nearest_name("local-id", known), "local_id");
    EXPECT_EQ(nearest_name("lcoal_id", known), "local_id");
}

TEST(NearestName, CountsOneMistakeForThreeLetters)
{
    EXPECT_EQ(nearest_name("kez", known), "key");
    EXPECT_EQ(nearest_name("koz", known), "");
    EXPECT_EQ(nearest_name("updaetid", known), "updated");
    EXPECT_EQ(nearest_name("upxyzed", known), "");
}

TEST(NearestName, PrefersTheNearer)
{
    EXPECT_EQ(nearest_name("crated", known), "created");
    EXPECT_EQ(nearest_name("udated", known), "updated");
}

TEST(NearestName, TakesTheFirstOfEquallyNearNames)
{
    constexpr std::array<std::string_view, 2> alike{"bat", "cat"};

    EXPECT_EQ(nearest_name("rat", alike), "bat");
}

TEST(NearestName, PutsUpWithAnythingWritten)
{
    EXPECT_EQ(nearest_name("", known), "");
    EXPECT_EQ(nearest_name(std::string(1'000'000, 'k'), known), "");
    EXPECT_EQ(nearest_name("key", {}), "");
}

TEST(NearestName, SuggestsInAMessage)
{
    EXPECT_EQ(suggestion("kye", known), "; did you mean \"key\"?");
    EXPECT_EQ(suggestion("unlike", known), "");
}

}  // namespace
}  // namespace syncsim::support
