#pragma once

#include <string>

#include "protocol/variant.hpp"
#include "sim/outcome.hpp"
#include "sim/scenario.hpp"

namespace syncsim::reports {

/// What is kept beside a scenario's file, and compared after every change: how the run ended and
/// how its author expects it to end, its story, its digest and what it cost. It depends on nothing
/// but its arguments.
///
/// REQUIRES: the run kept its trace.
std::string transcript(
    const sim::scenario& script,
    const protocol::variant& of,
    const sim::outcome& run);

}  // namespace syncsim::reports
