#pragma once

#include <string>

#include "protocol/messages.hpp"
#include "sim/time/choice.hpp"

namespace syncsim::sim {

/// Makes one value inside the reply another one of its kind, which a digest of the reply would
/// notice: a key, a stamp, a body, an id, a verdict. Which one is the choice of that name; the
/// digest itself is none of them.
///
/// What it changed, as "records[0].stamp"; empty where the reply says nothing that could change.
std::string corrupt_value(protocol::reply& inside, const chance& luck, choice_key name);

}  // namespace syncsim::sim
