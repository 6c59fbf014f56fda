#pragma once

#include <cstddef>
#include <functional>

#include "reports/story.hpp"
#include "scenarios/cli/finished_run.hpp"
#include "scenarios/cli/options.hpp"
#include "sim/world.hpp"

namespace syncsim::cli {

/// `sim::run`, or what stands for it in a test.
using simulator = std::function<
    sim::outcome(const sim::scenario&, const protocol::variant&, const sim::run_options&)>;

/// What is wanted of a run beside its verdict.
struct run_wishes {
    /// Whose stories are told, beside those that are not as expected.
    enum class told { no_other, violations, every } stories = told::no_other;
    run_options::kept kept = run_options::kept::failing;
    /// How many times it is run again, to compare; once at least where it is not as expected.
    std::size_t repeats = 0;
    reports::text_style style;
};

/// Runs and judges. Does not throw: what is thrown is a bug of ours, and ends in the result.
finished_run finish(
    const planned_run& plan,
    const run_wishes& wishes,
    const simulator& simulate = sim::run);

}  // namespace syncsim::cli
