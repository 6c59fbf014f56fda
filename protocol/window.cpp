#include "protocol/window.hpp"

#include <limits>
#include <utility>

#include "protocol/ordering.hpp"

namespace syncsim::protocol {

bool begin_sets_upper(const variant& of) noexcept
{
    return of.window_upper != answer::window_upper::largest_committed_at_first_page;
}

stamp upper_at_begin(const variant& of, server_time now, std::int64_t newest_given) noexcept
{
    if (of.window_upper == answer::window_upper::largest_allocated_at_begin) {
        return stamp_of_ticks(of, newest_given);
    }
    const auto read = rounded_down(now.time_since_epoch(), clock_resolution(of));
    return stamp::by_server_clock(server_time{read});
}

stamp upper_at_first_page(const variant& of, std::int64_t newest_committed) noexcept
{
    return stamp_of_ticks(of, newest_committed);
}

std::optional<cursor> pull_begins_after(
    const variant& of,
    const std::optional<cursor>& kept_by_server,
    const std::optional<cursor>& asked) noexcept
{
    return server_keeps_cursor(of) && !asked ? kept_by_server : asked;
}

range window(const variant& of, std::optional<cursor> after, stamp upper) noexcept
{
    const bool included = of.window_edges != answer::window_edges::both_exclusive;
    return range{.after = std::move(after), .until = upper, .until_included = included};
}

std::size_t page_size(const variant& of, std::size_t limit) noexcept
{
    if (of.paging == answer::paging::one_page) return std::numeric_limits<std::size_t>::max();
    return limit;
}

bool pages_by_counting(const variant& of) noexcept
{
    return of.paging == answer::paging::offset;
}

bool appends_own_pushes(const variant& of) noexcept
{
    return of.own_pushes == answer::own_pushes::appended_to_pull;
}

bool answers_pushes(const variant& of) noexcept
{
    return of.own_pushes == answer::own_pushes::in_push_reply;
}

bool cursor_moves_with_apply(const variant& of) noexcept
{
    return of.cursor_order == answer::cursor_order::with_apply;
}

bool cursor_moves_before_apply(const variant& of) noexcept
{
    return of.cursor_order == answer::cursor_order::before_apply;
}

bool server_keeps_cursor(const variant& of) noexcept
{
    return of.cursor_home == answer::cursor_home::server;
}

cursor cursor_at(const variant& of, const record& version) noexcept
{
    cursor at{.at = stamp_of(of, version), .key = std::nullopt};
    if (of.window_edges == answer::window_edges::stamp_and_key) at.key = version.key;
    return at;
}

std::optional<cursor> cursor_after_pull(
    const variant& of,
    const pull_progress& pulled,
    device_time now) noexcept
{
    const auto every_key_of = [](stamp at) { return cursor{.at = at, .key = std::nullopt}; };
    std::optional<cursor> reached;
    switch (of.cursor_moves_to) {
    case answer::cursor_moves_to::newest_received: reached = pulled.newest_received; break;
    case answer::cursor_moves_to::newest_applied: reached = pulled.newest_applied; break;
    case answer::cursor_moves_to::client_clock: {
        const auto read = rounded_down(now.time_since_epoch(), clock_resolution(of));
        reached = every_key_of(stamp::by_client_clock(device_time{read}));
        break;
    }
    case answer::cursor_moves_to::window_upper:
        if (pulled.upper) reached = every_key_of(*pulled.upper);
        break;
    }
    return reached ? reached : pulled.before;
}

bool is_read(const cursor& at, stamp order, const record_key& key) noexcept
{
    if (order != at.at) return order < at.at;
    return !at.key || key <= *at.key;
}

bool is_stale(
    const variant& of,
    const std::optional<cursor>& kept_by_device,
    const record& pulled) noexcept
{
    if (!cursor_moves_with_apply(of) || !kept_by_device) return false;
    return is_read(*kept_by_device, stamp_of(of, pulled), pulled.key);
}

}  // namespace syncsim::protocol
