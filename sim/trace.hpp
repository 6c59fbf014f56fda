#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "protocol/messages.hpp"
#include "protocol/support/hash.hpp"
#include "protocol/support/strong.hpp"
#include "reference_client/local_store.hpp"
#include "reference_server/store.hpp"
#include "sim/fault/anchor.hpp"
#include "sim/scenario.hpp"
#include "sim/time/sim_time.hpp"

/// Everything that happens in a run, as values.
namespace syncsim::sim {

/// The server is node 0, the devices follow in the order of the scenario.
using node_id = support::strong<struct node_id_tag, std::uint16_t>;
inline constexpr node_id server_node{0};

/// A local write, and the record whose first write was a create; numbered by the ledger.
using write_index = support::strong<struct write_index_tag, std::uint32_t>;
using record_index = support::strong<struct record_index_tag, std::uint32_t>;

/// A message on the network. A duplicate has the number of its original.
using message_id = support::strong<struct message_id_tag, std::uint32_t>;

/// A sync of the run, settle rounds included; a fault of the scenario, in the order of its steps.
using sync_index = support::strong<struct sync_index_tag, std::uint32_t>;
using fault_index = support::strong<struct fault_index_tag, std::uint32_t>;

/// The place of an event in its trace.
using event_ordinal = support::strong<struct event_ordinal_tag, std::uint32_t>;

namespace event {

/// The user's work returned from the device's store, or was cut short by a crash: then nobody
/// knows whether it is there.
struct local_work {
    write_index write;
    bool certain;
};
struct sync_began {
    sync_index sync;
};
struct sync_ended {
    sync_index sync;
    /// Why it failed; none if it went through. A sync that a crash ended has `crashed` instead.
    std::optional<protocol::sync_errc> error;
    bool crashed;
};
struct request_sent {
    message_id message;
    sync_index sync;
    node_id device;
    std::shared_ptr<const protocol::request> content;
    /// From 1; each retry is one more.
    int attempt;
};
struct reply_sent {
    message_id message;
    sync_index sync;
    node_id device;
    protocol::step answers;
    /// The reply, or the error that the server answered with.
    std::shared_ptr<const protocol::result<protocol::reply>> content;
};
struct message_delivered {
    message_id message;
    bool is_reply;
    /// A copy after the first.
    bool again;
    /// What a reply says, where a call of its device waits for it; null for one that is ignored,
    /// and for a request.
    std::shared_ptr<const protocol::result<protocol::reply>> taken;
};
struct message_lost {
    message_id message;
    bool is_reply;
    enum class cause : std::uint8_t { fault, loss, partition, receiver_down } why;
};
/// A reply came to a call that has ended.
struct reply_ignored {
    message_id message;
};
/// The server's transaction stored, removed or noted this; the commit itself follows.
struct server_put {
    reference_server::stored_record version;
};
struct server_removed {
    protocol::record_key key;
    /// The value of the delete that took the row away.
    std::string by;
};
struct server_conflict {
    reference_server::stored_conflict what;
};
struct server_cursor {
    node_id device;
    std::optional<protocol::cursor> at;
};
struct server_committed {
    /// The request that was handled.
    message_id message;
    /// A session as the transaction leaves it, where it stored one.
    std::optional<reference_server::stored_session> session;
};
/// The device's transaction stored or removed this; the commit itself follows.
struct device_put {
    reference_client::local_record row;
};
struct device_removed {
    protocol::record_key key;
};
struct device_cursor {
    std::optional<protocol::cursor> at;
};
struct device_committed {
    /// The user's own work, not a session's.
    bool by_user;
};
struct fault_fired {
    fault_index fault;
    /// What only the run knows of it: which value a corruption changed.
    std::string detail;
};
struct crashed {};
struct restarted {};
struct clock_set {
    /// How far from true time the clock is from here on.
    duration error;
};
struct link_cut {
    partition_step::direction which;
};
struct link_healed {};
struct noted {
    std::string text;
};
/// An expectation in the middle of the scenario was not met.
struct unmet {
    source_place place;
    std::string what;
};
struct settle_began {};
/// Everything has healed, every round has run, nothing is on its way: the end of the run.
struct quiescent {};

}  // namespace event

using happening = std::variant<
    event::local_work,
    event::sync_began,
    event::sync_ended,
    event::request_sent,
    event::reply_sent,
    event::message_delivered,
    event::message_lost,
    event::reply_ignored,
    event::server_put,
    event::server_removed,
    event::server_conflict,
    event::server_cursor,
    event::server_committed,
    event::device_put,
    event::device_removed,
    event::device_cursor,
    event::device_committed,
    event::fault_fired,
    event::crashed,
    event::restarted,
    event::clock_set,
    event::link_cut,
    event::link_healed,
    event::noted,
    event::unmet,
    event::settle_began,
    event::quiescent>;

/// When and where something happened. Order is that of the ordinals, which never disagrees with
/// true time; the local time is what the node's own clock showed.
struct moment {
    event_ordinal ordinal;
    sim_time at;
    duration local;
    node_id node;
};

struct trace_event {
    moment when;
    happening what;
};

using trace = std::vector<trace_event>;

/// The running digest of a run: equal for two runs if and only if, for all practical purposes, the
/// same happened in the same order at the same times.
class run_digest {
public:
    void add(const moment& when, const happening& what);
    std::uint64_t value() const noexcept { return hash_.finish(); }

private:
    support::hasher hash_;
};

}  // namespace syncsim::sim
