#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reports/timeline.hpp"

/// The lines of a run that are worth a reader's time.
namespace syncsim::reports {

/// A line, or, where there is none, what stands for lines left out.
struct excerpt_row {
    std::optional<timeline_line> line;
    std::string folded;
};

/// The lines that tell what broke and why, with marks where it broke: in at most `rows_max` rows,
/// unless proving the violations takes more. Uneventful syncs and rounds that repeat the one before
/// are folded.
std::vector<excerpt_row> excerpt(
    std::vector<timeline_line> lines,
    const vocabulary& with,
    const std::vector<sim::violation>& violations,
    std::size_t rows_max);

/// Every line, with marks where something broke.
std::vector<excerpt_row> every_row(
    std::vector<timeline_line> lines,
    const vocabulary& with,
    const std::vector<sim::violation>& violations);

}  // namespace syncsim::reports
