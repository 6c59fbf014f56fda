#pragma once

#include "sim/file/later_steps.hpp"
#include "sim/file/node_words.hpp"
#include "sim/file/record_words.hpp"

namespace syncsim::sim {

/// What a step may refer to.
struct step_scope {
    const node_words& nodes;
    record_words& records;
    const later_steps& later;
};

}  // namespace syncsim::sim
