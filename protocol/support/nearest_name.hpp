#pragma once

#include <span>
#include <string>
#include <string_view>

namespace syncsim::support {

/// The known name that `written` was probably meant to be; empty if it is like none of them.
///
/// Near is one mistake for each three letters of the known name, and at least one. A mistake is a
/// letter too many, too few or wrong, or two neighbours swapped. Of equally near names the first
/// wins.
std::string_view nearest_name(std::string_view written, std::span<const std::string_view> known);

/// `; did you mean "…"?` for the end of a message, or nothing.
std::string suggestion(std::string_view written, std::span<const std::string_view> known);

}  // namespace syncsim::support
