#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/cli/options.hpp"
#include "scenarios/cli/planned_run.hpp"
#include "scenarios/cli/selection.hpp"

namespace syncsim::cli {

/// What is wrong with the names of variants that the options ask for, as a sentence; nothing where
/// each is a preset or a variant of one of the files.
std::optional<std::string> wrong_variant(
    const std::vector<scenario_file>& files,
    const run_options& asked);

/// The same of the point of a matrix that they ask for.
std::optional<std::string> wrong_point(
    const std::vector<scenario_file>& files,
    const run_options& asked);

/// Every run that the options ask for, in the order of the files, of the points of their matrices
/// and of their variants. A file has no run under a variant that is neither a preset nor its own.
std::vector<planned_run> plan_of(const std::vector<scenario_file>& files, const run_options& asked);

/// The seed that all these runs have; none where they differ.
std::optional<std::uint64_t> common_seed(const std::vector<planned_run>& runs);

}  // namespace syncsim::cli
