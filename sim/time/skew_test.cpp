#include "sim/time/skew.hpp"

#include <gtest/gtest.h>

namespace syncsim::sim {
namespace {

using namespace std::chrono_literals;

constexpr duration start = 1000s;

TEST(Skew, ARightClockShowsStartPlusElapsed)
{
    const skew clock{start, {}};

    EXPECT_EQ(clock.read(sim_time{5ms}), start + 5ms);
}

TEST(Skew, AnOffsetIsThereFromTheStart)
{
    const skew clock{start, {.offset = -2min}};

    EXPECT_EQ(clock.read(sim_time{}), start - 2min);
}

TEST(Skew, DriftGrowsWithElapsedTime)
{
    const skew clock{start, {.drift_ppm = 50}};

    EXPECT_EQ(clock.error(sim_time{1000s}), 50ms);
    EXPECT_EQ(clock.error(sim_time{24h}), 4320ms);
}

TEST(Skew, DriftOverACenturyDoesNotOverflow)
{
    const skew clock{start, {.drift_ppm = 1'000'000}};

    EXPECT_EQ(clock.error(sim_time{876'000h}), duration{876'000h});
}

TEST(Skew, AJumpAddsToWhatIsThere)
{
    skew clock{start, {.offset = 1s}};

    clock.jump(-3s);

    EXPECT_EQ(clock.error(sim_time{}), -2s);
}

TEST(Skew, ANewDriftKeepsTheErrorSoFar)
{
    skew clock{start, {.drift_ppm = 1000}};

    clock.set_drift(sim_time{10s}, -1000);

    EXPECT_EQ(clock.error(sim_time{10s}), 10ms);
    EXPECT_EQ(clock.error(sim_time{20s}), duration{0});
}

TEST(Skew, ACoarseClockRoundsTowardsThePast)
{
    const skew clock{start, {.offset = -1ms, .resolution = 1s}};

    EXPECT_EQ(clock.read(sim_time{}), start - 1s);
    EXPECT_EQ(clock.read(sim_time{1ms}), start);
}

}  // namespace
}  // namespace syncsim::sim
