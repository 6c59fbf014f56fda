#include "reference_server/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <source_location>

#include "protocol/support/check.hpp"
#include "protocol/support/nearest_name.hpp"

namespace syncsim::reference_server {
namespace {

/// What is wrong with a value, or nothing.
using complaint = std::optional<std::string>;

complaint take_database(options& into, std::string_view file)
{
    if (file.empty()) return "--db needs the name of a file";
    into.database = file;
    return std::nullopt;
}

complaint take_port(options& into, std::string_view digits)
{
    const auto [read_to, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), into.port);
    if (error == std::errc{} && read_to == digits.data() + digits.size()) return std::nullopt;
    return fmt::format("--port is a number from 0 to 65535, not \"{}\"", digits);
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

/// The characters that a bearer token may have (RFC 6750, section 2.1).
bool is_token(std::string_view text)
{
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=";
    return !text.empty() && text.find_first_not_of(letters) == std::string_view::npos;
}

complaint take_token(options& into, std::string_view pair)
{
    // A token may end in "=", an owner has none.
    const auto split = pair.rfind('=');
    const auto token = pair.substr(0, split);
    const auto owner = split == std::string_view::npos ? "" : pair.substr(split + 1);
    if (!is_token(token) || owner.empty() || owner.size() > support::short_text::capacity) {
        return fmt::format(
            "--token is TOKEN=OWNER, a token of letters, digits and -._~+/ and an owner of at most "
            "{} bytes, not \"{}\"",
            support::short_text::capacity,
            pair);
    }
    into.tokens.insert_or_assign(
        std::string(token), protocol::owner_id{support::short_text{owner}});
    return std::nullopt;
}

struct flag {
    std::string_view name;
    complaint (*take)(options& into, std::string_view value);
};

constexpr std::array flags{
    flag{"--db", take_database},
    flag{"--port", take_port},
    flag{"--variant", take_variant},
    flag{"--token", take_token}};

complaint unknown_word(std::string_view word)
{
    if (!word.starts_with("--")) return fmt::format("\"{}\" is not a flag", word);
    std::array<std::string_view, flags.size()> known{};
    std::ranges::transform(flags, known.begin(), &flag::name);
    return fmt::format("there is no flag {}{}", word, support::suggestion(word, known));
}

/// Reads "--flag value" or "--flag=value" from the front of `words`, and takes it off.
complaint take_flag(options& into, std::span<const char* const>& words)
{
    const std::string_view word = words.front();
    words = words.subspan(1);
    const auto split = word.find('=');
    const auto name = word.substr(0, split);
    const auto known = std::ranges::find(flags, name, &flag::name);
    if (known == flags.end()) return unknown_word(name);
    if (split != std::string_view::npos) return known->take(into, word.substr(split + 1));
    if (words.empty()) return fmt::format("{} needs a value", name);

    const std::string_view value = words.front();
    words = words.subspan(1);
    return known->take(into, value);
}

}  // namespace

boost::system::result<options, bad_command_line> read_options(std::span<const char* const> words)
{
    options read;
    while (!words.empty()) {
        const std::string_view word = words.front();
        if (word == "--help" || word == "-h") {
            read.help = true;
            return read;
        }
        if (auto wrong = take_flag(read, words)) return bad_command_line{*std::move(wrong)};
    }
    if (read.database.empty()) return bad_command_line{"--db FILE is missing"};
    if (read.tokens.empty())
        read.tokens.emplace("demo", protocol::owner_id{support::short_text{"user"}});
    return read;
}

std::string_view usage() noexcept
{
    return R"(usage: reference_server --db FILE [--port PORT] [--variant NAME] [--token TOKEN=OWNER]...

Answers POST /v1/sync/{begin,push,pull,complete} and GET /healthz over HTTP on 127.0.0.1.

  --db FILE             the database, which is made if it is not there
  --port PORT           0, the default, is any free port; the one taken is printed
  --variant NAME        as-written or hardened (the default)
  --token TOKEN=OWNER   whose records a bearer token opens; may be repeated.
                        Without any, the token "demo" opens those of "user"

SIGINT or SIGTERM ends it. Exit codes: 0 it was told to end, 1 it could not serve,
2 bad command line, 3 the database cannot be used.
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

}  // namespace syncsim::reference_server
