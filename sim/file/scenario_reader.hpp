#pragma once

#include "protocol/json_text.hpp"
#include "sim/file/error_log.hpp"
#include "sim/scenario.hpp"

namespace syncsim::sim {

/// Whatever else is in the file may mean something else.
bool is_of_newer_format(const json::value& from) noexcept;

/// Reads a whole scenario, its matrix left out. Where the log gets errors, what is read means
/// nothing.
scenario read_scenario(const json::value& from, error_log& log);

}  // namespace syncsim::sim
