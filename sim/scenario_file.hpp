#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario.hpp"

/// Scenario files: JSON with comments, as `scenarios/README.md` documents it.
namespace syncsim::sim {

/// What is wrong at one place of a file, and what to do about it.
struct scenario_error {
    std::string file;
    source_place at;
    /// A sentence without a full stop; it does not repeat the place.
    std::string message;

    friend bool operator==(const scenario_error&, const scenario_error&) = default;
};

/// "scenarios/x.jsonc:12:7: unknown fault "dorp"; did you mean "drop"?"
std::string to_string(const scenario_error& error);

/// A scenario, or every error of its file in the order of the text. Taking the scenario of a file
/// with errors is a mistake of ours: it aborts.
using loaded_scenario = boost::system::result<scenario, std::vector<scenario_error>>;

[[noreturn]] void throw_exception_from_error(
    const std::vector<scenario_error>& unexpected,
    const boost::source_location& where);

/// No file of a scenario is larger.
inline constexpr std::size_t scenario_bytes_max = std::size_t{16} << 20U;

/// Reads the text of a file; its name is for messages only.
///
/// What is not JSON, or names a member twice, is reported alone: what follows cannot be understood.
/// A matrix is an error: it makes many scenarios of one file.
loaded_scenario load_scenario(std::string_view text, std::string_view file_name);

/// A point of a file's matrix that is no scenario, because a fault makes no sense where it puts it.
struct skipped_point {
    /// "where=apply.mid what=drop".
    std::string label;
    /// A sentence without a full stop.
    std::string why;

    friend bool operator==(const skipped_point&, const skipped_point&) = default;
};

/// The scenarios of one file: one for each point of its matrix that makes sense, or the only one.
struct scenario_set {
    /// At least one.
    std::vector<scenario> points;
    std::vector<skipped_point> skipped;
};

using loaded_scenarios = boost::system::result<scenario_set, std::vector<scenario_error>>;

/// As `load_scenario`, for a file that may have a matrix. An error of several points is reported
/// once.
loaded_scenarios load_scenarios(std::string_view text, std::string_view file_name);

/// The scenario as the text of a file, which loads to an equal one but for its places. What has its
/// default value is left out.
///
/// REQUIRES: the scenario is one that a file can describe. Beyond what `load_scenario` checks:
/// `set` and `has` are canonical JSON; an expectation under "" is the only one; the id of a fault
/// step is the one that `step_namer` gives it. Of the point of a matrix only what it makes of the
/// scenario is written, not its label.
std::string to_text(const scenario& described);

}  // namespace syncsim::sim
