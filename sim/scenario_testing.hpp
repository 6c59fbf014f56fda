#pragma once

#include <variant>
#include <vector>

#include "sim/scenario.hpp"

namespace syncsim::sim {

inline void forget_places(std::vector<fault>& faults)
{
    for (auto& each : faults) each.place = {};
}

/// The scenario as one that was made in memory, for comparing it with what was read back.
inline scenario without_places(scenario from)
{
    from.point.clear();
    for (auto& step : from.steps) {
        step.place = {};
        if (auto* const local = std::get_if<local_step>(&step.action)) forget_places(local->faults);
        if (auto* const timed = std::get_if<fault_step>(&step.action)) timed->what.place = {};
        if (auto* const sync = std::get_if<sync_step>(&step.action)) {
            forget_places(sync->faults);
            for (auto& each : sync->during) each.place = {};
        }
    }
    for (auto& [_, expected] : from.expect) expected.place = {};
    return from;
}

}  // namespace syncsim::sim
