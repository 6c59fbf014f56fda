#pragma once

#include <string>
#include <vector>

#include "protocol/json_text.hpp"
#include "sim/file/error_log.hpp"
#include "sim/scenario.hpp"

namespace syncsim::sim {

/// Reads the array of what a run must reach, each once. `steps` are those of the scenario, whose
/// faults it may name.
std::vector<std::string> read_must_reach(
    const json::value& from,
    const std::vector<scenario_step>& steps,
    error_log& log);

}  // namespace syncsim::sim
