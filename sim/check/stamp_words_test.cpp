#include "sim/check/stamp_words.hpp"

#include <gtest/gtest.h>

namespace syncsim::sim {
namespace {

TEST(StampWords, SayTheTimeOfAClockAndThePlaceInASequence)
{
    const auto second = protocol::device_time{std::chrono::seconds{1225082461}};

    EXPECT_EQ(in_words(protocol::stamp::by_client_clock(second)), "2008-10-27 04:41:01");
    EXPECT_EQ(in_words(protocol::stamp::by_sequence(3)), "place 3");
}

TEST(StampWords, CallTheStandOfWhoeverHasReadNothingTheBeginning)
{
    std::optional<protocol::cursor> at;
    EXPECT_EQ(in_words(at), "the beginning");

    at = protocol::cursor{.at = protocol::stamp::by_sequence(3), .key = {}};
    EXPECT_EQ(in_words(at), "place 3");
}

}  // namespace
}  // namespace syncsim::sim
