#pragma once

#include <boost/system/result.hpp>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/cli/environment.hpp"

namespace syncsim::cli {

/// What a flag is set to without being on the command line.
struct setting {
    /// As they would be written there; "true" or "false" for a flag without a value.
    std::vector<std::string> values;
    /// "SYNCSIM_JOBS" or "syncsim.json:3:5": where it was found.
    std::string origin;

    friend bool operator==(const setting&, const setting&) = default;
};

/// By the name of the flag, without its dashes.
using settings = std::map<std::string, setting, std::less<>>;

struct found_settings {
    /// Of `SYNCSIM_*` variables, which count more than the file.
    settings of_variables;
    settings of_file;
};

/// A sentence without a full stop, with its place where it has one.
struct settings_error {
    std::string message;

    friend bool operator==(const settings_error&, const settings_error&) = default;
};

[[noreturn]] void throw_exception_from_error(
    const settings_error& unexpected,
    const boost::source_location& where);

/// What `SYNCSIM_*` variables set, and what the file `syncsim.json` sets that is nearest among the
/// directory and its parents. The file is an object with a member a flag; a flag that can stand
/// repeatedly may have an array.
boost::system::result<found_settings, settings_error> find_settings(
    const environment& variables,
    const std::filesystem::path& directory,
    std::span<const std::string_view> flags);

}  // namespace syncsim::cli
