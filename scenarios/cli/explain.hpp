#pragma once

#include "scenarios/cli/console.hpp"
#include "scenarios/cli/exit_code.hpp"
#include "scenarios/cli/options.hpp"

namespace syncsim::cli {

/// `syncsim explain`: plays one run and tells its story.
exit_code explain_run(const explain_options& asked, const console& on);

}  // namespace syncsim::cli
