#include "sim/file/error_log.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace syncsim::sim {

source_place place_of(json::position at) noexcept
{
    return {.line = at.line, .column = at.column};
}

void error_log::add(json::position at, std::string message)
{
    if (full()) return;
    if (errors_.size() == errors_max) message = "too many errors; the rest are left out";
    const auto behind = std::ranges::upper_bound(
        errors_, std::tuple{at.line, at.column}, {}, [](const scenario_error& each) {
            return std::tuple{each.at.line, each.at.column};
        });
    errors_.insert(behind, {file_, place_of(at), std::move(message)});
}

}  // namespace syncsim::sim
