#pragma once

#include <string>
#include <vector>

#include "reports/excerpt.hpp"
#include "reports/story.hpp"

namespace syncsim::reports {

/// The rows as lines of text, none wider than the style says: event, true time, and one column for
/// each node that they speak of, the server in the second; a list "time  node: text" where the
/// columns would be too narrow to read.
std::vector<std::string> event_table(
    const std::vector<excerpt_row>& rows,
    const vocabulary& with,
    const text_style& style);

}  // namespace syncsim::reports
