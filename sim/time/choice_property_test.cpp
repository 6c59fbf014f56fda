#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/time/choice.hpp"

namespace syncsim::sim {
namespace {

RC_GTEST_PROP(ChoiceProperty, StaysWithinItsBound, (std::uint64_t seed, std::uint64_t key))
{
    const auto most = *rc::gen::arbitrary<std::uint64_t>();

    RC_ASSERT(chance{seed}.up_to(most, site::latency, choice_key{key}) <= most);
}

RC_GTEST_PROP(ChoiceProperty, ReachesBothEndsOfASmallRange, (std::uint64_t seed))
{
    const auto most = *rc::gen::inRange<std::uint64_t>(1, 8);
    std::vector<int> times(most + 1);

    for (std::uint64_t key = 0; key < 400; ++key) {
        ++times[chance{seed}.up_to(most, site::latency, choice_key{key})];
    }

    RC_ASSERT(times.front() > 0);
    RC_ASSERT(times.back() > 0);
}

RC_GTEST_PROP(ChoiceProperty, NeverAndAlwaysAreExact, (std::uint64_t seed, std::uint64_t key))
{
    const auto denominator =
        *rc::gen::inRange<std::uint32_t>(1, std::numeric_limits<std::uint32_t>::max());

    RC_ASSERT(!chance{seed}.happens({0, denominator}, site::loss, choice_key{key}));
    RC_ASSERT(chance{seed}.happens({denominator, denominator}, site::loss, choice_key{key}));
}

// What is likely at some probability is likely at every greater one, so that a shrinker which
// lowers a probability takes events away and adds none.
RC_GTEST_PROP(ChoiceProperty, HappensMoreOftenTheMoreProbable, (std::uint64_t seed))
{
    const auto numerator = *rc::gen::inRange<std::uint32_t>(0, 20);

    for (std::uint64_t key = 0; key < 100; ++key) {
        const bool before = chance{seed}.happens({numerator, 20}, site::loss, choice_key{key});
        const bool after = chance{seed}.happens({numerator + 1, 20}, site::loss, choice_key{key});
        RC_ASSERT(!before || after);
    }
}

// 4000 draws of probability p have a standard deviation of at most 32; six of them are 192.
RC_GTEST_PROP(ChoiceProperty, HappensAboutAsOftenAsItsRatio, (std::uint64_t seed))
{
    const auto numerator = *rc::gen::inRange<std::uint32_t>(0, 21);
    int happened = 0;

    for (std::uint64_t key = 0; key < 4000; ++key) {
        const choice_key named = choice_key{} / "push" / key;
        if (chance{seed}.happens({numerator, 20}, site::loss, named)) ++happened;
    }

    const auto wanted = static_cast<int>(numerator) * 200;
    RC_ASSERT(happened > wanted - 192);
    RC_ASSERT(happened < wanted + 192);
}

RC_GTEST_PROP(ChoiceProperty, DoesNotMoveWhenOtherChoicesAreLeftOut, (std::uint64_t seed))
{
    const auto keys =
        *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::arbitrary<std::uint64_t>());
    const auto kept = *rc::gen::arbitrary<std::uint64_t>();
    const chance of_the_run{seed};
    const auto alone = of_the_run.bits(site::tie, choice_key{kept});

    for (const auto key : keys) (void)of_the_run.bits(site::tie, choice_key{key});

    RC_ASSERT(of_the_run.bits(site::tie, choice_key{kept}) == alone);
}

// Of two neighbouring keys, each bit is the same about half of the time: 64 bits of 250 pairs are
// 16 000 draws, whose standard deviation is 63.
RC_GTEST_PROP(ChoiceProperty, NeighbouringKeysHaveNothingInCommon, (std::uint64_t seed))
{
    const auto first = *rc::gen::arbitrary<std::uint64_t>();
    int equal_bits = 0;

    for (std::uint64_t i = 0; i < 250; ++i) {
        const auto one = chance{seed}.bits(site::uuid, choice_key{first + i});
        const auto other = chance{seed}.bits(site::uuid, choice_key{first + i + 1});
        equal_bits += std::popcount(~(one ^ other));
    }

    RC_ASSERT(equal_bits > 8000 - 500);
    RC_ASSERT(equal_bits < 8000 + 500);
}

}  // namespace
}  // namespace syncsim::sim
