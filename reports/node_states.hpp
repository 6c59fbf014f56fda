#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "protocol/step.hpp"
#include "sim/scenario.hpp"
#include "sim/trace.hpp"

namespace syncsim::reports {

/// A row of a node's database, and the event with which it came to be as it is.
template <class Row>
struct dated_row {
    Row row;
    sim::event_ordinal since;
};

/// A session of a device as the server's database has it, the last one that was stored.
struct known_session {
    protocol::session_id id;
    sim::event_ordinal begun;
    protocol::session_state state{};
};

struct device_state {
    std::string name;
    std::map<protocol::record_key, dated_row<reference_client::local_record>> rows;
    /// How far it has read, where the device keeps that, and where the server does.
    std::optional<protocol::cursor> own_cursor;
    std::optional<protocol::cursor> cursor_at_server;
    std::optional<known_session> session;

    bool is_down = false;
    bool is_cut_off = false;
    /// The sync that it is in: since when, and the step it has asked for last.
    std::optional<sim::event_ordinal> in_sync_since;
    std::optional<protocol::step> asked_for;
};

/// What every node durably held after an event, and what it was at: folded from the trace alone.
struct node_states {
    /// The last event that counts; those of one transaction count together.
    sim::event_ordinal last;
    sim::sim_time at;

    std::map<protocol::record_key, dated_row<reference_server::stored_record>> server;
    bool server_is_down = false;
    /// In the order of the scenario.
    std::vector<device_state> devices;
};

/// REQUIRES: the trace has this event.
node_states states_after(
    const sim::scenario& script,
    const sim::trace& run,
    sim::event_ordinal last);

}  // namespace syncsim::reports
