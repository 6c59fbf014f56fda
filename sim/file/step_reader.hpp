#pragma once

#include <vector>

#include "protocol/json_text.hpp"
#include "sim/file/error_log.hpp"
#include "sim/file/node_words.hpp"
#include "sim/scenario.hpp"

namespace syncsim::sim {

/// Reads the array of a scenario's steps, and checks that they go together: nodes exist, records
/// are created once and before they are used, ids are unique.
std::vector<scenario_step> read_steps(
    const json::value& from,
    const node_words& nodes,
    error_log& log);

}  // namespace syncsim::sim
