#include "scenarios/cli/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <source_location>
#include <utility>

#include "protocol/json_text.hpp"
#include "protocol/support/check.hpp"
#include "protocol/support/nearest_name.hpp"
#include "scenarios/cli/flag_values.hpp"
#include "scenarios/cli/flags.hpp"
#include "scenarios/cli/help.hpp"
#include "scenarios/cli/settings.hpp"
#include "scenarios/cli/version.hpp"
#include "sim/schema/scenario_schema.hpp"

namespace syncsim::cli {
namespace {

using protocol::json::in_quotes;

template <class T>
using result = boost::system::result<T, command_error>;

bool contains(std::span<const std::string_view> list, std::string_view word)
{
    return std::ranges::find(list, word) != list.end();
}

bool is_number(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// The words with a value for `--check-determinism`, which may leave it out.
std::vector<std::string> with_every_value(std::span<const std::string> words)
{
    constexpr std::string_view optional_value = "--check-determinism";
    std::vector<std::string> complete;
    for (std::size_t i = 0; i < words.size(); ++i) {
        complete.push_back(words[i]);
        if (words[i] == "--") {
            complete.insert(
                complete.end(), words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end());
            break;
        }
        const bool has_value = i + 1 < words.size() && is_number(words[i + 1]);
        if (words[i] == optional_value && !has_value) complete.back() += "=1";
    }
    return complete;
}

command_error unknown_flag(std::string_view word, const verb& of)
{
    const auto name = word.substr(0, word.find('='));
    const auto bare = name.substr(std::min(name.find_first_not_of('-'), name.size()));
    if (contains(later_flags(), bare)) return {not_yet_built(name)};

    std::vector<std::string> spelled;
    spelled.reserve(of.flags.size() + 1);
    for (const auto each : of.flags) spelled.push_back("--" + std::string(each));
    spelled.emplace_back("--help");
    const std::vector<std::string_view> known(spelled.begin(), spelled.end());
    return {
        "syncsim " + std::string(of.name) + " has no flag " + in_quotes(name) +
        support::suggestion(name, known)};
}

/// Nothing where help is asked for.
result<std::optional<command_words>> read_words(const verb& of, std::span<const std::string> words)
{
    CLI::App app;
    app.set_help_flag("-h,--help", "");
    app.allow_windows_style_options(false);
    std::map<std::string_view, CLI::Option*> options;
    for (const auto name : of.flags) {
        const auto& each = flag_called(name);
        auto spelled = "--" + std::string(name);
        if (each.letter != '\0') spelled += std::string(",-") + each.letter;
        auto* const option = each.value.empty() ? app.add_flag(spelled) : app.add_option(spelled);
        if (each.repeats) option->take_all()->allow_extra_args(false);
        options.emplace(name, option);
    }
    auto* const operands = app.add_option("operands");
    operands->expected(-1)->take_all();

    auto reversed = with_every_value(words);
    std::ranges::reverse(reversed);
    try {
        app.parse(std::move(reversed));
    } catch (const CLI::CallForHelp&) {
        return std::optional<command_words>{};
    } catch (const CLI::ExtrasError&) {
        return unknown_flag(app.remaining().front(), of);
    } catch (const CLI::ParseError& error) {
        return command_error{error.what()};
    }

    command_words line{.operands = operands->results(), .given = {}};
    for (const auto& [name, option] : options) {
        if (option->count() == 0) continue;
        line.given.emplace(name, setting{option->results(), "command line"});
    }
    for (const auto& [one, other] : exclusive_flags()) {
        if (!line.given.contains(one) || !line.given.contains(other)) continue;
        return command_error{
            "--" + std::string(one) + " and --" + std::string(other) + " contradict each other"};
    }
    return std::optional{std::move(line)};
}

/// Adds what is set elsewhere, and counts less.
void fill_in(command_words& words, const settings& elsewhere, const verb& of)
{
    const auto is_on = [](const setting& each) {
        return each.values != std::vector{std::string("false")};
    };
    auto& given = words.given;
    const auto outranked = [&](std::string_view name) {
        return std::ranges::any_of(exclusive_flags(), [&](const auto& pair) {
            const auto stronger = [&](std::string_view other) {
                const auto found = given.find(other);
                return found != given.end() && is_on(found->second);
            };
            return (name == pair.first && stronger(pair.second)) ||
                   (name == pair.second && stronger(pair.first));
        });
    };
    for (const auto& [name, value] : elsewhere) {
        const bool taken = contains(of.flags, name);
        if (!taken || given.contains(name) || outranked(name)) continue;
        given.emplace(name, value);
    }
}

/// Why a verb cannot do with so many operands.
std::optional<command_error> operands_error(const verb& of, const command_words& line)
{
    const std::string name(of.name);
    if (of.operands == "PATH…" && line.operands.empty()) {
        return command_error{name + " what? Write a file or a directory"};
    }
    if (of.operands == "NAME" && line.operands.empty()) {
        return command_error{name + " what? Write a name for the scenario"};
    }
    if (of.operands == "RUN" && line.operands.empty()) {
        return command_error{name + " what? Write a scenario's file, or the directory of a run"};
    }
    if (of.operands.empty() && !line.operands.empty()) {
        return command_error{name + " takes nothing; leave out " + in_quotes(line.operands[0])};
    }
    const bool takes_one = of.operands == "NAME" || of.operands == "RUN";
    if (!takes_one || line.operands.size() == 1) return std::nullopt;
    return command_error{
        name + " takes one " + std::string(of.operands) + "; " + in_quotes(line.operands[1]) +
        " is one more"};
}

result<command> command_of(const verb& of, const command_words& line, const surroundings& where)
{
    const auto made = [](auto options) -> result<command> {
        if (!options) return options.error();
        return command{*std::move(options)};
    };
    if (auto error = operands_error(of, line)) return *std::move(error);
    if (of.name == "check") return made(check_options_of(line));
    if (of.name == "new") return made(new_options_of(line));
    if (of.name == "explain") return made(explain_options_of(line));
    if (of.name == "replay") return made(replay_options_of(line));
    if (of.name == "list") return made(list_options_of(line));
    if (of.name == "schema") return command{printed_text{sim::scenario_schema()}};
    return made(run_options_of(line, where));
}

command_error unknown_verb(std::string_view word)
{
    if (contains(later_verbs(), word)) return {not_yet_built("syncsim " + std::string(word))};
    if (word.starts_with('-')) {
        return {"there is no flag " + in_quotes(word) + " before the verb"};
    }
    std::vector<std::string_view> known;
    for (const auto& each : all_verbs()) known.push_back(each.name);
    known.emplace_back("help");
    const auto nearest = support::suggestion(word, known);
    return {
        "there is no verb " + in_quotes(word) +
        (nearest.empty() ? "; write " + one_of(known) : nearest)};
}

}  // namespace

void throw_exception_from_error(
    const command_error& unexpected,
    const boost::source_location& where)
{
    support::check_failed(
        unexpected.message + ", taken for a command at " + where.to_string(),
        std::source_location::current());
}

result<parsed_command> parse_command(std::span<const std::string> words, const surroundings& where)
{
    const auto printed = [](std::string text) {
        return parsed_command{.what = printed_text{std::move(text)}, .flags = {}};
    };

    if (words.empty()) return printed(overview(where.width));
    const auto& word = words.front();
    if (word == "--version") return printed("syncsim " + std::string(version) + "\n");
    const bool asks_for_help = word == "help" || word == "-h" || word == "--help";
    if (asks_for_help && words.size() == 1) return printed(overview(where.width));
    if (asks_for_help) {
        const auto* const of = find_verb(words[1]);
        if (of == nullptr) return unknown_verb(words[1]);
        return printed(help_of(*of, where.width));
    }

    const auto* const of = find_verb(word);
    if (of == nullptr) return unknown_verb(word);
    auto read = read_words(*of, words.subspan(1));
    if (!read) return read.error();
    if (!*read) return printed(help_of(*of, where.width));
    auto& line = **read;

    std::vector<std::string_view> names;
    for (const auto& each : all_flags()) names.push_back(each.name);
    const auto elsewhere = find_settings(where.variables, where.directory, names);
    if (!elsewhere) return command_error{elsewhere.error().message};
    fill_in(line, elsewhere->of_variables, *of);
    fill_in(line, elsewhere->of_file, *of);

    auto what = command_of(*of, line, where);
    if (!what) return what.error();
    return parsed_command{.what = *std::move(what), .flags = values_of(*of, line, where)};
}

}  // namespace syncsim::cli
