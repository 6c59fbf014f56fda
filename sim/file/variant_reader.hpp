#pragma once

#include <optional>
#include <vector>

#include "protocol/json_text.hpp"
#include "protocol/variant.hpp"
#include "sim/file/error_log.hpp"

namespace syncsim::sim {

/// An array of variants, each name once: presets by name, and objects that say how they differ from
/// one. A variant that cannot be run is an error for each reason, and may be referred to.
std::optional<std::vector<protocol::variant>> as_variants(const json::value& from, error_log& log);

}  // namespace syncsim::sim
