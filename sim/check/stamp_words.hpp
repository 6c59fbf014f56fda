#pragma once

#include <optional>
#include <string>

#include "protocol/stamp.hpp"

namespace syncsim::sim {

/// "2008-10-27 04:41:01" or "place 3".
std::string in_words(const protocol::stamp& at);

/// The same; "the beginning" where nothing has been read.
std::string in_words(const std::optional<protocol::cursor>& at);

}  // namespace syncsim::sim
