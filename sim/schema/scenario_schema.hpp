#pragma once

#include <string>

namespace syncsim::sim {

/// The JSON Schema (draft-07) of scenario files, for editors: it completes and explains whatever
/// this release has, and refuses what it does not.
///
/// What depends on the rest of a file only the loader sees: whether a node or a record of that name
/// is there, say, or whether answers contradict each other.
std::string scenario_schema();

}  // namespace syncsim::sim
