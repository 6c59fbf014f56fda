#pragma once

#include <string>
#include <vector>

#include "scenarios/cli/finished_run.hpp"

namespace syncsim::cli {

/// What `--bless` has done.
struct blessing {
    /// How the files have changed, as `diff -u` says it.
    std::string diff;
    /// "file: what cannot be done, and why", for each run that stays as it is.
    std::vector<std::string> refusals;
};

/// Writes what happened into the files of the runs that were not as expected, where they show
/// something, and judges those runs by it. Every other byte of the files stays.
blessing bless(std::vector<finished_run>& runs);

}  // namespace syncsim::cli
