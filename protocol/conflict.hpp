#pragma once

#include <string>

#include "protocol/ids.hpp"
#include "protocol/record.hpp"
#include "protocol/variant.hpp"

/// Decisions on conflicts: what becomes of two writes to one record
/// (protocol/README.md, questions `base_version` and `conflict`).
namespace syncsim::protocol {

/// The pushed write was made with the server's current version in view, or nobody checks.
bool follows(const variant& of, const record& pushed, const record& current) noexcept;

/// An edit travels with the body that the user had in view, to be merged by.
bool sends_base_value(const variant& of) noexcept;

/// What becomes of two concurrent writes.
struct ruling {
    bool pushed_wins = true;
    /// The body that loses becomes a record of its own.
    bool keep_loser = false;
    /// The current version is made of both bodies (`merge_of`).
    bool merges = false;

    friend bool operator==(const ruling&, const ruling&) = default;
};

/// Which of two concurrent writes is the current version from here on. Under `keep-both` and
/// `merge-fields` it depends on what the two say, not on which arrived first:
/// `rule(a, b).pushed_wins != rule(b, a).pushed_wins`.
ruling rule(const variant& of, const record& pushed, const record& current) noexcept;

/// A body made of two, and the name of the version that has it.
struct merged_body {
    std::string value;
    write_id write;

    friend bool operator==(const merged_body&, const merged_body&) = default;
};

/// The two bodies as one. Of each member, the body that changed it is right, compared with the base
/// of the pushed write; where both changed it, or the base is not known, the one with the greater
/// write id. Bodies that are not objects are one member each. The name is that of no single write:
/// whoever saw only one of the two has not seen this version.
///
/// REQUIRES: both carry their write ids.
merged_body merge_of(const record& pushed, const record& current);

/// The key under which the body that lost on `record` is kept: the same wherever and whenever it
/// is computed.
///
/// REQUIRES: the loser carries its write id.
record_key key_of_kept_loser(const owner_id& owner, const record_key& record, write_id loser);

}  // namespace syncsim::protocol
