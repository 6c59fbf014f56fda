#pragma once

#include <string>
#include <string_view>

namespace syncsim::cli {

/// How a file's text changes, as `diff -u` says it and `patch` reads it; empty where it does not.
std::string unified_diff(std::string_view file, std::string_view before, std::string_view after);

}  // namespace syncsim::cli
