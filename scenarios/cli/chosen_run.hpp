#pragma once

#include <boost/system/result.hpp>
#include <filesystem>
#include <optional>
#include <string>

#include "scenarios/cli/exit_code.hpp"
#include "scenarios/cli/kept_run.hpp"
#include "scenarios/cli/options.hpp"
#include "scenarios/cli/planned_run.hpp"

namespace syncsim::cli {

/// The one run that a command is about.
struct chosen_run {
    planned_run plan;
    /// Where it was kept, and what it was; none for a scenario's file.
    std::string directory;
    std::optional<kept_run> before;

    /// What plays it again, event by event.
    std::string replay_command() const;

    /// The same run is meant: its scenario was kept with exactly this variant and seed.
    bool is_kept() const
    {
        return before && before->variant == plan.variant.name && before->seed == plan.script->seed;
    }
};

/// Why there is no such run, or more than one: lines for people, and how to end.
struct choice_error {
    std::string message;
    exit_code code = exit_code::bad_command_line;
};

[[noreturn]] void throw_exception_from_error(
    const choice_error& unexpected,
    const boost::source_location& where);

/// The run that a path leads to, which is a scenario's file or the directory of a run that was
/// kept, and that the flags choose where it has several.
///
/// REQUIRES: there is one path.
boost::system::result<chosen_run, choice_error> choose_run(const run_options& asked);

}  // namespace syncsim::cli
