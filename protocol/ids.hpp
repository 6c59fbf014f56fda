#pragma once

#include "protocol/support/short_text.hpp"
#include "protocol/support/strong.hpp"
#include "protocol/support/uuid.hpp"

/// The identifiers of the protocol (protocol/README.md, "Glossary"). Each is a type of its own.
namespace syncsim::protocol {

/// The account that records belong to. It comes from the connection's credentials, never from a
/// message.
using owner_id = support::strong<struct owner_id_tag, support::short_text>;

/// `device_uuid`: which installation is speaking.
using device_id = support::strong<struct device_id_tag, support::short_text>;

/// `sync_uuid`: one session, from `begin` to `complete`.
using session_id = support::strong<struct session_id_tag, support::short_text>;

/// `key`: what a record is called where it is at home. The server's own, or, while a record is
/// pending at its device, the "hypothetically unique" one that the device drew.
using record_key = support::strong<struct record_key_tag, support::short_text>;

/// `local_id`: the key under which the device that created a record knew it first.
using local_id = support::strong<struct local_id_tag, support::short_text>;

/// Names one local write for ever; drawn once, when the user makes it.
using write_id = support::strong<struct write_id_tag, support::uuid>;

/// Which begin of a device this is, counted by the device and kept across its restarts.
using begin_number = support::strong<struct begin_number_tag, std::uint64_t>;

}  // namespace syncsim::protocol
