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

/// The server keeps the id of a write that it was sent, with its verdict. `has_local_id`: the
/// record still has its local id at the server.
bool remembers_writes(const variant& of, bool has_local_id) noexcept;

/// What the server knows of a record's writes goes when its local id does.
bool forgets_writes_with_local_id(const variant& of) noexcept;

/// By what the server knows a create again, whatever was written on top of it since.
enum class create_recognition : std::uint8_t {
    none,
    by_local_id,
    by_local_id_of_device,
    by_write_id,
};
create_recognition recognises_creates(const variant& of) noexcept;

/// A create that was recognised by its local id is taken for an edit of the record; else its body
/// is left unread.
bool takes_repeated_create(const variant& of, const record& pushed, const record& current) noexcept;

/// What the key of a new record is made of.
enum class key_source : std::uint8_t { counter, chance, create_id };
key_source source_of_keys(const variant& of) noexcept;

/// The key that follows from a create's write id.
///
/// REQUIRES: the record carries that id.
record_key derived_key(const owner_id& owner, const record& created);

/// `local_id` travels to this device with a pulled record.
bool shows_local_id(const variant& of, bool device_created_it) noexcept;

/// The server forgets a local id as soon as a pull has carried it to the device that created the
/// record …
bool forgets_local_id_when_sent(const variant& of) noexcept;

/// … or when the session completes whose pull has carried it.
bool forgets_local_id_at_complete(const variant& of) noexcept;

/// `complete` lists the keys a device has swapped, and the server then forgets their local ids.
bool confirms_swaps(const variant& of) noexcept;

}  // namespace syncsim::protocol
