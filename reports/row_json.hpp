#pragma once

#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "reports/excerpt.hpp"
#include "reports/telling.hpp"

/// The parts of a telling as JSON, for whoever puts them into a report.
namespace syncsim::reports {

/// An array with an object for each row: a line with its event, time, node and text, or
/// `left_out`, which says what is not shown there.
nlohmann::ordered_json rows_json(const std::vector<excerpt_row>& rows, const vocabulary& with);

nlohmann::ordered_json finding_json(const finding& of);

}  // namespace syncsim::reports
