#pragma once

#include "scenarios/cli/console.hpp"
#include "scenarios/cli/exit_code.hpp"
#include "scenarios/cli/options.hpp"

namespace syncsim::cli {

/// `syncsim replay`: plays one run again, tells its events up to one of them, and what every node
/// holds then; compares a run that was kept with what it was.
exit_code replay_run(const replay_options& asked, const console& on);

}  // namespace syncsim::cli
