#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace syncsim::cli {

/// The environment's variables, by name.
using environment = std::map<std::string, std::string, std::less<>>;

/// Nothing where the variable is not set, or is empty.
inline std::optional<std::string_view> variable(const environment& of, std::string_view name)
{
    const auto found = of.find(name);
    if (found == of.end() || found->second.empty()) return std::nullopt;
    return found->second;
}

}  // namespace syncsim::cli
