#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "protocol/json_text.hpp"
#include "sim/file/error_log.hpp"
#include "sim/file/object_reader.hpp"
#include "sim/file/step_scope.hpp"
#include "sim/scenario.hpp"

namespace syncsim::sim {

/// What a fault belongs to, which decides when it may happen and what it has to say.
enum class fault_home : std::uint8_t { local_work, sync, step_of_its_own };

/// It happens to a node, at an anchor or at any other time; else it happens to a message.
bool happens_to_a_node(fault_kind kind) noexcept;

/// Reads the array of the faults of one step. A fault without an id is left without.
///
/// REQUIRES: `home` is a step that has faults.
std::vector<fault> read_faults(
    const json::value& from,
    fault_home home,
    const step_scope& scope,
    error_log& log);

/// Reads the members of a step that is itself a fault, at its own time.
fault read_timed_fault(object_reader& step, const step_scope& scope);

/// Members of a fault that a later release will have.
std::span<const std::string_view> later_fault_members() noexcept;

/// Gives an id to each fault that has none: its kind and anchor, and a number where that is taken.
/// Two of one given id are an error.
void name_faults(std::vector<scenario_step>& steps, error_log& log);

}  // namespace syncsim::sim
