#pragma once

#include <string>
#include <string_view>

namespace syncsim::cli {

/// The text of a scenario to begin with: it breaks the protocol as written, and its comments say
/// why, and what to try next. The file's name is for the commands in them.
///
/// It loads if `name` can be the name of a scenario.
std::string scenario_template(std::string_view name, std::string_view file);

}  // namespace syncsim::cli
