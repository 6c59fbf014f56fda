#include "sim/file/duration_text.hpp"

#include <gtest/gtest.h>

#include <boost/system/errc.hpp>
#include <limits>

namespace syncsim::sim {
namespace {

using namespace std::chrono_literals;
using protocol::duration;
namespace errc = boost::system::errc;

TEST(DurationText, ReadsEachUnit)
{
    EXPECT_EQ(parse_duration("7us").value(), 7us);
    EXPECT_EQ(parse_duration("250ms").value(), 250ms);
    EXPECT_EQ(parse_duration("3s").value(), 3s);
    EXPECT_EQ(parse_duration("10m").value(), 10min);
    EXPECT_EQ(parse_duration("5h").value(), 5h);
    EXPECT_EQ(parse_duration("2d").value(), 48h);
}

TEST(DurationText, AddsUpItsParts)
{
    EXPECT_EQ(parse_duration("1m30s").value(), 90s);
    EXPECT_EQ(parse_duration("1s1s").value(), 2s);
    EXPECT_EQ(parse_duration("1d1h1m1s1ms1us").value(), 25h + 61s + 1001us);
}

TEST(DurationText, TakesASign)
{
    EXPECT_EQ(parse_duration("-1m30s").value(), -90s);
    EXPECT_EQ(parse_duration("+5s").value(), 5s);
    EXPECT_EQ(parse_duration("-0s").value(), 0s);
}

TEST(DurationText, RefusesEveryOtherForm)
{
    for (const auto* text :
         {"",
          "-",
          "+",
          "5",
          "s",
          "5 s",
          " 5s",
          "5s ",
          "5S",
          "5sec",
          "1.5s",
          "1m-30s",
          "--5s",
          "5sm",
          "0x5s",
          "5mss",
          "+-1s",
          "1m30"}) {
        SCOPED_TRACE(text);
        EXPECT_EQ(parse_duration(text).error(), errc::invalid_argument);
    }
}

TEST(DurationText, RefusesWhatDoesNotFit)
{
    EXPECT_EQ(parse_duration("9223372036854775807us").value(), duration::max());
    for (const auto* text :
         {"9223372036854775808us",
          "99999999999999999999us",
          "106751992d",
          "9223372036854775807us1us",
          "-9223372036854775807us2us",
          "9999999999999999999999s1s"}) {
        SCOPED_TRACE(text);
        EXPECT_EQ(parse_duration(text).error(), errc::result_out_of_range);
    }
}

TEST(DurationText, SaysThatAWrongFormDoesNotFitOnlyIfItIsADuration)
{
    EXPECT_EQ(parse_duration("99999999999999999999us5").error(), errc::invalid_argument);
}

TEST(DurationText, WritesTheLargestUnitsFirst)
{
    EXPECT_EQ(to_text(duration{0}), "0s");
    EXPECT_EQ(to_text(90s), "1m30s");
    EXPECT_EQ(to_text(-90s), "-1m30s");
    EXPECT_EQ(to_text(25h + 61s + 1001us), "1d1h1m1s1ms1us");
    EXPECT_EQ(to_text(1us), "1us");
    EXPECT_EQ(to_text(24h), "1d");
}

TEST(DurationText, ReadsBackWhatItWrites)
{
    for (const auto length :
         {duration::min(),
          duration::max(),
          duration{-1},
          duration{999'999},
          duration{123'456'789}}) {
        EXPECT_EQ(parse_duration(to_text(length)).value(), length);
    }
}

}  // namespace
}  // namespace syncsim::sim
