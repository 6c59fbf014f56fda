#pragma once

#include "protocol/record.hpp"
#include "protocol/stamp.hpp"
#include "protocol/variant.hpp"

/// Decisions on ordering: what makes one change earlier than another
/// (protocol/README.md, questions `stamp` and `stamp_resolution`).
namespace syncsim::protocol {

/// The server draws a place in its sequence for each version, within the commit.
bool draws_a_place(const variant& of) noexcept;

/// The stamp of a version as it is committed. `place` is the one just drawn, if any is.
stamp stamp_in_commit(const variant& of, const record& version, std::int64_t place) noexcept;

/// The stamp of a version that came from the server.
///
/// REQUIRES: the version carries one where the variant's stamps travel in a member of their own.
stamp stamp_of(const variant& of, const record& version) noexcept;

/// How finely clocks are read for `updated`, `created` and `max_checkin`.
duration clock_resolution(const variant& of) noexcept;

}  // namespace syncsim::protocol
