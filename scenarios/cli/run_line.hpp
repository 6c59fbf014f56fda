#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "scenarios/cli/console.hpp"
#include "scenarios/cli/exit_code.hpp"
#include "scenarios/cli/finished_run.hpp"
#include "scenarios/cli/tally.hpp"

/// What the console says of runs.
namespace syncsim::cli {

/// "✗ lost-push-ack [as-written]  violates create-once; expected, issue "open question 3"". The
/// name takes so many columns at least.
std::string run_line(const finished_run& one, std::size_t name_columns, const console& on);

/// Why a run is not as expected, its story, how to run it again, and how to replay it where it was
/// kept in a directory; the story alone for one that is as expected. Empty where there is nothing
/// to say.
std::string run_details(const finished_run& one, const std::string& kept_in, const console& on);

/// "syncsim run scenarios/x.jsonc --variant hardened --seed 0x0".
std::string run_command(const planned_run& plan);

/// What chooses this run alone: "scenarios/x.jsonc --variant hardened --seed 0x0".
std::string choice_of(const planned_run& plan);

/// "0x0"; "of each file" where there is no common one.
std::string seed_text(std::optional<std::uint64_t> seed);

/// "30 runs: 30 as expected, 0 not, 0 inconclusive   seed 0x0   0.42 s   exit 0".
std::string last_line(
    const tally& of,
    std::optional<std::uint64_t> seed,
    std::chrono::milliseconds took,
    exit_code code);

/// The word as a shell reads it as one.
std::string shell_word(std::string_view word);

}  // namespace syncsim::cli
