#include "reports/clock_words.hpp"

#include <gtest/gtest.h>

namespace syncsim::reports {
namespace {

using namespace std::chrono_literals;

/// 2008-10-27 04:41:01 UTC.
constexpr protocol::duration day = 1225082461s;

TEST(ClockWords, TellTrueTimeToTheMillisecond)
{
    EXPECT_EQ(true_time(sim::sim_time{0s}), "0.000s");
    EXPECT_EQ(true_time(sim::sim_time{35'040'999us}), "35.040s");
    EXPECT_EQ(true_time(sim::sim_time{62500ms}), "1m02.500s");
    EXPECT_EQ(true_time(sim::sim_time{2h + 1s}), "2h00m01.000s");
}

TEST(ClockWords, LeaveTheDateOutOnlyOnTheSameDay)
{
    EXPECT_EQ(clock_reading(day, day), "04:41:01");
    EXPECT_EQ(clock_reading(day + 500ms, day), "04:41:01.5");
    EXPECT_EQ(clock_reading(day - 24h, day), "2008-10-26 04:41:01");
}

TEST(ClockWords, TellAReadingFromAPlace)
{
    const protocol::server_time reading{day};

    EXPECT_EQ(stamp_words(protocol::stamp::by_server_clock(reading), day), "04:41:01");
    EXPECT_EQ(stamp_words(protocol::stamp::by_sequence(3), day), "#3");
}

TEST(ClockWords, GiveAnErrorItsSign)
{
    EXPECT_EQ(clock_error(0s), "+0s");
    EXPECT_EQ(clock_error(-2min), "-2m");
    EXPECT_EQ(clock_error(1500ms), "+1s500ms");
}

TEST(ClockWords, HideALittleDriftBehindALargeError)
{
    EXPECT_EQ(clock_error(-2h - 2807us), "-2h");
    EXPECT_EQ(clock_error(807us), "+807us");
}

}  // namespace
}  // namespace syncsim::reports
