#include "protocol/clocks.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace syncsim::protocol {
namespace {

using namespace std::chrono_literals;

/// The time of the post's own example.
constexpr duration the_post = 1225082461s;

template <class A, class B>
concept comparable = requires(A a, B b) { a < b; };

template <class A, class B>
concept subtractable = requires(A a, B b) { a - b; };

TEST(Clocks, DoNotCompareWithEachOther)
{
    EXPECT_FALSE((comparable<device_time, server_time>));
    EXPECT_TRUE((comparable<device_time, device_time>));
}

TEST(Clocks, HaveNoTimeBetweenTheirReadings)
{
    EXPECT_FALSE((subtractable<device_time, server_time>));
    EXPECT_TRUE((subtractable<server_time, server_time>));
}

TEST(Clocks, DoNotTakeEachOthersReadings)
{
    EXPECT_FALSE((std::is_constructible_v<device_time, server_time>));
    EXPECT_FALSE((std::is_constructible_v<server_time, device_time>));
}

TEST(WireTime, IsWrittenAsInThePost)
{
    EXPECT_EQ(to_wire_time(the_post), "2008-10-27 04:41:01");
}

TEST(WireTime, HasNoMoreOfAFractionThanThereIs)
{
    EXPECT_EQ(to_wire_time(the_post + 500ms), "2008-10-27 04:41:01.5");
    EXPECT_EQ(to_wire_time(the_post + 1us), "2008-10-27 04:41:01.000001");
    EXPECT_EQ(to_wire_time(the_post + 120us), "2008-10-27 04:41:01.00012");
    EXPECT_EQ(to_wire_time(the_post + 999'999us), "2008-10-27 04:41:01.999999");
}

TEST(WireTime, GoesBackBefore1970)
{
    EXPECT_EQ(to_wire_time(0s), "1970-01-01 00:00:00");
    EXPECT_EQ(to_wire_time(-1us), "1969-12-31 23:59:59.999999");
}

TEST(WireTime, KnowsLeapYears)
{
    EXPECT_EQ(to_wire_time(951'782'400s), "2000-02-29 00:00:00");
    EXPECT_TRUE(parse_wire_time("2008-02-29 00:00:00"));
    EXPECT_FALSE(parse_wire_time("2007-02-29 00:00:00"));
    EXPECT_FALSE(parse_wire_time("1900-02-29 00:00:00"));
}

TEST(WireTime, IsReadAsItIsWritten)
{
    for (const duration time :
         {duration{0},
          the_post,
          the_post + 500ms,
          the_post + 1us,
          the_post + 999'999us,
          duration{-1us},
          duration{-62'135'596'800s},           // 0001-01-01 00:00:00
          duration{253'402'300'800s} - 1us}) {  // 9999-12-31 23:59:59.999999
        const std::string text = to_wire_time(time);

        EXPECT_EQ(parse_wire_time(text), time) << text;
    }
}

TEST(WireTime, IsNotReadBeyondTheYears0001To9999)
{
    EXPECT_FALSE(parse_wire_time(to_wire_time(-62'135'596'800s - 1us)));
    EXPECT_FALSE(parse_wire_time(to_wire_time(253'402'300'800s)));
}

TEST(WireTime, IsNotReadFromAnythingElse)
{
    for (const std::string_view text : {
             "",
             "2008-10-27",
             "2008-10-27 04:41:0",
             "2008-10-27T04:41:01",
             "2008/10/27 04:41:01",
             "2008-10/27 04:41:01",
             "2008-10-27 04.41:01",
             "2008-10-27 04:41.01",
             "2008-10-27 04:41:01Z",
             "2008-10-27 04:41:01.",
             "2008-10-27 04:41:01,5",
             "2008-10-27 04:41:01.50",
             "2008-10-27 04:41:01.x",
             "2008-10-27 04:41:01.1234567",
             "2008-00-27 04:41:01",
             "2008-13-27 04:41:01",
             "2008-10-00 04:41:01",
             "2008-10-32 04:41:01",
             "2008-09-31 04:41:01",
             "2008-10-27 24:00:00",
             "2008-10-27 04:60:01",
             "2008-10-27 04:41:60",
             "0000-10-27 04:41:01",
             "-008-10-27 04:41:01",
             "2008-1a-27 04:41:01",
             "2008-10-27 04:41: 1",
             " 2008-10-27 04:41:01",
         })
        EXPECT_EQ(parse_wire_time(text), std::nullopt) << text;
}

TEST(RoundedDown, ShowsWhatAClockOfThatResolutionShows)
{
    EXPECT_EQ(rounded_down(1'999'999us, 1s), 1s);
    EXPECT_EQ(rounded_down(2s, 1s), 2s);
    EXPECT_EQ(rounded_down(1'234'567us, 1ms), 1'234'000us);
    EXPECT_EQ(rounded_down(1'234'567us, 1us), 1'234'567us);
}

TEST(RoundedDown, GoesTowardsThePastBefore1970)
{
    EXPECT_EQ(rounded_down(-1us, 1s), -1s);
    EXPECT_EQ(rounded_down(-1s, 1s), -1s);
    EXPECT_EQ(rounded_down(-1'000'001us, 1s), -2s);
}

TEST(RoundedDownDeathTest, NeedsAResolution)
{
    EXPECT_DEATH(rounded_down(1s, 0s), "a clock's resolution is positive");
    EXPECT_DEATH(rounded_down(1s, -1s), "a clock's resolution is positive");
}

}  // namespace
}  // namespace syncsim::protocol
