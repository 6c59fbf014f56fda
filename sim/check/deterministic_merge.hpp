#pragma once

#include <cstddef>
#include <vector>

#include "sim/check/findings.hpp"
#include "sim/scenario.hpp"

/// `deterministic-merge`: the same writes end in the same winners and copies, whatever the order in
/// which they arrive.
///
/// It takes a second run to know. Once the last local work of a scenario is done and devices hold
/// unsent writes of one record that have not seen each other, the scenario is run again from its
/// beginning without the syncs that are left: what they would have brought, the settle rounds
/// bring, device by device in the reverse of the order in which it had arrived.
namespace syncsim::sim {

/// From this step on nobody works: the scenario's steps after the last local work.
std::size_t first_step_without_work(const scenario& of);

/// Unsent writes of different devices to one record of which neither has seen the other, in the
/// order in which they were made.
std::vector<write_index> meeting_writes(const ledger& known);

/// The same scenario without the syncs from that step on.
scenario without_syncs(const scenario& of, std::size_t from);

/// All devices, the one whose writes arrived last before the others.
std::vector<node_id> reverse_of_arrival(
    const std::vector<write_index>& meeting,
    const ledger& known);

/// Reports each record of these writes that has come out differently. `other` is the run with the
/// other order; `end` is the last event of the first.
void compare_merges(
    const std::vector<write_index>& meeting,
    const ledger& known,
    const ledger& other,
    event_ordinal end,
    findings& to);

}  // namespace syncsim::sim
