#pragma once

#include <string_view>

namespace syncsim::cli {

/// The release, as people write it.
inline constexpr std::string_view version = "0.1.0";

}  // namespace syncsim::cli
