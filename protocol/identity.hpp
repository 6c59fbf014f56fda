#pragma once

#include <cstdint>

#include "protocol/ids.hpp"
#include "protocol/record.hpp"
#include "protocol/variant.hpp"

/// Decisions on identity: what a write and a record are called, and who remembers it
/// (protocol/README.md, questions `write_identity` to `server_key`, `local_id` and
/// `identity_memory`).
namespace syncsim::protocol {

/// Each local write draws an id, which travels with it.
bool names_writes(const variant& of) noexcept;

/// The server keeps the id of every write it was sent, with its verdict.
bool remembers_writes(const variant& of) noexcept;

/// A create is known again by its write id, whatever was written on top of it since.
bool recognises_creates(const variant& of) noexcept;

/// The server counts its keys up; else it derives them.
bool counts_keys(const variant& of) noexcept;

/// The key of a new record. `count` is the number just drawn, where keys are counted.
///
/// REQUIRES: the record carries its create's write id, where keys are derived.
record_key key_of_create(
    const variant& of,
    const owner_id& owner,
    const record& created,
    std::int64_t count);

/// `local_id` travels to this device with a pulled record.
bool shows_local_id(const variant& of, bool device_created_it) noexcept;

/// `complete` lists the keys a device has swapped, and the server then forgets their local ids.
bool confirms_swaps(const variant& of) noexcept;

}  // namespace syncsim::protocol
