#pragma once

#include "scenarios/cli/console.hpp"
#include "scenarios/cli/exit_code.hpp"
#include "scenarios/cli/options.hpp"

namespace syncsim::cli {

/// `syncsim list`: what a scenario can name, one line each, from the tables that the code uses.
exit_code list_names(const list_options& asked, const console& on);

}  // namespace syncsim::cli
