#include "protocol/ordering.hpp"

#include <gtest/gtest.h>

namespace syncsim::protocol {
namespace {

using namespace std::chrono_literals;

constexpr duration second = 1s;

variant stamped_by(answer::stamp by)
{
    auto made = hardened();
    made.stamp = by;
    return made;
}

server_time server_at(duration since_1970)
{
    return server_time{since_1970};
}

TEST(Stamp, IsTheDevicesTimeUnderItsClock)
{
    record written;
    written.updated = device_time{7 * second};
    written.order = stamp::by_sequence(1);

    const auto clock = stamped_by(answer::stamp::client_clock);

    EXPECT_EQ(
        stamp_in_commit(clock, written, {.arrived = {}, .now = {}, .place = 9}),
        stamp::by_client_clock(written.updated));
    EXPECT_EQ(stamp_of(clock, written), stamp::by_client_clock(written.updated));
    EXPECT_FALSE(server_stamps(clock));
}

TEST(Stamp, IsTheServersTimeOfArrivalOrOfCommitRoundedDown)
{
    const commit_facts facts{.arrived = server_at(1'700ms), .now = server_at(3'900ms)};
    const auto arrival = stamped_by(answer::stamp::server_clock_at_arrival);
    const auto commit = stamped_by(answer::stamp::server_clock_in_commit);

    EXPECT_EQ(stamp_in_commit(arrival, {}, facts), stamp::by_server_clock(server_at(1s)));
    EXPECT_EQ(stamp_on_arrival(arrival, facts.arrived), stamp::by_server_clock(server_at(1s)));
    EXPECT_EQ(stamp_in_commit(commit, {}, facts), stamp::by_server_clock(server_at(3s)));
    EXPECT_FALSE(stamp_on_arrival(commit, facts.arrived));
}

TEST(Stamp, IsAsFineAsTheVariantReadsClocks)
{
    auto fine = stamped_by(answer::stamp::server_clock_in_commit);
    const commit_facts facts{.arrived = {}, .now = server_at(1'234'567us)};

    fine.stamp_resolution = answer::stamp_resolution::milliseconds;
    EXPECT_EQ(stamp_in_commit(fine, {}, facts).ticks(), 1'234'000);
    fine.stamp_resolution = answer::stamp_resolution::microseconds;
    EXPECT_EQ(stamp_in_commit(fine, {}, facts).ticks(), 1'234'567);
}

// A place of the hybrid clock is a time, and is never below the clock.
TEST(Stamp, IsAPlaceThatIsATimeUnderTheHybridClock)
{
    const auto hybrid = stamped_by(answer::stamp::hybrid_logical_clock);

    EXPECT_TRUE(draws_a_place(hybrid));
    EXPECT_EQ(lowest_place(hybrid, server_at(2'500ms)), 2'000'000);
    EXPECT_EQ(lowest_place(hardened(), server_at(2'500ms)), 1);
    EXPECT_EQ(
        stamp_in_commit(hybrid, {}, {.arrived = {}, .now = {}, .place = 2'000'001}),
        stamp::by_server_clock(server_at(2'000'001us)));
    EXPECT_EQ(stamp_of_ticks(hardened(), 5), stamp::by_sequence(5));
}

}  // namespace
}  // namespace syncsim::protocol
