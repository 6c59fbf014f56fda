#pragma once

#include <optional>
#include <string_view>

#include "sim/file/object_reader.hpp"
#include "sim/file/step_scope.hpp"
#include "sim/scenario.hpp"

namespace syncsim::sim {

/// Reads what a step does, but for its members `do` and `id`; nothing for a verb that is none.
///
/// Records that it creates are added to those of `scope`.
std::optional<step_action> read_action(
    std::string_view verb,
    object_reader& step,
    const step_scope& scope);

}  // namespace syncsim::sim
