#pragma once

#include <string_view>

#include "protocol/json_text.hpp"
#include "sim/file/matrix.hpp"
#include "sim/scenario_file.hpp"

namespace syncsim::sim {

/// Reads the scenario of each point of the file's matrix.
loaded_scenarios read_points(
    const json::value& file,
    const matrix& from,
    std::string_view file_name);

}  // namespace syncsim::sim
