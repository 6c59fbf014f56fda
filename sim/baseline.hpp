#pragma once

#include <vector>

#include "protocol/variant.hpp"
#include "sim/scenario.hpp"
#include "sim/verdict.hpp"

namespace syncsim::sim {

/// A run in which nothing goes wrong: three devices with right clocks work and sync one after the
/// other, no message is lost and no two writes meet.
const scenario& untroubled();

/// The mechanism invariants that the variant breaks even there: by design, in nearly every run.
///
/// In the order of the enum. A variant is run once and remembered, whichever thread asks.
std::vector<invariant> baseline(const protocol::variant& of);

}  // namespace syncsim::sim
