#pragma once

#include <cstdint>
#include <optional>

#include "protocol/record.hpp"
#include "protocol/variant.hpp"

/// Decisions on data: what is kept of it, and what unsent work does to it
/// (protocol/README.md, questions `clear_pending` to `apply_unit`, `deletes`, `batch`,
/// `reply_check` and `unknown_fields`).
namespace syncsim::protocol {

/// A delete takes the server's row away; else it becomes a tombstone.
bool deletes_rows(const variant& of) noexcept;

/// One record that cannot be stored fails its whole push.
bool one_bad_record_fails_the_push(const variant& of) noexcept;

/// Replies carry a digest, and a client takes none that does not match it.
bool checks_replies(const variant& of) noexcept;

/// Members of a record that this software does not know are kept and sent on.
bool keeps_unknown_members(const variant& of) noexcept;

/// Deleting a record that was never acknowledged leaves nothing behind at the device.
bool forgets_deleted_creates(const variant& of) noexcept;

/// Each record of a page is applied in a transaction of its own; else the page is.
bool applies_by_record(const variant& of) noexcept;

/// A version that came from the server settles the unsent work that `mine` holds.
///
/// REQUIRES: `mine` has unsent work.
bool settles(const variant& of, const record& mine, std::optional<write_id> arrived) noexcept;

/// All unsent work stops being pending when the session has gone through, whatever the server said.
bool clears_when_session_is_ok(const variant& of) noexcept;

/// What a pulled version does to a record that has unsent work.
enum class pull_ruling : std::uint8_t {
    /// It replaces the record, and the work is no longer pending.
    replace,
    /// It settles the work: the record is as the server has it.
    settle,
    /// It is thrown away.
    skip,
    /// It is kept beside the record until the work has been pushed.
    park,
};

/// REQUIRES: `mine` has unsent work.
pull_ruling rule_pull(const variant& of, const record& mine, const record& pulled) noexcept;

}  // namespace syncsim::protocol
