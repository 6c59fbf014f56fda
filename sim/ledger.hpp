#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/body.hpp"
#include "sim/session_log.hpp"
#include "sim/trace.hpp"

namespace syncsim::sim {

/// A write that a user made on a device, or a body that the server made of two.
struct ledger_write {
    node_id device;
    record_index record;
    local_step::verb what{};
    /// The write that the user had before them; none for a create.
    std::optional<write_index> parent;
    /// The server made this body of its parent and of this one.
    std::optional<write_index> merged_with;
    /// What the user sees from here on; none for a delete.
    fields members;
    /// What the record has beside the protocol's own members from here on, where nothing drops it;
    /// none for a delete.
    fields extra;
    /// The value as the devices handle it.
    std::string text;
    /// When it was made.
    event_ordinal at;
    /// Its store said that it is durable. Otherwise it may count either way.
    bool certain = false;
    /// The protocol's name for it, where the variant gives one.
    std::optional<protocol::write_id> id;
    /// Where the server first held it as a version of its record, or acted on it as a delete.
    std::optional<event_ordinal> reached_server;
    /// It lost a conflict that the server recorded, and to which write.
    std::optional<write_index> lost_to;
    /// The server said that it will never take it.
    bool refused = false;
};

struct ledger_record {
    /// What the scenario calls it.
    std::string name;
    write_index create;
    /// All of its writes, in the order in which they were made.
    std::vector<write_index> writes;
    /// Where the server holds it, tombstones included and kept losers apart.
    std::vector<protocol::record_key> server_keys;
    std::vector<protocol::record_key> server_copies;
};

/// A version that a node holds under a key.
struct held_version {
    /// Which write it is; none for a body that no user wrote.
    std::optional<write_index> write;
    bool deleted = false;
    /// A loser of a conflict that was kept.
    bool is_copy = false;
    std::optional<protocol::stamp> order;
    /// Members that the software does not know, as text.
    std::string unknown;
    /// When it came to be here.
    event_ordinal since;

    /// Whenever they came: the same version.
    bool is_same_as(const held_version& other) const
    {
        return write == other.write && deleted == other.deleted && is_copy == other.is_copy &&
               order == other.order && unknown == other.unknown;
    }
};

/// Where a version of the server stands in the order of (stamp, key).
struct position {
    protocol::stamp at;
    protocol::record_key key;

    friend auto operator<=>(const position&, const position&) = default;
};

struct server_row : held_version {
    std::optional<protocol::local_id> local;
};

struct device_row : held_version {
    bool unsent = false;
    std::optional<write_index> parked;
};

/// What a transaction of the server did to a record: a version stored or removed, or a conflict
/// noted.
struct server_change {
    event_ordinal at;
    /// None where no user wrote it.
    std::optional<record_index> record;
};

/// A device as its durable state shows it.
struct device_view {
    std::string name;
    std::map<protocol::record_key, device_row> rows;
    /// What it would use as its next lower bound, where the variant keeps that at the device.
    std::optional<protocol::cursor> own_cursor;
    /// What the server would use for it, where the variant keeps that there.
    std::optional<protocol::cursor> cursor_at_server;
    event_ordinal cursor_since;
    /// Where it has unsent work.
    std::set<protocol::record_key> unsent;
    /// By write: this device has durably held it, or a version that came after it.
    std::vector<bool> has_held;
    /// By record: where the device shows it live, kept losers apart.
    std::vector<std::vector<protocol::record_key>> live_keys;
    /// How its last sync ended: why it failed, if it did.
    std::optional<protocol::sync_errc> last_error;

    /// The device's next lower bound.
    const std::optional<protocol::cursor>& cursor() const noexcept
    {
        return own_cursor ? own_cursor : cursor_at_server;
    }
};

/// What people were told, and what every node durably holds: the yardstick of all invariants.
///
/// The actors cannot see it. It learns of a commit from the events of that commit, after it.
///
/// Invariants: (1) a write's parent was made before it; (2) the views are the durable states of the
/// nodes as of the last event.
class ledger {
public:
    explicit ledger(const std::vector<client_settings>& devices);

    // Before a user's work reaches the device's store: what the work is.

    write_index plan_create(
        node_id device,
        std::string name,
        const fields& members,
        const fields& extra = {});
    write_index plan_edit(
        node_id device,
        write_index on,
        const fields& change,
        const fields& extra = {});
    write_index plan_delete(node_id device, write_index on);

    /// Takes note of what happened.
    void apply(const moment& when, const happening& what);

    // What the commit that was reported last has done.

    /// Records of which it stored or removed a version.
    const std::vector<record_index>& touched() const noexcept { return touched_; }
    /// Local work that was pending on the device before it, and is not after it.
    const std::vector<write_index>& settled() const noexcept { return settled_; }
    /// What it did to the server's records; a version that was stored again as it stood is not
    /// among it.
    const std::vector<server_change>& changes() const noexcept { return changes_; }

    /// The last `server_put` or `server_removed` has left the row as it was.
    bool left_as_it_was(const protocol::record_key& key) const;

    // What is known.

    const ledger_write& operator[](write_index which) const { return writes_[which.value()]; }
    const ledger_record& operator[](record_index which) const { return records_[which.value()]; }
    std::size_t write_count() const noexcept { return writes_.size(); }
    const std::vector<ledger_record>& records() const noexcept { return records_; }

    std::optional<record_index> find_record(std::string_view name) const;
    /// The write whose value this is; nothing for a value that no user wrote, and that is not made
    /// of two that users wrote.
    std::optional<write_index> find_write(std::string_view value) const;
    std::optional<write_index> find_write(protocol::write_id id) const;
    std::optional<record_index> record_of(std::optional<write_index> which) const;

    /// `later` was made by somebody who had seen `earlier`, or is the same write.
    bool has_seen(write_index later, write_index earlier) const;

    bool has_held(node_id device, write_index which) const;
    /// The device has durably applied or parked this version of that key, or a later one. A
    /// tombstone is applied where there is nothing for it to take away.
    bool has_applied(node_id device, const protocol::record_key& key, const held_version& version)
        const;
    /// The device has unsent work that had seen this write, or is this write.
    bool is_pending(node_id device, write_index which) const;
    /// The server shows the record to people.
    bool is_live_at_server(record_index which) const;

    const std::map<protocol::record_key, server_row>& server() const noexcept { return server_; }
    /// The server's versions in the order in which pulls read them.
    const std::set<position>& in_order() const noexcept { return in_order_; }
    const session_log& sessions() const noexcept { return sessions_; }
    const device_view& device(node_id which) const { return devices_[which.value() - 1U]; }
    const std::vector<device_view>& devices() const noexcept { return devices_; }

    /// The device's row of a record that the user means by its name: live, not a copy, the first
    /// by key where there are several.
    std::optional<protocol::record_key> row_of(node_id device, record_index record) const;

    /// "milk", "phone", "server".
    const std::string& name(record_index which) const { return records_[which.value()].name; }
    const std::string& name(node_id which) const;
    /// "milk as phone edited it (event 12)".
    std::string describe(write_index which) const;

private:
    write_index add(ledger_write planned);
    /// The server stored a body that is made of the two writes of the conflict it has just noted.
    void note_merge(const protocol::record& content, event_ordinal at);
    held_version version_of(const protocol::record& content, event_ordinal since) const;
    device_view& device_at(node_id which) { return devices_[which.value() - 1U]; }

    void note(const moment& when, const event::local_work& what);
    void note(const moment& when, const event::sync_ended& what);
    void note(const moment& when, const event::server_put& what);
    void note(const moment& when, const event::server_removed& what);
    void note(const moment& when, const event::server_conflict& what);
    void note(const moment& when, const event::server_cursor& what);
    void note(const moment& when, const event::server_committed& what);
    void note(const moment& when, const event::device_put& what);
    void note(const moment& when, const event::device_removed& what);
    void note(const moment& when, const event::device_cursor& what);
    void note(const moment& when, const event::device_committed& what);

    /// What the transaction did is what stands now; one that changed nothing touched nothing.
    void begin_commit();
    void end_commit();
    void change(std::optional<write_index> which, event_ordinal at);
    void touch(std::optional<write_index> which);
    void reach_server(std::optional<write_index> which, event_ordinal at);
    void hold(device_view& device, std::optional<write_index> which);
    void forget_server_row(const protocol::record_key& key);
    void forget_device_row(device_view& device, const protocol::record_key& key);

    std::vector<ledger_write> writes_;
    std::vector<ledger_record> records_;
    std::map<protocol::write_id, write_index> by_id_;
    /// By value: bodies that the server made of two.
    std::map<std::string, write_index, std::less<>> merges_;
    std::map<protocol::record_key, server_row> server_;
    std::set<position> in_order_;
    std::vector<device_view> devices_;
    session_log sessions_;

    // Of the transaction whose events are coming in, until the first event after its commit.
    bool commit_is_over_ = true;
    /// The winner and the loser of the conflict that it has noted last.
    std::optional<std::pair<write_index, write_index>> met_;
    std::vector<record_index> touched_;
    std::vector<write_index> pending_before_;
    std::vector<write_index> settled_;
    std::vector<server_change> changes_;
    /// The server's row in the place of which the last one came.
    std::optional<server_row> replaced_;
};

}  // namespace syncsim::sim
