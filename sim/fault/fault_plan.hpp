#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/outcome.hpp"
#include "sim/scenario.hpp"
#include "sim/trace.hpp"

namespace syncsim::sim {

/// The faults that a step holds.
std::span<const fault> faults_of(const step_action& action);

/// All faults of a run, in the order of its steps, and which of them have acted.
class fault_plan {
public:
    explicit fault_plan(const scenario& script);

    const fault& operator[](fault_index which) const { return *faults_[which.value()]; }

    /// The faults that were written at this step, which is one of the scenario's.
    std::vector<fault_index> of_step(const scenario_step& step) const;

    void count_firing(fault_index which) { ++fired_[which.value()]; }

    std::vector<outcome::fault_use> uses() const;
    /// The ids of those that have not acted and had to.
    std::vector<std::string> not_fired() const;

private:
    std::vector<const fault*> faults_;
    std::vector<std::uint32_t> fired_;
};

/// How often a sync, or one piece of local work, has passed each anchor, and which of its faults
/// are due there.
class anchor_passes {
public:
    anchor_passes() = default;
    anchor_passes(const fault_plan& plan, std::vector<fault_index> faults)
        : plan_(&plan), faults_(std::move(faults))
    {
    }

    /// Passes the anchor once more; the faults that are due with this pass, in their order.
    std::vector<fault_index> pass(anchor at);

    int passed(anchor at) const { return passes_[static_cast<std::size_t>(at)]; }

private:
    const fault_plan* plan_ = nullptr;
    std::vector<fault_index> faults_;
    std::array<int, anchor_count> passes_{};
};

}  // namespace syncsim::sim
