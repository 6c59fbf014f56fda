#pragma once

#include <string>
#include <vector>

#include "sim/ledger.hpp"
#include "sim/scenario.hpp"

namespace syncsim::sim {

/// What of an `expect` step is not so, as sentences; none where all of it is.
std::vector<std::string> failures(const ledger& known, node_id where, const expect_step& wanted);

}  // namespace syncsim::sim
