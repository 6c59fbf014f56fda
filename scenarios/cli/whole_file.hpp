#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "scenarios/cli/output_directory.hpp"

/// Files that are written whole or not at all.
namespace syncsim::cli {

/// Writes a file that is not there, and the directories that lead to it. What is there stays as it
/// is and is an error.
std::optional<write_error> create_file(const std::filesystem::path& file, std::string_view text);

/// Puts a text in the place of a file's, in one step: whoever reads it finds the old or the new
/// one, whatever happens meanwhile. Its permissions stay; a link stays a link to it.
std::optional<write_error> replace_file(const std::filesystem::path& file, std::string_view text);

}  // namespace syncsim::cli
