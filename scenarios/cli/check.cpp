#include "scenarios/cli/check.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "scenarios/cli/selection.hpp"

namespace syncsim::cli {
namespace {

// Keeps the order in which people want to read the members.
using json = nlohmann::ordered_json;

// Tools read this number and the names: do not change them without a change of the version.
constexpr int check_version = 1;

std::string to_json(const found_files& found, const loaded_files& loaded)
{
    json text{
        {"check_version", check_version},
        {"files", found.files},
        {"valid", loaded.files.size()},
        {"errors", json::array()}};
    for (const auto& each : loaded.errors) {
        text["errors"].push_back(
            {{"file", each.file},
             {"line", each.at.line},
             {"column", each.at.column},
             {"message", each.message}});
    }
    return text.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

void print(const found_files& found, const loaded_files& loaded, const console& on, bool quiet)
{
    for (const auto& each : loaded.errors) on.out << to_string(each) << '\n';
    if (!loaded.errors.empty()) {
        const auto errors = loaded.errors.size();
        on.out << fmt::format(
            "{} error{} in {} file{}\n",
            errors,
            errors == 1 ? "" : "s",
            found.files.size(),
            found.files.size() == 1 ? "" : "s");
        return;
    }
    const auto count = loaded.files.size();
    if (!quiet) on.out << fmt::format("{} scenario{} valid\n", count, count == 1 ? " is" : "s are");
}

}  // namespace

exit_code check_scenarios(const check_options& asked, const console& on)
{
    const auto found = find_files(asked.paths);
    for (const auto& each : found.errors) on.error << "syncsim: " << each << '\n';
    if (!found.errors.empty()) return exit_code::bad_command_line;
    if (found.files.empty()) {
        on.error << "syncsim: there is no *.jsonc file below these directories\n";
        return exit_code::nothing_selected;
    }

    const auto loaded = load_files(found.files);
    if (asked.json) on.data << to_json(found, loaded);
    print(found, loaded, on, asked.output.quiet);
    return loaded.errors.empty() ? exit_code::as_expected : exit_code::invalid_scenario;
}

}  // namespace syncsim::cli
