#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "protocol/error.hpp"
#include "protocol/ids.hpp"
#include "protocol/messages.hpp"
#include "protocol/record.hpp"
#include "protocol/session_rules.hpp"
#include "protocol/window.hpp"

/// What the server keeps, as values and as an interface of transactions.
namespace syncsim::reference_server {

template <class T>
using result = protocol::result<T>;

/// A record, whose it is, and which device created it.
struct stored_record {
    protocol::owner_id owner;
    protocol::device_id creator;
    /// With `order` set to its stamp, and neither `is_pending` nor lineage.
    protocol::record content;

    friend bool operator==(const stored_record&, const stored_record&) = default;
};

struct stored_session {
    protocol::session_id id;
    protocol::owner_id owner;
    protocol::device_id device;
    protocol::server_time opened;
    protocol::session_state state = protocol::session_state::open;
    /// Where the device stood at begin, as far as the server keeps that.
    std::optional<protocol::cursor> last_sync;
    std::optional<protocol::stamp> max_checkin;

    friend bool operator==(const stored_session&, const stored_session&) = default;
};

/// A device of an owner, as the server knows it.
struct stored_device {
    std::optional<protocol::cursor> last_sync;
    std::optional<protocol::begin_number> last_begin;
    /// The session that the latest begin opened.
    std::optional<protocol::session_id> latest_session;

    friend bool operator==(const stored_device&, const stored_device&) = default;
};

/// What became of a write that the server has seen.
struct remembered_write {
    protocol::record_key key;
    protocol::push_verdict::kind verdict = protocol::push_verdict::kind::stored;

    friend bool operator==(const remembered_write&, const remembered_write&) = default;
};

/// Two writes that met, and what became of them.
struct stored_conflict {
    protocol::record_key key;
    protocol::write_id winner;
    protocol::write_id loser;

    friend bool operator==(const stored_conflict&, const stored_conflict&) = default;
};

/// Numbers that only go up. `place` is the newest stamp that is committed, in ticks, where stamps
/// are the server's.
enum class counter : std::uint8_t { session, key, place };

/// What survives a restart of the server.
///
/// Everything happens inside a transaction: `begin`, then reads and writes, then `commit` or
/// `rollback`. A failed operation leaves the transaction to be rolled back; a failed `commit` has
/// committed nothing. Nothing is ever half there.
class store {
public:
    virtual ~store() = default;

    virtual result<void> begin() = 0;
    virtual result<void> commit() = 0;
    virtual void rollback() noexcept = 0;

    virtual result<std::optional<stored_record>> find_record(
        const protocol::owner_id& owner,
        const protocol::record_key& key) = 0;
    /// Adds the record, or replaces the one of that key.
    virtual result<void> put_record(const stored_record& version) = 0;
    virtual result<void> remove_record(
        const protocol::owner_id& owner,
        const protocol::record_key& key) = 0;
    /// The owner's records in that stretch, in the order of (stamp, key), without the first `skip`
    /// of them, at most `limit`.
    virtual result<std::vector<stored_record>> records_in(
        const protocol::owner_id& owner,
        const protocol::range& stretch,
        std::size_t skip,
        std::size_t limit) = 0;
    /// The record of that local id; the earliest where there are several. `creator` narrows it to
    /// the records that this device created.
    virtual result<std::optional<stored_record>> find_by_local_id(
        const protocol::owner_id& owner,
        const std::optional<protocol::device_id>& creator,
        const protocol::local_id& local) = 0;
    /// The records of this creator that have a local id, in the order of their keys.
    virtual result<std::vector<stored_record>> with_local_id(
        const protocol::owner_id& owner,
        const protocol::device_id& creator) = 0;
    /// Takes the local id off a record of this creator, if there is one.
    virtual result<void> forget_local_id(
        const protocol::owner_id& owner,
        const protocol::device_id& creator,
        const protocol::local_id& local) = 0;

    virtual result<std::optional<stored_session>> find_session(const protocol::session_id& id) = 0;
    /// Adds the session, or replaces the one of that id.
    virtual result<void> put_session(const stored_session& session) = 0;
    virtual result<void> note_created(
        const protocol::session_id& session,
        const protocol::record_key& key) = 0;
    /// The records that were created in the session and are still there, in the order of creation.
    virtual result<std::vector<stored_record>> created_in(const stored_session& session) = 0;

    /// An unknown device is one of which nothing is known yet.
    virtual result<stored_device> find_device(
        const protocol::owner_id& owner,
        const protocol::device_id& device) = 0;
    virtual result<void> put_device(
        const protocol::owner_id& owner,
        const protocol::device_id& device,
        const stored_device& state) = 0;

    virtual result<std::optional<remembered_write>> find_write(
        const protocol::owner_id& owner,
        protocol::write_id write) = 0;
    /// Remembers the write; one that is remembered already stays as it is.
    virtual result<void> remember_write(
        const protocol::owner_id& owner,
        protocol::write_id write,
        const remembered_write& outcome) = 0;
    /// Forgets every write of the record.
    virtual result<void> forget_writes(
        const protocol::owner_id& owner,
        const protocol::record_key& key) = 0;
    virtual result<void> note_conflict(
        const protocol::owner_id& owner,
        const stored_conflict& conflict) = 0;

    /// Counts up, at least to `lowest`, and is the number drawn.
    virtual result<std::int64_t> draw(counter which, std::int64_t lowest) = 0;
    /// Brings the counter up to this number, if it is below.
    virtual result<void> raise(counter which, std::int64_t to) = 0;
    /// The last number drawn, or raised to; 0 if there was none.
    virtual result<std::int64_t> last_drawn(counter which) = 0;
};

}  // namespace syncsim::reference_server
