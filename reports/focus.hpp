#pragma once

#include <optional>
#include <set>
#include <vector>

#include "sim/outcome.hpp"
#include "sim/scenario.hpp"

namespace syncsim::reports {

/// What the story of a run is about.
struct focus {
    /// Indices into the run's violations: the first of each invariant, and more where there is
    /// room, in the order in which they were found.
    std::vector<std::size_t> violations;
    /// With which those broke, and which prove them.
    std::set<sim::event_ordinal> breaks;
    std::set<sim::event_ordinal> witnesses;

    /// The records of those events; all of the run's where there are none.
    std::set<sim::record_index> records;
    /// Devices that wrote them, and those of the events.
    std::set<sim::node_id> devices;
    /// What clocks show, and which stretch a pull read, may explain what happened.
    bool times_matter = false;

    bool is_about(sim::record_index record) const { return records.contains(record); }
    bool is_about(sim::node_id node) const { return devices.contains(node); }
    bool stands_on(sim::event_ordinal at) const
    {
        return breaks.contains(at) || witnesses.contains(at);
    }
};

/// REQUIRES: the run kept its trace.
focus focus_of(const sim::scenario& script, const sim::outcome& run);

/// What a violation is about: the records of the event with which it broke and of those that prove
/// it, and the devices that these happened at or that wrote the records.
struct subjects {
    std::set<sim::record_index> records;
    std::set<sim::node_id> devices;
};

/// REQUIRES: the run kept its trace.
subjects subjects_of(const sim::violation& broken, const sim::outcome& run);

/// The record that a version with this value belongs to; nothing where no user wrote it.
std::optional<sim::record_index> record_of(const sim::ledger& known, std::string_view value);

}  // namespace syncsim::reports
