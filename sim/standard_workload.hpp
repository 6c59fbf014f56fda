#pragma once

#include "sim/scenario.hpp"

namespace syncsim::sim {

/// The runs by which speed is measured. They are fixed: a figure means something only beside
/// another one of the same workload.

/// Small: 2 devices, 6 pieces of local work, 4 syncs, 1 fault, 1 settle round.
const scenario& workload_s();

/// Medium: 3 devices, 20 pieces of local work, 10 syncs, 3 faults, 1 settle round; a conflict, a
/// delete, a lost reply and a crash are among them.
const scenario& workload_m();

}  // namespace syncsim::sim
