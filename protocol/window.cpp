#include "protocol/window.hpp"

#include <limits>

#include "protocol/ordering.hpp"

namespace syncsim::protocol {

std::optional<stamp> upper_at_begin(const variant& of, server_time now) noexcept
{
    if (of.window_upper != answer::window_upper::server_clock_at_begin) return std::nullopt;
    const auto read = rounded_down(now.time_since_epoch(), clock_resolution(of));
    return stamp::by_server_clock(server_time{read});
}

stamp upper_at_first_page(const variant&, std::int64_t last_place) noexcept
{
    return stamp::by_sequence(last_place);
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

bool server_keeps_cursor(const variant& of) noexcept
{
    return of.cursor_home == answer::cursor_home::server;
}

std::optional<cursor> cursor_after_pull(const variant& of, const pull_progress& pulled) noexcept
{
    const bool to_upper = of.cursor_moves_to == answer::cursor_moves_to::window_upper;
    const auto& reached = to_upper ? pulled.upper : pulled.newest_received;
    if (!reached) return pulled.before;
    return cursor{.at = *reached, .key = std::nullopt};
}

bool is_read(const cursor& at, stamp order, const record_key& key) noexcept
{
    if (order != at.at) return order < at.at;
    return !at.key || key <= *at.key;
}

}  // namespace syncsim::protocol
