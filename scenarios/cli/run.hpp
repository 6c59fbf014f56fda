#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "scenarios/cli/console.hpp"
#include "scenarios/cli/exit_code.hpp"
#include "scenarios/cli/interruption.hpp"
#include "scenarios/cli/options.hpp"
#include "scenarios/cli/progress.hpp"
#include "scenarios/cli/runner.hpp"

namespace syncsim::cli {

/// How `run` was asked for, for whoever wants the same again.
struct run_request {
    run_options asked;
    /// The words after the program's name.
    std::vector<std::string> words;
    std::vector<flag_value> flags;
    std::filesystem::path directory;
    progress::style progress_style = progress::style::none;
    /// The columns of a line that changes; 0 for any number.
    std::size_t progress_width = 0;
};

/// `syncsim run`: runs and judges scenarios, says how they ended, and keeps the results.
///
/// An interruption ends it early; what has been found so far is kept.
exit_code run_scenarios(
    const run_request& request,
    const console& on,
    const interruption& stop,
    const simulator& simulate = sim::run);

}  // namespace syncsim::cli
