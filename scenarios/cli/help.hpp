#pragma once

#include <cstddef>
#include <string>

#include "scenarios/cli/flags.hpp"

namespace syncsim::cli {

/// All verbs, with examples. A width of 0 breaks no line.
std::string overview(std::size_t width);

/// What a verb takes, and what its exit codes mean.
std::string help_of(const verb& of, std::size_t width);

}  // namespace syncsim::cli
