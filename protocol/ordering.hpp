#pragma once

#include <cstdint>
#include <optional>

#include "protocol/record.hpp"
#include "protocol/stamp.hpp"
#include "protocol/variant.hpp"

/// Decisions on ordering: what makes one change earlier than another
/// (protocol/README.md, questions `stamp` and `stamp_resolution`).
namespace syncsim::protocol {

/// Stamps are the server's own and travel in a member of their own; else they are `updated`.
bool server_stamps(const variant& of) noexcept;

/// The server draws a place for each version within its commit, above every place before it.
bool draws_a_place(const variant& of) noexcept;

/// The lowest place that may be drawn, where places are drawn.
std::int64_t lowest_place(const variant& of, server_time now) noexcept;

/// The server's stamp for what a request brings that arrived then, where stamps are given out so
/// early: before the transaction that makes them visible.
std::optional<stamp> stamp_on_arrival(const variant& of, server_time arrived) noexcept;

/// What the server has at hand when it commits a version.
struct commit_facts {
    /// Its clock as the request arrived, and as it is handled.
    server_time arrived;
    server_time now;
    /// The place just drawn, where places are drawn.
    std::int64_t place = 0;
};

/// The stamp of a version as it is committed.
stamp stamp_in_commit(const variant& of, const record& version, const commit_facts& facts) noexcept;

/// The server's stamp of so many ticks: a place, or microseconds since 1970.
///
/// REQUIRES: stamps are the server's.
stamp stamp_of_ticks(const variant& of, std::int64_t ticks) noexcept;

/// The stamp of a version that came from the server.
///
/// REQUIRES: the version carries one where stamps are the server's.
stamp stamp_of(const variant& of, const record& version) noexcept;

/// How finely clocks are read for `updated`, `created`, `max_checkin` and stamps.
duration clock_resolution(const variant& of) noexcept;

}  // namespace syncsim::protocol
