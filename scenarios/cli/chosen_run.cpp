#include "scenarios/cli/chosen_run.hpp"

#include <algorithm>
#include <source_location>
#include <utility>
#include <vector>

#include "protocol/json_text.hpp"
#include "protocol/support/check.hpp"
#include "scenarios/cli/flag_values.hpp"
#include "scenarios/cli/plan.hpp"
#include "scenarios/cli/run_line.hpp"
#include "scenarios/cli/selection.hpp"

namespace syncsim::cli {
namespace {

namespace fs = std::filesystem;
using protocol::json::in_quotes;

template <class T>
using result = boost::system::result<T, choice_error>;

/// Directories of runs that are named to somebody who has named one above them.
constexpr std::size_t named_max = 4;

/// The directories of kept runs below this one, in the order of their names.
std::vector<std::string> kept_runs_below(const fs::path& directory)
{
    std::vector<std::string> found;
    std::error_code error;
    fs::recursive_directory_iterator at(directory, error);
    for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
        if (at->path().filename() != kept_run_name) continue;
        found.push_back(at->path().parent_path().generic_string());
    }
    std::ranges::sort(found);
    return found;
}

choice_error no_run_in(const std::string& directory)
{
    const auto below = kept_runs_below(directory);
    auto message = in_quotes(directory) +
                   " is not the directory of a run that was kept: it has no " +
                   std::string(kept_run_name);
    if (below.empty()) {
        return {message + "; syncsim run --trace all keeps every run, below syncsim-out"};
    }
    message += "; write one of those below it:";
    for (std::size_t each = 0; each < std::min(below.size(), named_max); ++each) {
        message += "\n  " + below[each];
    }
    if (below.size() > named_max) {
        message += "\n  and " + std::to_string(below.size() - named_max) + " more";
    }
    return {std::move(message)};
}

/// The run's scenario, whose messages name the file that is read.
result<scenario_file> load_one(const std::string& path)
{
    const auto found = find_files(std::vector{path});
    if (!found.errors.empty()) return choice_error{"syncsim: " + found.errors.front()};
    auto loaded = load_files(found.files);
    if (loaded.errors.empty()) return std::move(loaded.files.front());
    std::string lines;
    for (const auto& each : loaded.errors) lines += (lines.empty() ? "" : "\n") + to_string(each);
    return choice_error{std::move(lines), exit_code::invalid_scenario};
}

choice_error no_single_run(const std::string& path, const std::vector<planned_run>& runs)
{
    if (runs.empty()) {
        return {
            "syncsim: none of the runs of " + path + " fits what was asked for",
            exit_code::nothing_selected};
    }
    std::vector<std::string_view> variants;
    for (const auto& each : runs) {
        const std::string_view name = each.variant.name;
        if (std::ranges::find(variants, name) == variants.end()) variants.push_back(name);
    }
    const auto& last = runs.back().script->point;
    const bool many_points = runs.front().script->point != last;
    std::vector<std::string> flags;
    if (variants.size() > 1) flags.push_back("--variant " + one_of(variants));
    if (many_points) flags.push_back("--point, such as --point " + shell_word(last));
    return {
        "syncsim: " + path + " has " + std::to_string(runs.size()) + " runs; choose one with " +
        flags.front() + (flags.size() > 1 ? ", and " + flags.back() : "")};
}

}  // namespace

void throw_exception_from_error(const choice_error& unexpected, const boost::source_location& where)
{
    support::check_failed(
        unexpected.message + ", taken for a run at " + where.to_string(),
        std::source_location::current());
}

std::string chosen_run::replay_command() const
{
    if (is_kept()) return "syncsim replay " + shell_word(directory);
    return "syncsim replay " + choice_of(plan);
}

boost::system::result<chosen_run, choice_error> choose_run(const run_options& asked)
{
    support::check(asked.paths.size() == 1, "one path leads to one run");
    const auto& path = asked.paths.front();
    std::error_code ignored;
    const bool is_directory = fs::is_directory(path, ignored);
    if (is_directory && !fs::exists(fs::path(path) / kept_run_name, ignored)) {
        auto error = no_run_in(path);
        error.message.insert(0, "syncsim: ");
        return error;
    }
    const auto file = is_directory ? (fs::path(path) / kept_scenario_name).generic_string() : path;
    const auto loaded = load_one(file);
    if (!loaded) return loaded.error();
    if (const auto wrong = wrong_variant({*loaded}, asked)) {
        return choice_error{"syncsim: --variant: " + *wrong};
    }
    if (const auto wrong = wrong_point({*loaded}, asked)) {
        return choice_error{"syncsim: --point: " + *wrong};
    }
    auto runs = plan_of({*loaded}, asked);
    if (runs.size() != 1) return no_single_run(file, runs);

    chosen_run chosen{.plan = std::move(runs.front()), .directory = {}, .before = {}};
    if (!is_directory) return chosen;
    auto before = read_kept_run(path);
    if (!before) return choice_error{"syncsim: " + before.error().message};
    chosen.directory = path;
    chosen.before = *std::move(before);
    return chosen;
}

}  // namespace syncsim::cli
