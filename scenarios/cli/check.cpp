#include "scenarios/cli/check.hpp"

#include <fmt/format.h>

#include "scenarios/cli/selection.hpp"

namespace syncsim::cli {

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
    for (const auto& each : loaded.errors) on.out << each << '\n';
    if (!loaded.errors.empty()) {
        const auto errors = loaded.errors.size();
        on.out << fmt::format(
            "{} error{} in {} file{}\n",
            errors,
            errors == 1 ? "" : "s",
            found.files.size(),
            found.files.size() == 1 ? "" : "s");
        return exit_code::invalid_scenario;
    }
    if (asked.output.quiet) return exit_code::as_expected;
    const auto count = loaded.files.size();
    on.out << fmt::format("{} scenario{} valid\n", count, count == 1 ? " is" : "s are");
    return exit_code::as_expected;
}

}  // namespace syncsim::cli
