#pragma once

#include "scenarios/cli/console.hpp"
#include "scenarios/cli/exit_code.hpp"
#include "scenarios/cli/options.hpp"

namespace syncsim::cli {

/// `syncsim new`: writes a scenario to begin with, and says how to run it.
exit_code write_new_scenario(const new_options& asked, const console& on);

}  // namespace syncsim::cli
