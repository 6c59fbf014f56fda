#pragma once

#include <source_location>
#include <string_view>

namespace syncsim::support {

/// Prints the reason and the place on standard error, and aborts.
[[noreturn]] void check_failed(std::string_view why, std::source_location where) noexcept;

/// Asserts what only a mistake of ours could break; on in every build.
///
/// What the world does to us (input, files, messages) is a `result<T>`, never a check.
constexpr void check(
    bool condition,
    std::string_view why,
    std::source_location where = std::source_location::current())
{
    if (!condition) [[unlikely]]
        check_failed(why, where);
}

}  // namespace syncsim::support
