#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/check/findings.hpp"
#include "sim/ledger.hpp"
#include "sim/trace.hpp"
#include "sim/verdict.hpp"

namespace syncsim::sim {

/// What a run has shown.
struct outcome {
    verdict_kind verdict = verdict_kind::holds;
    /// In the order in which they were found.
    std::vector<violation> violations;
    /// Mechanism invariants that were broken as the variant breaks them in any run. They are in no
    /// violation, and no verdict counts them.
    std::vector<invariant> baseline;
    /// Why the run does not show what it was meant to; empty unless it is inconclusive.
    std::vector<std::string> doubts;

    /// An expectation in the middle of the scenario that was not met.
    struct unmet_expectation {
        event_ordinal at;
        source_place place;
        std::string what;
        /// A violation had been found before: this follows from it.
        bool is_consequence = false;
    };
    std::vector<unmet_expectation> unmet;

    /// How often each fault of the scenario acted, in the order of its steps.
    struct fault_use {
        std::string id;
        fault_kind kind{};
        anchor at{};
        std::uint32_t fired = 0;
    };
    std::vector<fault_use> faults;

    /// Which marks, anchors and faults the run has reached, as `must_reach` names them, each once.
    std::vector<std::string> reached;

    /// Of everything that happened. Equal for the same scenario, variant and seed, always.
    std::uint64_t digest = 0;

    std::uint32_t events = 0;
    std::uint32_t messages = 0;
    sim_time ended;

    /// What happened, where the run was asked to keep it.
    trace story;
    /// Who wrote what, for whoever tells the story.
    ledger known{{}};
};

}  // namespace syncsim::sim
