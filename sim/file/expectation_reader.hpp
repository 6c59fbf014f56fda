#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/json_text.hpp"
#include "protocol/variant.hpp"
#include "sim/file/error_log.hpp"
#include "sim/scenario.hpp"

namespace syncsim::sim {

/// What is written where a run is only reported.
inline constexpr std::string_view any_word = "any";

/// Reads "all" as none, or an array of the names of invariants.
std::vector<invariant> read_judges(const json::value& from, error_log& log);

/// Reads what is expected of each variant, or under "" of every one.
///
/// `variants` are those that the scenario runs, none for any; `judges` those invariants that judge
/// it, none for all: what is expected of others would never be compared.
std::map<std::string, expectation> read_expectations(
    const json::value& from,
    const std::vector<protocol::variant>& variants,
    const std::vector<invariant>& judges,
    error_log& log);

}  // namespace syncsim::sim
