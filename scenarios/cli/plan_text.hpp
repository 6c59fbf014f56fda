#pragma once

#include <string>
#include <vector>

#include "scenarios/cli/console.hpp"
#include "scenarios/cli/planned_run.hpp"

/// What `--dry-run` says of runs that do not take place.
namespace syncsim::cli {

/// For people: each file, and below it its runs with their seeds and what is expected of them.
/// Below them, the points that make no sense.
std::string plan_text(
    const std::vector<planned_run>& plan,
    const std::vector<skipped_run>& skipped,
    const console& on);

/// As JSON, whose member `plan_version` is 1.
std::string plan_json(
    const std::vector<planned_run>& plan,
    const std::vector<skipped_run>& skipped);

}  // namespace syncsim::cli
