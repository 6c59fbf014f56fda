#include "sim/check/positions.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace syncsim::sim {
namespace {

using protocol::stamp;

protocol::record_key key(std::string_view text)
{
    return protocol::record_key{support::short_text{text}};
}

position at(std::int64_t place, std::string_view name = "a")
{
    return {.at = stamp::by_sequence(place), .key = key(name)};
}

TEST(Positions, OfAPulledVersionAreWhereItsStampStands)
{
    protocol::record pulled;
    pulled.key = key("a");
    pulled.updated = protocol::device_time{std::chrono::seconds{5}};

    EXPECT_EQ(
        position_of(protocol::as_written(), pulled)->at, stamp::by_client_clock(pulled.updated));
    EXPECT_EQ(position_of(protocol::hardened(), pulled), std::nullopt);

    pulled.order = stamp::by_sequence(3);
    EXPECT_EQ(position_of(protocol::hardened(), pulled), at(3));
}

TEST(Positions, AtTheEndOfAStretchAreInItOnlyWhereItIncludesThem)
{
    protocol::range stretch{.after = {}, .until = stamp::by_sequence(3)};
    EXPECT_TRUE(is_below_end(stretch, at(2)));
    EXPECT_FALSE(is_below_end(stretch, at(3)));

    stretch.until_included = true;
    EXPECT_TRUE(is_below_end(stretch, at(3)));
    EXPECT_FALSE(is_below_end(stretch, at(4)));
}

TEST(Positions, AtTheBeginOfAStretchAreInItBehindItsKey)
{
    protocol::range stretch{
        .after = protocol::cursor{.at = stamp::by_sequence(2), .key = key("b")},
        .until = stamp::by_sequence(9)};
    EXPECT_FALSE(is_in(stretch, at(1)));
    EXPECT_FALSE(is_in(stretch, at(2, "b")));
    EXPECT_TRUE(is_in(stretch, at(2, "c")));

    stretch.after->key.reset();
    EXPECT_FALSE(is_in(stretch, at(2, "c")));
    EXPECT_TRUE(is_in(stretch, at(3)));
}

TEST(Positions, BehindACursorBeginNotBeforeIt)
{
    const std::set<position> all{at(1), at(2, "a"), at(2, "c"), at(3)};
    std::optional<protocol::cursor> cursor;
    EXPECT_EQ(*first_behind(cursor, all), at(1));

    cursor = protocol::cursor{.at = stamp::by_sequence(2), .key = key("b")};
    EXPECT_EQ(*first_behind(cursor, all), at(2, "c"));
}

}  // namespace
}  // namespace syncsim::sim
