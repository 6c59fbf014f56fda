#include "protocol/window.hpp"

#include <gtest/gtest.h>

#include "protocol/session_rules.hpp"

namespace syncsim::protocol {
namespace {

using namespace std::chrono_literals;

record_key key(std::string_view text)
{
    return record_key{support::short_text{text}};
}

record placed(std::int64_t place, std::string_view name)
{
    record made;
    made.key = key(name);
    made.order = stamp::by_sequence(place);
    return made;
}

cursor place(std::int64_t at)
{
    return {.at = stamp::by_sequence(at), .key = std::nullopt};
}

variant moving_to(answer::cursor_moves_to where)
{
    auto made = hardened();
    made.cursor_moves_to = where;
    return made;
}

TEST(Cursor, OfOneStampIsFurtherTheGreaterItsKeyAndFurthestWithout)
{
    const cursor a{.at = stamp::by_sequence(1), .key = key("a")};
    const cursor b{.at = stamp::by_sequence(1), .key = key("b")};

    EXPECT_TRUE(is_further(b, a));
    EXPECT_FALSE(is_further(a, b));
    EXPECT_TRUE(is_further(place(1), b));
    EXPECT_FALSE(is_further(b, place(1)));
    EXPECT_FALSE(is_further(place(1), place(1)));
    EXPECT_TRUE(is_further(place(2), place(1)));
}

TEST(Cursor, StandsBetweenTwoKeysOfAStampWhereThatIsAnOrder)
{
    auto by_stamp = hardened();
    by_stamp.window_edges = answer::window_edges::upper_inclusive;

    EXPECT_EQ(cursor_at(hardened(), placed(3, "b")).key, key("b"));
    EXPECT_EQ(cursor_at(by_stamp, placed(3, "b")).key, std::nullopt);
}

TEST(Cursor, MovesToWhatTheAnswerSays)
{
    using to = answer::cursor_moves_to;
    const pull_progress pulled{
        .before = place(1),
        .newest_received = place(5),
        .newest_applied = place(4),
        .upper = stamp::by_sequence(6)};
    const device_time now{9'500ms};

    EXPECT_EQ(cursor_after_pull(moving_to(to::newest_received), pulled, now), place(5));
    EXPECT_EQ(cursor_after_pull(moving_to(to::newest_applied), pulled, now), place(4));
    EXPECT_EQ(cursor_after_pull(moving_to(to::window_upper), pulled, now), place(6));
    EXPECT_EQ(
        cursor_after_pull(moving_to(to::client_clock), pulled, now)->at,
        stamp::by_client_clock(device_time{9s}));
}

TEST(Cursor, StaysWhereNothingCame)
{
    const pull_progress nothing{
        .before = place(3), .newest_received = {}, .newest_applied = {}, .upper = {}};

    for (const auto to :
         {answer::cursor_moves_to::newest_received,
          answer::cursor_moves_to::newest_applied,
          answer::cursor_moves_to::window_upper}) {
        EXPECT_EQ(cursor_after_pull(moving_to(to), nothing, {}), place(3));
    }
}

TEST(Cursor, NeverGoesBackUnlessCompletesCountInAnyOrder)
{
    auto any_order = hardened();
    any_order.complete = answer::complete::any_order;

    EXPECT_EQ(cursor_after_session(hardened(), place(5), place(3)), place(5));
    EXPECT_EQ(cursor_after_session(hardened(), place(5), place(6)), place(6));
    EXPECT_EQ(cursor_after_session(any_order, place(5), place(3)), place(3));
}

TEST(Upper, IsWhatTheAnswerSays)
{
    auto at_begin = hardened();
    at_begin.stamp = answer::stamp::server_clock_in_commit;
    at_begin.window_upper = answer::window_upper::server_clock_at_begin;
    auto allocated = hardened();
    allocated.window_upper = answer::window_upper::largest_allocated_at_begin;
    const server_time now{7'900ms};

    EXPECT_EQ(upper_at_begin(at_begin, now, 3), stamp::by_server_clock(server_time{7s}));
    EXPECT_EQ(upper_at_begin(allocated, now, 3), stamp::by_sequence(3));
    EXPECT_EQ(upper_at_first_page(hardened(), 3), stamp::by_sequence(3));
    EXPECT_TRUE(begin_sets_upper(at_begin) && begin_sets_upper(allocated));
    EXPECT_FALSE(begin_sets_upper(hardened()));
}

TEST(Stale, IsWhatStandsBeforeACursorThatMovesWithTheData)
{
    auto early = hardened();
    early.cursor_order = answer::cursor_order::before_apply;

    EXPECT_TRUE(is_stale(hardened(), place(5), placed(5, "a")));
    EXPECT_FALSE(is_stale(hardened(), place(5), placed(6, "a")));
    EXPECT_FALSE(is_stale(hardened(), std::nullopt, placed(6, "a")));
    // There the cursor says nothing of the data.
    EXPECT_FALSE(is_stale(early, place(5), placed(5, "a")));
}

}  // namespace
}  // namespace syncsim::protocol
