#pragma once

#include "scenarios/cli/console.hpp"
#include "scenarios/cli/exit_code.hpp"
#include "scenarios/cli/options.hpp"

namespace syncsim::cli {

/// `syncsim check`: reads scenarios and prints all errors of all of them, on the standard output.
exit_code check_scenarios(const check_options& asked, const console& on);

}  // namespace syncsim::cli
