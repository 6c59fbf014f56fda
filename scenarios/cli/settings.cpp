#include "scenarios/cli/settings.hpp"

#include <algorithm>
#include <optional>
#include <source_location>
#include <utility>

#include "protocol/json_text.hpp"
#include "protocol/support/check.hpp"
#include "protocol/support/nearest_name.hpp"
#include "scenarios/cli/file_text.hpp"

namespace syncsim::cli {
namespace {

namespace json = protocol::json;

constexpr std::string_view file_name = "syncsim.json";

/// "SYNCSIM_MAX_FAILURES" for "max-failures".
std::string variable_of(std::string_view flag)
{
    std::string name = "SYNCSIM_";
    for (const char c : flag) {
        const bool is_small = c >= 'a' && c <= 'z';
        name += is_small ? static_cast<char>(c - 'a' + 'A') : c == '-' ? '_' : c;
    }
    return name;
}

std::optional<std::filesystem::path> nearest_file(std::filesystem::path directory)
{
    while (true) {
        std::error_code ignored;
        auto candidate = directory / file_name;
        if (std::filesystem::is_regular_file(candidate, ignored)) return candidate;
        if (!directory.has_relative_path()) return std::nullopt;
        directory = directory.parent_path();
    }
}

/// What stands on the command line for this value; nothing where it cannot stand there.
std::optional<std::string> word_of(const json::value& from)
{
    if (const auto* const text = from.text()) return *text;
    if (const auto* const flag = from.boolean()) return *flag ? "true" : "false";
    if (from.natural()) return json::canonical(from);
    return std::nullopt;
}

std::optional<std::vector<std::string>> words_of(const json::value& from)
{
    const auto* const elements = from.elements();
    if (elements == nullptr) {
        auto word = word_of(from);
        if (!word) return std::nullopt;
        return std::vector{*std::move(word)};
    }
    std::vector<std::string> words;
    for (const auto& each : *elements) {
        auto word = word_of(each);
        if (!word) return std::nullopt;
        words.push_back(*std::move(word));
    }
    return words;
}

boost::system::result<settings, settings_error> read_file(
    const std::filesystem::path& file,
    const std::string& shown_as,
    std::span<const std::string_view> flags)
{
    const auto place = [&](json::position at) {
        return shown_as + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
    };

    const auto text = read_text(file);
    if (!text) return settings_error{shown_as + " cannot be read: " + text.error().message()};
    const auto parsed = json::parse(*text, {.allow_comments = true});
    if (!parsed) return settings_error{place(parsed.error().at) + ": " + parsed.error().message};
    const auto* const members = parsed->members();
    if (members == nullptr) {
        return settings_error{
            place(parsed->at) + ": expected an object with a member for each flag"};
    }

    settings found;
    for (const auto& [name, name_at, value] : *members) {
        if (std::ranges::find(flags, name) == flags.end()) {
            return settings_error{
                place(name_at) + ": there is no flag " + json::in_quotes(name) +
                support::suggestion(name, flags)};
        }
        auto words = words_of(value);
        if (!words) {
            return settings_error{
                place(value.at) +
                ": expected text, a whole number, true or false, or an array "
                "of these"};
        }
        found.emplace(name, setting{*std::move(words), place(name_at)});
    }
    return found;
}

}  // namespace

void throw_exception_from_error(
    const settings_error& unexpected,
    const boost::source_location& where)
{
    support::check_failed(
        unexpected.message + ", taken for settings at " + where.to_string(),
        std::source_location::current());
}

boost::system::result<found_settings, settings_error> find_settings(
    const environment& variables,
    const std::filesystem::path& directory,
    std::span<const std::string_view> flags)
{
    found_settings found;
    if (const auto file = nearest_file(directory)) {
        const auto shown_as = file->lexically_proximate(directory).generic_string();
        auto read = read_file(*file, shown_as, flags);
        if (!read) return read.error();
        found.of_file = *std::move(read);
    }
    for (const auto flag : flags) {
        const auto name = variable_of(flag);
        const auto value = variable(variables, name);
        if (!value) continue;
        found.of_variables.emplace(flag, setting{{std::string(*value)}, name});
    }
    return found;
}

}  // namespace syncsim::cli
