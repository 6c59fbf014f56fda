#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/cli/exit_code.hpp"
#include "scenarios/cli/finished_run.hpp"
#include "scenarios/cli/tally.hpp"

namespace syncsim::cli {

/// What a command has found out. The same for the same scenarios, variants and seeds: nothing in it
/// is of the wall clock or the machine.
struct run_results {
    std::optional<std::uint64_t> seed;
    tally counts;
    exit_code code{};
    std::vector<finished_run> runs;
    std::vector<skipped_run> skipped = {};
};

/// The text of `results.json`, whose member `results_version` is 1.
std::string to_json(const run_results& results);

/// Below the results: where a run's files are kept.
std::string directory_of(const planned_run& plan);

}  // namespace syncsim::cli
