#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "protocol/error.hpp"
#include "protocol/ids.hpp"
#include "protocol/record.hpp"
#include "protocol/stamp.hpp"
#include "protocol/step.hpp"

/// Request and reply of each step, as values (protocol/README.md, "Messages").
namespace syncsim::protocol {

/// Of a reply's content, so that a damaged one is noticed (question `reply_check`).
using reply_digest = support::strong<struct reply_digest_tag, std::uint64_t>;

struct begin_request {
    device_id device;
    /// Present under `session: numbered`.
    std::optional<begin_number> number;

    friend bool operator==(const begin_request&, const begin_request&) = default;
};

struct begin_reply {
    session_id session;
    /// Where the server thinks this device stands; none at first, and under `cursor_home: client`.
    std::optional<cursor> last_sync;
    /// The upper bound of this session's pull, where it is set this early (`window_upper`).
    std::optional<stamp> max_checkin;
    std::optional<reply_digest> digest;

    friend bool operator==(const begin_reply&, const begin_reply&) = default;
};

struct push_request {
    session_id session;
    std::vector<record> records;

    friend bool operator==(const push_request&, const push_request&) = default;
};

/// What became of one pushed record.
struct push_verdict {
    enum class kind : std::uint8_t {
        /// The write is the server's current version, or was until a later one replaced it.
        stored,
        /// It met a concurrent write and is the current version; the other's body is kept.
        won,
        /// It met a concurrent write and is not the current version; its body is kept.
        lost,
        /// It can never be stored; `reason` says why.
        refused,
    };

    /// The key under which the record was pushed.
    record_key pushed_as;
    /// Which write the verdict is about.
    std::optional<write_id> write;
    kind what = kind::stored;
    /// The server's version of the record after the push; none where it was refused.
    std::optional<record> current;
    std::optional<sync_errc> reason;

    friend bool operator==(const push_verdict&, const push_verdict&) = default;
};

struct push_reply {
    /// One for each pushed record, in their order, under `own_pushes: in-push-reply`; else none.
    std::vector<push_verdict> verdicts;
    std::optional<reply_digest> digest;

    friend bool operator==(const push_reply&, const push_reply&) = default;
};

struct pull_request {
    session_id session;
    /// Read on from here. The first page of a device that keeps its own cursor says that cursor;
    /// a later page says `next` of the one before.
    std::optional<cursor> after;
    /// Under `paging: offset`, a later page leaves out so many records of the window.
    std::optional<std::uint64_t> offset;

    friend bool operator==(const pull_request&, const pull_request&) = default;
};

struct pull_reply {
    std::vector<record> records;
    /// The upper bound of this session's pull, where it is set by the first page.
    std::optional<stamp> max_checkin;
    /// Where the next page begins; none on the last one.
    std::optional<cursor> next;
    /// The same under `paging: offset`, as the number of records before it.
    std::optional<std::uint64_t> next_offset;
    std::optional<reply_digest> digest;

    friend bool operator==(const pull_reply&, const pull_reply&) = default;
};

struct complete_request {
    session_id session;
    /// Where the device stands; none if it has never received a record.
    std::optional<cursor> last_update;
    /// Keys that this device has swapped for the server's, under `local_id: when-confirmed`.
    std::vector<local_id> confirmed;

    friend bool operator==(const complete_request&, const complete_request&) = default;
};

struct complete_reply {
    std::optional<reply_digest> digest;

    friend bool operator==(const complete_reply&, const complete_reply&) = default;
};

/// In the order of `step`.
using request = std::variant<begin_request, push_request, pull_request, complete_request>;
using reply = std::variant<begin_reply, push_reply, pull_reply, complete_reply>;

/// No page follows this one.
inline bool is_last_page(const pull_reply& page) noexcept
{
    return !page.next && !page.next_offset;
}

constexpr step step_of(const request& message) noexcept
{
    return static_cast<step>(message.index());
}
constexpr step step_of(const reply& message) noexcept
{
    return static_cast<step>(message.index());
}

}  // namespace syncsim::protocol
