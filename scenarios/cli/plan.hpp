#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "scenarios/cli/options.hpp"
#include "scenarios/cli/planned_run.hpp"
#include "scenarios/cli/selection.hpp"

namespace syncsim::cli {

/// Every run that the options ask for, in the order of the files and of their variants.
///
/// REQUIRES: every variant that the options name is a preset.
std::vector<planned_run> plan_of(const std::vector<scenario_file>& files, const run_options& asked);

/// The seed that all these runs have; none where they differ.
std::optional<std::uint64_t> common_seed(const std::vector<planned_run>& runs);

}  // namespace syncsim::cli
