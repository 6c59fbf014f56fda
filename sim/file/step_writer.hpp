#pragma once

#include <string>
#include <vector>

#include "sim/scenario.hpp"

namespace syncsim::sim {

/// The steps as the JSON array of a scenario file. An id is written where it is not the one that
/// the step would have without, or where a fault waits for the step.
std::string write_steps(const std::vector<scenario_step>& steps);

}  // namespace syncsim::sim
