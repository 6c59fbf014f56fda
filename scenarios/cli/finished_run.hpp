#pragma once

#include <optional>
#include <string>

#include "scenarios/cli/planned_run.hpp"
#include "sim/assessment.hpp"
#include "sim/outcome.hpp"

namespace syncsim::cli {

/// What a run has shown, against what was expected of it.
struct finished_run {
    planned_run plan;
    sim::assessment assessed;
    /// Without its events and its ledger.
    sim::outcome seen;

    /// For the console; empty where it is not wanted.
    std::string story;
    /// For a file; none where nothing is to be kept.
    std::optional<std::string> transcript;
    /// Beside it: the digest after each event, a line each.
    std::string digests;

    /// Where two runs of the same seed part, as a sentence.
    std::optional<std::string> nondeterminism;
    /// Syncsim itself failed: what the exception said. Nothing else here means anything then.
    std::optional<std::string> our_bug;

    bool is_as_expected() const
    {
        return !our_bug && !nondeterminism &&
               assessed.how == sim::assessment::standing::as_expected;
    }
    bool is_inconclusive() const
    {
        return !our_bug && !nondeterminism &&
               assessed.how == sim::assessment::standing::inconclusive;
    }
};

}  // namespace syncsim::cli
