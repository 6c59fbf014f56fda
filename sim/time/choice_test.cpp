#include "sim/time/choice.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <set>

namespace syncsim::sim {
namespace {

using namespace std::chrono_literals;

constexpr chance of_seed_7{7};
constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();

choice_key push_of_phone()
{
    return choice_key{} / "phone" / 2 / "push" / 1;
}

// These values are the meaning of every seed that anyone has written down. If they change, each
// scenario, transcript and repro file means another run.
TEST(Choice, GivesTheValuesThatSeedsHaveAlwaysMeant)
{
    EXPECT_EQ(push_of_phone().value, 7'941'247'169'564'464'947U);
    EXPECT_EQ(of_seed_7.bits(site::latency, choice_key{}), 11'527'375'638'585'217'248U);
    EXPECT_EQ(of_seed_7.bits(site::loss, push_of_phone()), 17'816'111'824'603'682'077U);
    EXPECT_EQ(of_seed_7.up_to(999, site::jitter, push_of_phone()), 681U);
    EXPECT_EQ(chance{0}.bits(site::tie, choice_key{1}), 17'115'058'606'413'261'737U);
}

TEST(Choice, NumbersOfSitesDoNotChange)
{
    EXPECT_EQ(static_cast<int>(site::latency), 1);
    EXPECT_EQ(static_cast<int>(site::loss), 2);
    EXPECT_EQ(static_cast<int>(site::duplicate), 3);
    EXPECT_EQ(static_cast<int>(site::tie), 4);
    EXPECT_EQ(static_cast<int>(site::uuid), 5);
    EXPECT_EQ(static_cast<int>(site::jitter), 6);
    EXPECT_EQ(static_cast<int>(site::sqlite), 7);
    EXPECT_EQ(static_cast<int>(site::run_seed), 8);
}

TEST(Choice, KeepsTheOrderOfAKeysParts)
{
    EXPECT_NE((choice_key{} / "a" / "b").value, (choice_key{} / "b" / "a").value);
    EXPECT_NE((choice_key{} / 1 / 2).value, (choice_key{} / 2 / 1).value);
    EXPECT_NE((choice_key{} / "a" / 1).value, (choice_key{} / 1 / "a").value);
}

TEST(Choice, FencesAKeysPartsOff)
{
    EXPECT_NE((choice_key{} / "ab" / "c").value, (choice_key{} / "a" / "bc").value);
    EXPECT_NE((choice_key{} / "a").value, (choice_key{} / "a" / "").value);
    EXPECT_NE((choice_key{} / "1").value, (choice_key{} / 1).value);
}

// A hash of 64 bits meets itself among a hundred thousand keys once in 3.7 thousand million tries.
TEST(Choice, GivesEachOfManyKeysItsOwnValue)
{
    std::set<std::uint64_t> values;
    for (std::uint64_t sync = 0; sync < 100; ++sync) {
        for (std::uint64_t call = 0; call < 1000; ++call) {
            values.insert((choice_key{} / "phone" / sync / "push" / call).value);
        }
    }

    EXPECT_EQ(values.size(), 100'000U);
}

TEST(Choice, DependsOnSeedAndSiteAndKey)
{
    const auto bits = of_seed_7.bits(site::latency, choice_key{1});

    EXPECT_NE(bits, chance{8}.bits(site::latency, choice_key{1}));
    EXPECT_NE(bits, of_seed_7.bits(site::loss, choice_key{1}));
    EXPECT_NE(bits, of_seed_7.bits(site::latency, choice_key{2}));
}

TEST(Choice, UpToTheLargestNumberIsAllBits)
{
    EXPECT_EQ(
        of_seed_7.up_to(largest, site::jitter, push_of_phone()),
        of_seed_7.bits(site::jitter, push_of_phone()));
}

// The upper bits of the draw decide: half of the range is one bit.
TEST(Choice, UpToTakesTheUpperBits)
{
    for (std::uint64_t i = 0; i < 100; ++i) {
        const auto bits = of_seed_7.bits(site::jitter, choice_key{i});
        EXPECT_EQ(of_seed_7.up_to(1, site::jitter, choice_key{i}), bits >> 63U);
        EXPECT_EQ(of_seed_7.up_to(0xFFFF'FFFF, site::jitter, choice_key{i}), bits >> 32U);
        EXPECT_EQ(of_seed_7.up_to(largest / 2, site::jitter, choice_key{i}), bits >> 1U);
    }
}

TEST(Choice, DrawsADurationAsItsMicroseconds)
{
    EXPECT_EQ(
        of_seed_7.up_to(1ms, site::jitter, push_of_phone()).count(),
        static_cast<std::int64_t>(of_seed_7.up_to(1000, site::jitter, push_of_phone())));
    EXPECT_EQ(of_seed_7.up_to(0us, site::jitter, push_of_phone()), 0us);
}

TEST(ChoiceDeathTest, RefusesANegativeDuration)
{
    EXPECT_DEATH((void)of_seed_7.up_to(-1us, site::jitter, choice_key{}), "a duration is drawn");
}

TEST(ChoiceDeathTest, RefusesAProbabilityWithoutDenominator)
{
    EXPECT_DEATH((void)of_seed_7.happens({0, 0}, site::loss, choice_key{}), "a denominator");
}

}  // namespace
}  // namespace syncsim::sim
