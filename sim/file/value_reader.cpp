#include "sim/file/value_reader.hpp"

#include <algorithm>
#include <boost/system/errc.hpp>
#include <charconv>
#include <chrono>

#include "protocol/clocks.hpp"
#include "protocol/wire_members.hpp"
#include "sim/file/duration_text.hpp"

namespace syncsim::sim {
namespace {

using protocol::json::in_quotes;

constexpr bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/// All of the text as a number.
template <class Number>
std::optional<Number> parse_number(std::string_view text, int base = 10)
{
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<ratio> parse_ratio(std::string_view text)
{
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto numerator = parse_number<std::uint32_t>(text.substr(0, slash));
    const auto denominator = parse_number<std::uint32_t>(text.substr(slash + 1));
    if (!numerator || !denominator || *denominator == 0) return std::nullopt;
    return ratio{.numerator = *numerator, .denominator = *denominator};
}

std::optional<std::uint64_t> parse_hexadecimal(std::string_view text)
{
    constexpr std::string_view digits = "0123456789abcdef";
    if (!text.starts_with("0x")) return std::nullopt;
    text.remove_prefix(2);
    // Only what has one spelling: no capitals, which `from_chars` would take.
    if (text.find_first_not_of(digits) != std::string_view::npos) return std::nullopt;
    return parse_number<std::uint64_t>(text, 16);
}

const std::vector<std::string_view>& record_members()
{
    static const auto names = protocol::member_names<protocol::record>();
    return names;
}

}  // namespace

std::string description(const json::value& of)
{
    if (const auto* const number = of.integer()) return std::to_string(*number);
    return std::string(protocol::json::name(of.of()));
}

std::optional<std::string> as_prose(const json::value& from, error_log& log)
{
    if (const auto* const text = from.text()) return *text;
    log.add(from.at, "expected text, found " + description(from));
    return std::nullopt;
}

const std::string* as_word(const json::value& from, std::string_view expected, error_log& log)
{
    const auto* const text = from.text();
    if (text == nullptr) {
        log.add(
            from.at, "expected " + std::string(expected) + " as text, found " + description(from));
        return nullptr;
    }
    if (text->starts_with("${")) {
        log.add(
            from.at, in_quotes(*text) + " stands for a value of a matrix, and this file has none");
        return nullptr;
    }
    return text;
}

std::optional<bool> as_flag(const json::value& from, error_log& log)
{
    if (const auto* const flag = from.boolean()) return *flag;
    log.add(from.at, "expected true or false, found " + description(from));
    return std::nullopt;
}

std::optional<ratio> as_ratio(const json::value& from, error_log& log)
{
    const auto* const text = as_word(from, "a probability such as \"1/20\"", log);
    if (text == nullptr) return std::nullopt;
    const auto parsed = parse_ratio(*text);
    if (!parsed) {
        log.add(
            from.at,
            in_quotes(*text) +
                " is not a probability; write one whole number over another, such "
                "as \"1/20\"");
        return std::nullopt;
    }
    if (parsed->numerator > parsed->denominator) {
        log.add(from.at, in_quotes(*text) + " is more than always, which is \"1/1\"");
        return std::nullopt;
    }
    return parsed;
}

std::optional<std::uint64_t> as_seed(const json::value& from, error_log& log)
{
    if (const auto natural = from.natural()) return natural;
    if (from.text() != nullptr) {
        const auto* const text = as_word(from, "a seed", log);
        if (text == nullptr) return std::nullopt;
        if (const auto parsed = parse_hexadecimal(*text)) return parsed;
    }
    log.add(
        from.at,
        "expected a seed: a whole number that is not negative, or text such as \"0x1d4c5\" with up "
        "to 16 digits");
    return std::nullopt;
}

std::optional<duration> as_start(const json::value& from, error_log& log)
{
    using namespace std::chrono;
    constexpr duration first = sys_days{1970y / 1 / 1}.time_since_epoch();
    constexpr duration last = sys_days{3000y / 1 / 1}.time_since_epoch();

    const auto* const text = as_word(from, "a time such as \"2008-10-27 04:41:01\"", log);
    if (text == nullptr) return std::nullopt;
    const auto parsed = protocol::parse_wire_time(*text);
    if (parsed && *parsed >= first && *parsed < last) return parsed;
    log.add(
        from.at,
        in_quotes(*text) + " is not a time from 1970 to 2999; write it as \"2008-10-27 04:41:01\"");
    return std::nullopt;
}

std::optional<std::string> as_record_members(const json::value& from, error_log& log)
{
    // The simulator marks each write in a member of its own, which has to be the last by name.
    constexpr unsigned char own_member = '~';

    const auto* const members = from.members();
    if (members == nullptr) {
        log.add(
            from.at, "expected the members of a record as an object, found " + description(from));
        return std::nullopt;
    }
    bool taken = true;
    for (const auto& each : *members) {
        if (each.name.empty() || static_cast<unsigned char>(each.name.front()) < own_member)
            continue;
        log.add(
            each.name_at,
            "a record's members are named in ASCII, and " + in_quotes(each.name) +
                " begins with another character or with \"~\"; begin it with a letter");
        taken = false;
    }
    if (!taken) return std::nullopt;
    return protocol::json::canonical(from);
}

std::optional<std::string> as_extra_members(const json::value& from, error_log& log)
{
    const auto* const members = from.members();
    if (members == nullptr) {
        log.add(
            from.at,
            "expected what the protocol does not know of the record as an object, found " +
                description(from));
        return std::nullopt;
    }
    bool taken = true;
    for (const auto& each : *members) {
        if (std::ranges::find(record_members(), each.name) == record_members().end()) continue;
        log.add(
            each.name_at,
            in_quotes(each.name) + " is a member of the protocol's own; take another name");
        taken = false;
    }
    if (!taken) return std::nullopt;
    return protocol::json::canonical(from);
}

std::optional<support::uuid> as_uuid(const json::value& from, error_log& log)
{
    const auto* const text = as_word(from, "a UUID", log);
    if (text == nullptr) return std::nullopt;
    const auto parsed = support::parse_uuid(*text);
    if (!parsed) {
        log.add(
            from.at,
            in_quotes(*text) +
                " is not a UUID; write it as \"2a5a7632-b8d4-4b89-95ff-395347d21099\"");
    }
    return parsed;
}

std::optional<duration> as_duration::operator()(const json::value& from, error_log& log) const
{
    const auto* const text = as_word(from, "a time such as \"250ms\"", log);
    if (text == nullptr) return std::nullopt;
    const auto parsed = parse_duration(*text);
    if (!parsed && parsed.error() == boost::system::errc::invalid_argument) {
        log.add(
            from.at,
            in_quotes(*text) +
                " is not a time; write whole numbers with the units us, ms, s, m, h "
                "or d, such as \"250ms\" or \"1m30s\"");
        return std::nullopt;
    }
    if (!parsed) {
        log.add(from.at, in_quotes(*text) + " is longer than a time can be");
        return std::nullopt;
    }
    if (*parsed < duration{0} && lowest >= duration{0}) {
        log.add(from.at, in_quotes(*text) + " is negative; this time cannot be");
        return std::nullopt;
    }
    if (*parsed < lowest || *parsed > highest) {
        log.add(
            from.at,
            in_quotes(*text) + " is not from " + to_text(lowest) + " to " + to_text(highest));
        return std::nullopt;
    }
    return *parsed;
}

std::optional<std::int64_t> read_whole_number(
    const json::value& from,
    std::int64_t lowest,
    std::int64_t highest,
    error_log& log)
{
    const auto* const number = from.integer();
    if (number != nullptr && *number >= lowest && *number <= highest) return *number;
    log.add(
        from.at,
        "expected a whole number from " + std::to_string(lowest) + " to " +
            std::to_string(highest) + ", found " + description(from));
    return std::nullopt;
}

std::optional<std::string> as_name::operator()(const json::value& from, error_log& log) const
{
    const auto* const text = as_word(from, "the name of " + std::string(what), log);
    if (text == nullptr) return std::nullopt;

    const bool begins_well = !text->empty() && (is_letter(text->front()) ||
                                                (may_begin_with_digit && is_digit(text->front())));
    const bool spelled_well =
        std::ranges::all_of(*text, [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
    if (begins_well && spelled_well && text->size() <= longest) return *text;

    log.add(
        from.at,
        in_quotes(*text) + " cannot be the name of " + std::string(what) +
            "; write small letters, digits and \"-\", beginning with a letter" +
            (may_begin_with_digit ? " or digit" : "") + ", " + std::to_string(longest) +
            " at most");
    return std::nullopt;
}

}  // namespace syncsim::sim
