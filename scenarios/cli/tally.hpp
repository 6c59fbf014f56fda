#pragma once

#include <cstddef>

#include "scenarios/cli/exit_code.hpp"
#include "scenarios/cli/finished_run.hpp"
#include "scenarios/cli/options.hpp"

namespace syncsim::cli {

/// How the runs of a command ended, in numbers.
struct tally {
    std::size_t planned = 0;
    std::size_t as_expected = 0;
    /// Those that are nondeterministic or met a bug of ours are among them.
    std::size_t unexpected = 0;
    std::size_t inconclusive = 0;
    std::size_t nondeterministic = 0;
    std::size_t our_bugs = 0;

    void add(const finished_run& one);

    std::size_t finished() const noexcept { return as_expected + unexpected + inconclusive; }
    /// Runs that count as failures.
    std::size_t failures(run_options::doubt how) const noexcept;

    friend bool operator==(const tally&, const tally&) = default;
};

exit_code exit_code_of(const tally& of, run_options::doubt how, bool interrupted);

}  // namespace syncsim::cli
