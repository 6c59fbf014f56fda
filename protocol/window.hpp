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

/// `max_checkin` where `begin` says it.
std::optional<stamp> upper_at_begin(const variant& of, server_time now) noexcept;

/// `max_checkin` where the first page says it: the newest stamp that is committed.
stamp upper_at_first_page(const variant& of, std::int64_t last_place) noexcept;

/// Where a pull begins: at what the server keeps for the device, or where the device asks.
std::optional<cursor> pull_begins_after(
    const variant& of,
    const std::optional<cursor>& kept_by_server,
    const std::optional<cursor>& asked) noexcept;

/// The stretch between where a device stands and `max_checkin`.
range window(const variant& of, std::optional<cursor> after, stamp upper) noexcept;

/// Records in one reply to a pull, where the server allows `limit`.
std::size_t page_size(const variant& of, std::size_t limit) noexcept;

/// The records that a session created are added to its pull, whatever their stamps.
bool appends_own_pushes(const variant& of) noexcept;

/// The reply to a push carries a verdict for each record, with the server's version of it.
bool answers_pushes(const variant& of) noexcept;

/// The device keeps its own cursor and moves it in the transaction that applies the last page.
bool cursor_moves_with_apply(const variant& of) noexcept;

/// The server keeps the cursor that `complete` reports, and hands it out at `begin`.
bool server_keeps_cursor(const variant& of) noexcept;

/// What a device has seen of its pull so far, as far as its next cursor depends on it.
struct pull_progress {
    std::optional<cursor> before;
    std::optional<stamp> newest_received;
    /// `max_checkin` of the session, once known.
    std::optional<stamp> upper;
};

/// Where a device stands after a whole pull.
std::optional<cursor> cursor_after_pull(const variant& of, const pull_progress& pulled) noexcept;

/// Everything that a device at `at` will not be sent again stands at or before `at`.
bool is_read(const cursor& at, stamp order, const record_key& key) noexcept;

}  // namespace syncsim::protocol
