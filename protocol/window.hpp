#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "protocol/clocks.hpp"
#include "protocol/record.hpp"
#include "protocol/stamp.hpp"
#include "protocol/variant.hpp"

/// Decisions on windows and cursors: which records a pull brings, and how far a device has then
/// read (protocol/README.md, questions `window_upper` to `cursor_moves_to`, and `paging`).
namespace syncsim::protocol {

/// A stretch of the order of (stamp, key), as a store reads it.
struct range {
    /// Begins behind this; none begins with the first record.
    std::optional<cursor> after;
    stamp until;
    /// Records stamped `until` itself belong to it.
    bool until_included = false;
};

/// `begin` says `max_checkin`; else the first page does.
bool begin_sets_upper(const variant& of) noexcept;

/// `max_checkin` where `begin` says it. `newest_given` is the newest stamp that the server has
/// given out by then, in ticks, whether or not what it belongs to is committed.
///
/// REQUIRES: `begin` says it.
stamp upper_at_begin(const variant& of, server_time now, std::int64_t newest_given) noexcept;

/// `max_checkin` where the first page says it: the newest stamp that is committed, in ticks.
stamp upper_at_first_page(const variant& of, std::int64_t newest_committed) noexcept;

/// Where a pull begins: at what the server keeps for the device, or where the device asks.
std::optional<cursor> pull_begins_after(
    const variant& of,
    const std::optional<cursor>& kept_by_server,
    const std::optional<cursor>& asked) noexcept;

/// The stretch between where a device stands and `max_checkin`.
range window(const variant& of, std::optional<cursor> after, stamp upper) noexcept;

/// Records in one reply to a pull, where the server allows `limit`.
std::size_t page_size(const variant& of, std::size_t limit) noexcept;

/// A page begins behind so many records of the window; else behind the last one of the page before.
bool pages_by_counting(const variant& of) noexcept;

/// The records that a session created are added to its pull, whatever their stamps.
bool appends_own_pushes(const variant& of) noexcept;

/// The reply to a push carries a verdict for each record, with the server's version of it.
bool answers_pushes(const variant& of) noexcept;

/// The device keeps its own cursor and moves it in the transaction that applies the last page …
bool cursor_moves_with_apply(const variant& of) noexcept;

/// … or before it applies the last page.
bool cursor_moves_before_apply(const variant& of) noexcept;

/// The server keeps the cursor that `complete` reports, and hands it out at `begin`.
bool server_keeps_cursor(const variant& of) noexcept;

/// Where a device stands that has read up to this version of the server.
///
/// REQUIRES: the version carries its stamp where stamps are the server's.
cursor cursor_at(const variant& of, const record& version) noexcept;

/// What a device has seen of its pull so far, as far as its next cursor depends on it.
struct pull_progress {
    std::optional<cursor> before;
    std::optional<cursor> newest_received;
    /// Of what was applied, or parked.
    std::optional<cursor> newest_applied;
    /// `max_checkin` of the session, once known.
    std::optional<stamp> upper;
};

/// Where a device stands after a whole pull. `now` is its own clock.
std::optional<cursor> cursor_after_pull(
    const variant& of,
    const pull_progress& pulled,
    device_time now) noexcept;

/// Everything that a device at `at` will not be sent again stands at or before `at`.
bool is_read(const cursor& at, stamp order, const record_key& key) noexcept;

/// What a page brings is older than what the device has: it stands before the cursor that the
/// device has moved with the data, so a reply was late and a later session was there first.
///
/// REQUIRES: the version carries its stamp where stamps are the server's.
bool is_stale(
    const variant& of,
    const std::optional<cursor>& kept_by_device,
    const record& pulled) noexcept;

}  // namespace syncsim::protocol
