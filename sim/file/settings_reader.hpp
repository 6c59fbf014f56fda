#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/json_text.hpp"
#include "sim/file/error_log.hpp"
#include "sim/scenario.hpp"

/// What reads the parts of a scenario that are not its steps (see value_reader.hpp).
namespace syncsim::sim {

std::optional<std::vector<std::string>> as_tags(const json::value& from, error_log& log);

std::optional<server_settings> as_server(const json::value& from, error_log& log);

/// An object whose members are the devices, by name.
std::optional<std::vector<client_settings>> as_devices(const json::value& from, error_log& log);

std::optional<link_settings> as_network(const json::value& from, error_log& log);

std::optional<settle_settings> as_settle(const json::value& from, error_log& log);

}  // namespace syncsim::sim
