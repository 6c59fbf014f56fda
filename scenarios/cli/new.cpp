#include "scenarios/cli/new.hpp"

#include <filesystem>
#include <string>
#include <utility>

#include "protocol/support/check.hpp"
#include "scenarios/cli/file_text.hpp"
#include "scenarios/cli/run_line.hpp"
#include "scenarios/cli/scenario_template.hpp"
#include "scenarios/cli/selection.hpp"
#include "scenarios/cli/source_text.hpp"
#include "scenarios/cli/whole_file.hpp"

namespace syncsim::cli {
namespace {

namespace fs = std::filesystem;
namespace json = protocol::json;

/// What a file begins with, or how to end where it cannot be had.
using file_text = boost::system::result<std::string, exit_code>;

/// "doubts/mine.jsonc", for "doubts/mine" too.
fs::path file_for(const std::string& name)
{
    fs::path file(name);
    if (file.extension() != ".jsonc") file += ".jsonc";
    return file;
}

exit_code complain(const console& on, const std::string& what)
{
    on.error << "syncsim: " << what << '\n';
    return exit_code::bad_command_line;
}

/// The text with the scenario's name in it replaced.
std::string renamed(const std::string& text, const std::string& name)
{
    const auto parsed = json::parse(text, {.allow_comments = true, .max_bytes = text.size()});
    support::check(parsed && parsed->find("name") != nullptr, "a scenario has a name");
    std::string quoted;
    json::append_string(quoted, name);
    return edited(text, {{span_of(text, parsed->find("name")->value), std::move(quoted)}});
}

file_text copied(const std::string& from, const std::string& name, const console& on)
{
    const auto found = find_files(std::vector{from});
    for (const auto& each : found.errors) complain(on, "--from: " + each);
    if (!found.errors.empty()) return exit_code::bad_command_line;
    if (found.files != std::vector{from}) {
        return complain(on, "--from: " + from + " is a directory; write one of its files");
    }
    const auto loaded = load_files(found.files);
    for (const auto& each : loaded.errors) on.error << to_string(each) << '\n';
    if (!loaded.errors.empty()) return exit_code::invalid_scenario;
    const auto text = read_text(from);
    if (!text) return complain(on, "--from: " + from + ": " + text.error().message());
    return renamed(*text, name);
}

}  // namespace

exit_code write_new_scenario(const new_options& asked, const console& on)
{
    const auto file = file_for(asked.name);
    const auto name = file.stem().string();
    auto text = scenario_template(name, file.generic_string());
    const auto readable = sim::load_scenario(text, file.generic_string());
    if (!readable) return complain(on, "new: " + readable.error().front().message);

    if (!asked.from.empty()) {
        auto copy = copied(asked.from, name, on);
        if (!copy) return copy.error();
        text = *std::move(copy);
    }
    if (const auto failed = create_file(file, text)) return complain(on, failed->message);
    on.out << "wrote  " << file.generic_string() << '\n'
           << "next   syncsim run " << shell_word(file.generic_string()) << '\n';
    return exit_code::as_expected;
}

}  // namespace syncsim::cli
