#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "scenarios/cli/environment.hpp"
#include "sim/verdict.hpp"

/// The command line, as values. A flag that is not on it is set by its `SYNCSIM_*` variable, else
/// by `syncsim.json` in the directory or the nearest parent, else by what is built in.
namespace syncsim::cli {

/// How text for people is written.
struct output_options {
    enum class coloring : std::uint8_t { automatic, always, never } color{};
    enum class reporting : std::uint8_t { automatic, plain, none } progress{};
    bool quiet = false;
    /// How many times `-v` was given.
    std::size_t verbose = 0;

    friend bool operator==(const output_options&, const output_options&) = default;
};

struct run_options {
    std::vector<std::string> paths;

    /// Names of variants; empty for those of each file, `hardened` where it has none.
    std::vector<std::string> variants;
    bool all_variants = false;
    /// The only point of a matrix to run, by its label; none for all of them.
    std::optional<std::string> point;
    /// For every run; none for that of each file.
    std::optional<std::uint64_t> seed;
    bool random_seed = false;

    /// Starts no run after this many runs that were not as expected.
    std::optional<std::size_t> failures_max;
    std::size_t jobs = 1;
    /// How many times each run is run again, to compare.
    std::size_t repeats = 0;

    std::string filter;
    std::vector<std::string> tags;
    std::optional<sim::invariant> only;

    /// A file for the results as JSON; "-" for standard output.
    std::optional<std::string> json;
    std::filesystem::path out = "syncsim-out";
    enum class kept : std::uint8_t { failing, all, none } trace = kept::failing;
    enum class doubt : std::uint8_t { is_its_own, is_failure, is_success } inconclusive{};

    /// Says which runs there would be, and nothing else happens.
    bool is_dry = false;
    /// Rewrites what the files expect.
    bool blesses = false;

    output_options output;
};

struct check_options {
    std::vector<std::string> paths;
    bool json = false;
    output_options output;
};

/// What a report is written as.
enum class report_format : std::uint8_t { text, markdown, json };

struct new_options {
    /// "mine", "doubts/mine" or "doubts/mine.jsonc".
    std::string name;
    /// A scenario's file to copy; empty for the template.
    std::string from;
};

struct explain_options {
    /// What leads to the one run: a path, and flags that leave one.
    run_options which;
    report_format format{};
};

struct replay_options {
    /// As for `explain`.
    run_options which;
    /// The event to stop at; none for the last.
    std::optional<std::uint32_t> until;
    bool dumps_state = false;
    bool json = false;
};

struct list_options {
    enum class subject : std::uint8_t {
        anchors,
        faults,
        invariants,
        marks,
        variants,
        scenarios,
        questions,
        errors,
    } what{};
    /// Where to look for scenarios.
    std::vector<std::string> paths;
    report_format format{};
    output_options output;
};

/// Text to print: help, the version, or the schema of scenario files.
struct printed_text {
    std::string text;
};

using command = std::variant<
    run_options,
    check_options,
    new_options,
    explain_options,
    replay_options,
    list_options,
    printed_text>;

/// One flag of the command and where its value comes from, for whoever repeats the command.
struct flag_value {
    /// "--jobs".
    std::string flag;
    /// "2"; "true" or "false" for a flag without a value.
    std::string value;
    /// "command line", "SYNCSIM_JOBS", "syncsim.json:3:5" or "built in".
    std::string origin;

    friend bool operator==(const flag_value&, const flag_value&) = default;
};

struct parsed_command {
    command what;
    /// Every flag of the verb, in the order of its help.
    std::vector<flag_value> flags;
};

/// What is wrong with a command line: sentences, the last of which says what to do.
struct command_error {
    std::string message;

    friend bool operator==(const command_error&, const command_error&) = default;
};

[[noreturn]] void throw_exception_from_error(
    const command_error& unexpected,
    const boost::source_location& where);

/// What a program knows about where it was started.
struct surroundings {
    environment variables;
    std::filesystem::path directory;
    /// How many threads run at once here.
    std::size_t cores = 1;
    /// Columns for help.
    std::size_t width = 80;
};

/// Reads the words after the program's name.
boost::system::result<parsed_command, command_error> parse_command(
    std::span<const std::string> words,
    const surroundings& where);

}  // namespace syncsim::cli
