#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "reports/node_states.hpp"
#include "reports/story.hpp"
#include "reports/timeline.hpp"

namespace syncsim::reports {

/// What every node holds, for a terminal: a line for each of its records, with the name that the
/// scenario gave it, its key, what is in it, and what marks it.
std::string state_table(const node_states& states, const vocabulary& with, const text_style& style);

/// The same as JSON: an object with the event, and an array of nodes, the server first.
nlohmann::ordered_json state_json(const node_states& states, const vocabulary& with);

}  // namespace syncsim::reports
