#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "sim/scenario.hpp"

namespace syncsim::sim {

/// Names the steps of a scenario, in their order, by what they are: device, verb, record, and how
/// many such there were before. So a step keeps its name where steps of another kind come and go.
///
/// A step that is a fault is named by the fault's id.
class step_namer {
public:
    step_id next(const step_action& action);

private:
    std::map<std::uint64_t, std::uint64_t> occurrences_;
};

/// The id of the step that an author calls so. A name of "0x" and 16 digits is the id itself.
step_id step_called(std::string_view name) noexcept;

/// The name that `step_called` turns into this id.
std::string name_of(step_id id);

}  // namespace syncsim::sim
