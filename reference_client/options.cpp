#include "reference_client/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <source_location>
#include <utility>
#include <vector>

#include "protocol/codec.hpp"
#include "protocol/json_text.hpp"
#include "protocol/support/check.hpp"
#include "protocol/support/nearest_name.hpp"

namespace syncsim::reference_client {
namespace {

/// What is wrong with a word, or nothing.
using complaint = std::optional<std::string>;

// ---------------------------------------------------------------------------------------- flags

complaint take_database(options& into, std::string_view file)
{
    if (file.empty()) return "--db needs the name of a file";
    into.database = file;
    return std::nullopt;
}

complaint take_server(options& into, std::string_view url)
{
    into.server = parse_server_address(url);
    if (into.server) return std::nullopt;
    return fmt::format("--server is a URL such as http://127.0.0.1:8080, not \"{}\"", url);
}

complaint take_token(options& into, std::string_view token)
{
    const auto is_printable = [](char each) { return each > ' ' && each <= '~'; };
    if (token.empty() || !std::ranges::all_of(token, is_printable)) {
        return "--token has only letters, digits and punctuation";
    }
    into.token = token;
    return std::nullopt;
}

complaint take_variant(options& into, std::string_view name)
{
    const auto* const preset = protocol::find_preset(name);
    if (preset != nullptr) {
        into.variant = *preset;
        return std::nullopt;
    }
    constexpr std::array<std::string_view, 2> known{"as-written", "hardened"};
    return fmt::format(
        "--variant is as-written or hardened, not \"{}\"{}",
        name,
        support::suggestion(name, known));
}

struct flag {
    std::string_view name;
    complaint (*take)(options& into, std::string_view value);
};

constexpr std::array flags{
    flag{"--db", take_database},
    flag{"--server", take_server},
    flag{"--token", take_token},
    flag{"--variant", take_variant}};

/// Reads "--flag value" or "--flag=value" from the front of `words`, and takes it off.
complaint take_flag(options& into, std::span<const char* const>& words)
{
    const std::string_view word = words.front();
    words = words.subspan(1);
    if (word == "--json") {
        into.json = true;
        return std::nullopt;
    }

    const auto split = word.find('=');
    const auto name = word.substr(0, split);
    const auto known = std::ranges::find(flags, name, &flag::name);
    if (known == flags.end()) {
        constexpr std::array<std::string_view, flags.size() + 1> names{
            "--db", "--server", "--token", "--variant", "--json"};
        return fmt::format("there is no flag {}{}", name, support::suggestion(name, names));
    }
    if (split != std::string_view::npos) return known->take(into, word.substr(split + 1));
    if (words.empty()) return fmt::format("{} needs a value", name);

    const std::string_view value = words.front();
    words = words.subspan(1);
    return known->take(into, value);
}

// ---------------------------------------------------------------------------------------- verbs

complaint take_key(options& into, std::string_view key)
{
    if (key.empty() || key.size() > support::short_text::capacity) {
        return fmt::format(
            "a key has 1 to {} bytes; `list` prints them", support::short_text::capacity);
    }
    into.key = protocol::record_key{support::short_text{key}};
    return std::nullopt;
}

/// A value that no server takes would stay pending for ever, and every push would fail with it.
complaint take_value(options& into, std::string_view text)
{
    constexpr protocol::codec_limits limits;
    // A push nests a value in the message, its list and a record.
    constexpr int levels_around_a_value = 3;
    const auto read =
        protocol::json::parse(text, {.max_depth = limits.max_depth - levels_around_a_value});
    if (!read) {
        const auto& why = read.error();
        return fmt::format(
            "the value is not JSON (line {}, column {}: {}); text stands in quotes: '\"milk\"'",
            why.at.line,
            why.at.column,
            why.message);
    }
    into.value = protocol::json::canonical(*read);
    if (into.value.size() <= limits.max_value_bytes) return std::nullopt;
    return fmt::format(
        "the value has {} bytes, where {} are allowed", into.value.size(), limits.max_value_bytes);
}

struct verb_syntax {
    std::string_view name;
    options::verb what;
    std::string_view operands;
    std::vector<complaint (*)(options& into, std::string_view operand)> take;
};

const std::array<verb_syntax, 5>& verbs()
{
    using enum options::verb;
    static const std::array<verb_syntax, 5> table{
        verb_syntax{"create", create, "JSON", {take_value}},
        verb_syntax{"edit", edit, "KEY JSON", {take_key, take_value}},
        verb_syntax{"delete", remove, "KEY", {take_key}},
        verb_syntax{"list", list, "nothing", {}},
        verb_syntax{"sync", sync, "nothing", {}}};
    return table;
}

complaint take_verb(options& into, std::span<const std::string_view> words)
{
    if (words.empty()) return "say what to do: create, edit, delete, list or sync";
    const auto known = std::ranges::find(verbs(), words.front(), &verb_syntax::name);
    if (known == verbs().end()) {
        constexpr std::array<std::string_view, 5> names{"create", "edit", "delete", "list", "sync"};
        return fmt::format(
            "there is no verb \"{}\"{}", words.front(), support::suggestion(words.front(), names));
    }
    into.what = known->what;
    const auto operands = words.subspan(1);
    if (operands.size() != known->take.size()) {
        return fmt::format(
            "{} takes {}; words given: {}", known->name, known->operands, operands.size());
    }
    for (std::size_t each = 0; each < operands.size(); ++each) {
        if (auto wrong = known->take[each](into, operands[each])) return wrong;
    }
    return std::nullopt;
}

complaint find_missing(const options& read)
{
    if (read.database.empty()) return "--db FILE is missing";
    if (read.what == options::verb::sync && !read.server) {
        return "sync needs the server: --server http://HOST:PORT";
    }
    return std::nullopt;
}

}  // namespace

boost::system::result<options, bad_command_line> read_options(std::span<const char* const> words)
{
    options read;
    std::vector<std::string_view> others;
    bool only_others = false;
    while (!words.empty()) {
        const std::string_view word = words.front();
        if (!only_others && (word == "--help" || word == "-h")) return options{};
        if (only_others || !word.starts_with("--")) {
            others.push_back(word);
            words = words.subspan(1);
        } else if (word == "--") {
            only_others = true;
            words = words.subspan(1);
        } else if (auto wrong = take_flag(read, words)) {
            return bad_command_line{*std::move(wrong)};
        }
    }
    if (auto wrong = take_verb(read, others)) return bad_command_line{*std::move(wrong)};
    if (auto missing = find_missing(read)) return bad_command_line{*std::move(missing)};
    return read;
}

std::string_view usage() noexcept
{
    return R"(usage: reference_client --db FILE [--server URL] [--token TOKEN] [--variant NAME] VERB

A device that keeps records offline and syncs them with a reference_server.

  create JSON        add a record, and print the key by which this device knows it for now
  edit KEY JSON      give a record another value
  delete KEY         delete a record
  list [--json]      print a line for each record: key, pending, synced or refused, and value
  sync               run one session with the server

  --db FILE          this device's database, which is made if it is not there
  --server URL       http://HOST:PORT, for sync
  --token TOKEN      names the owner of the records to the server; "demo" if left out
  --variant NAME     as-written or hardened (the default), the same as the server's

Exit codes: 0 done, 1 it could not be done, 2 bad command line, 3 the database cannot be used.
)";
}

void throw_exception_from_error(
    const bad_command_line& unexpected,
    const boost::source_location& where)
{
    support::check_failed(
        unexpected.why + ", taken for options at " + where.to_string(),
        std::source_location::current());
}

}  // namespace syncsim::reference_client
