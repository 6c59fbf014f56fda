#pragma once

#include <string>
#include <string_view>

namespace syncsim::reports {

/// The text as a part of a line of Markdown, a table's cell too: what would be markup is escaped,
/// and control characters are blanks.
std::string markdown_text(std::string_view text);

}  // namespace syncsim::reports
