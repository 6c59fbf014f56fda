#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/cli/planned_run.hpp"
#include "sim/outcome.hpp"

/// What is kept of a run for whoever plays it again, whatever becomes of its scenario's file.
namespace syncsim::cli {

// The names of its files in its directory.
inline constexpr std::string_view kept_scenario_name = "scenario.jsonc";
inline constexpr std::string_view kept_run_name = "run.json";
inline constexpr std::string_view kept_digests_name = "digests.txt";
inline constexpr std::string_view kept_story_name = "story.txt";

/// The run's scenario with exactly its variant and seed, and what was expected of it, as the text
/// of a file.
std::string kept_scenario(const planned_run& plan);

/// What the run came to, and by which version, as the text of `run.json`.
std::string kept_outcome(const planned_run& plan, const sim::outcome& seen);

/// The digest of the run after each of its events, a line each. REQUIRES: the run kept its trace.
std::string kept_digests(const sim::outcome& seen);

/// After each event. REQUIRES: the run kept its trace.
std::vector<std::uint64_t> digests_of(const sim::trace& run);

/// A run that was kept, as far as another one is compared with it.
struct kept_run {
    /// Of syncsim, by which it was run.
    std::string version;
    std::string variant;
    std::uint64_t seed = 0;
    std::uint64_t digest = 0;
    /// After each event; empty where the file is gone.
    std::vector<std::uint64_t> digests;
};

/// A sentence, with the place in the file where it has one.
struct kept_run_error {
    std::string message;
};

[[noreturn]] void throw_exception_from_error(
    const kept_run_error& unexpected,
    const boost::source_location& where);

/// Reads `run.json` and `digests.txt` of a run's directory.
boost::system::result<kept_run, kept_run_error> read_kept_run(
    const std::filesystem::path& directory);

}  // namespace syncsim::cli
