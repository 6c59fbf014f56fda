#include "protocol/support/hash.hpp"

#include <gtest/gtest.h>

#include <string>

namespace syncsim::support {
namespace {

// The values for nothing that XXH3's specification gives, so that another hash shows.
TEST(Hash, IsXxh3)
{
    EXPECT_EQ(hash_of(""), 0x2d06'8005'38d3'94c2U);
    EXPECT_EQ(hasher{}.finish(), 0x2d06'8005'38d3'94c2U);
    EXPECT_EQ(
        hasher{}.finish128(), (uuid{.high = 0x99aa'06d3'0147'98d8, .low = 0x6001'c324'468d'497f}));
}

TEST(Hash, FencesTextsOff)
{
    const auto early = hasher{}.add("a").add("bc").finish128();
    const auto late = hasher{}.add("ab").add("c").finish128();

    EXPECT_NE(early, late);
}

TEST(Hash, TellsNothingFromAnEmptyText)
{
    EXPECT_NE(hasher{}.add("").finish(), hasher{}.finish());
}

TEST(Hash, TellsTheOrderOfNumbers)
{
    EXPECT_NE(
        hasher{}.add(std::uint64_t{1}).add(std::uint64_t{2}).finish(),
        hasher{}.add(std::uint64_t{2}).add(std::uint64_t{1}).finish());
}

TEST(Hash, HashesIntegersAsEightBytes)
{
    const auto number = hasher{}.add(std::uint64_t{8}).add(std::uint64_t{0x0102'0304'0506'0708});
    const auto text = hasher{}.add("\x08\x07\x06\x05\x04\x03\x02\x01");

    EXPECT_EQ(number.finish(), text.finish());
}

// Longer than what XXH3 buffers, so that its state is used as a stream.
TEST(Hash, GoesOnAfterItHasBeenRead)
{
    const std::string long_text(10'000, 'x');
    hasher read_between;
    read_between.add(long_text).finish();
    read_between.add(long_text);

    EXPECT_EQ(read_between.finish(), hasher{}.add(long_text).add(long_text).finish());
}

}  // namespace
}  // namespace syncsim::support
