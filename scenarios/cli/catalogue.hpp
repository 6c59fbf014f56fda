#pragma once

#include <string>
#include <vector>

#include "scenarios/cli/selection.hpp"

namespace syncsim::cli {

/// The catalogue of failure modes, as Markdown: for each scenario what goes wrong in it, why that
/// matters, and which variants it breaks, under a heading for the directory that its file is in.
std::string catalogue_of(const std::vector<scenario_file>& files);

}  // namespace syncsim::cli
