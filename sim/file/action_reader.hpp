#pragma once

#include <optional>
#include <string_view>

#include "sim/file/node_words.hpp"
#include "sim/file/object_reader.hpp"
#include "sim/file/record_words.hpp"
#include "sim/scenario.hpp"

namespace syncsim::sim {

/// Reads what a step does, but for its members `do` and `id`; nothing for a verb that is none.
///
/// Records that it creates are added to `records`.
std::optional<step_action> read_action(
    std::string_view verb,
    object_reader& step,
    const node_words& nodes,
    record_words& records);

}  // namespace syncsim::sim
