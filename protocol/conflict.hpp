#pragma once

#include "protocol/ids.hpp"
#include "protocol/record.hpp"
#include "protocol/variant.hpp"

/// Decisions on conflicts: what becomes of two writes to one record
/// (protocol/README.md, questions `base_version` and `conflict`).
namespace syncsim::protocol {

/// The pushed write was made with the server's current version in view, or nobody checks.
bool follows(const variant& of, const record& pushed, const record& current) noexcept;

/// What becomes of two concurrent writes.
struct ruling {
    bool pushed_wins = true;
    /// The body that loses becomes a record of its own.
    bool keep_loser = false;

    friend bool operator==(const ruling&, const ruling&) = default;
};

/// Which of two concurrent writes is the current version from here on. It depends on what the two
/// say, not on which arrived first: `rule(a, b).pushed_wins != rule(b, a).pushed_wins`.
ruling rule(const variant& of, const record& pushed, const record& current) noexcept;

/// The key under which the body that lost on `record` is kept: the same wherever and whenever it
/// is computed.
///
/// REQUIRES: the loser carries its write id.
record_key key_of_kept_loser(const owner_id& owner, const record_key& record, write_id loser);

}  // namespace syncsim::protocol
