#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "protocol/json_text.hpp"
#include "sim/file/enumerator_words.hpp"
#include "sim/file/error_log.hpp"
#include "sim/file/vocabulary.hpp"
#include "sim/scenario.hpp"

/// What reads one JSON value: a function of it and the log, which gives nothing where the value is
/// not as it must be, and then the log says so.
namespace syncsim::sim {

/// Any text, for people.
std::optional<std::string> as_prose(const json::value& from, error_log& log);

/// Text that means something, in the words of `expected` for the message; null where it is none.
const std::string* as_word(const json::value& from, std::string_view expected, error_log& log);

std::optional<bool> as_flag(const json::value& from, error_log& log);

/// "1/20", from 0 to 1.
std::optional<ratio> as_ratio(const json::value& from, error_log& log);

/// A whole number, or "0x" and up to 16 digits.
std::optional<std::uint64_t> as_seed(const json::value& from, error_log& log);

/// "2008-10-27 04:41:01" as the time since 1970.
std::optional<duration> as_start(const json::value& from, error_log& log);

/// The members of a record, as canonical text.
std::optional<std::string> as_record_members(const json::value& from, error_log& log);

/// Members that a record has beside those of the protocol, as canonical text.
std::optional<std::string> as_extra_members(const json::value& from, error_log& log);

/// No time in a file is longer, so that times add up without care.
inline constexpr duration longest_duration = std::chrono::hours{100 * 24 * 365 + 25 * 24};

struct as_duration {
    duration lowest{0};
    duration highest = longest_duration;

    std::optional<duration> operator()(const json::value& from, error_log& log) const;
};

/// "2a5a7632-b8d4-4b89-95ff-395347d21099".
std::optional<support::uuid> as_uuid(const json::value& from, error_log& log);

/// A time that may be negative.
inline constexpr as_duration as_signed_duration{-longest_duration, longest_duration};

/// A time that is not none.
inline constexpr as_duration as_positive_duration{duration{1}, longest_duration};

std::optional<std::int64_t> read_whole_number(
    const json::value& from,
    std::int64_t lowest,
    std::int64_t highest,
    error_log& log);

template <std::integral Number>
struct as_whole_number {
    Number lowest;
    Number highest;

    std::optional<Number> operator()(const json::value& from, error_log& log) const
    {
        const auto read = read_whole_number(from, lowest, highest, log);
        if (!read) return std::nullopt;
        return static_cast<Number>(*read);
    }
};

/// Counts of records, copies, passes.
inline constexpr as_whole_number<int> as_count{0, 1'000'000};
inline constexpr as_whole_number<int> as_ordinal{1, 1'000'000};
inline constexpr as_whole_number<std::int64_t> as_drift_ppm{-1'000'000, 1'000'000};

/// A name that the author invents: small letters, digits and "-".
struct as_name {
    /// "a device": what it names.
    std::string_view what;
    bool may_begin_with_digit = false;
    std::size_t longest = 40;

    std::optional<std::string> operator()(const json::value& from, error_log& log) const;
};

inline constexpr as_name as_scenario_name{
    .what = "a scenario",
    .may_begin_with_digit = true,
    .longest = 100};
inline constexpr as_name as_device_name{.what = "a device"};
inline constexpr as_name as_axis_name{.what = "an axis"};
inline constexpr as_name as_record_name{.what = "a record"};
inline constexpr as_name as_variant_name{.what = "a variant", .may_begin_with_digit = true};
inline constexpr as_name as_step_name{
    .what = "a step",
    .may_begin_with_digit = true,
    .longest = 80};
inline constexpr as_name as_fault_id{
    .what = "a fault",
    .may_begin_with_digit = true,
    .longest = 80};

/// One of a few known words; `find` gives nothing for any other.
template <class Find>
struct as_one_of {
    const vocabulary& words;
    Find find;

    auto operator()(const json::value& from, error_log& log) const
        -> decltype(find(std::string_view{}))
    {
        const auto* const word = as_word(from, with_article(words.what), log);
        if (word == nullptr) return {};
        auto found = find(*word);
        if (!found) log.add(from.at, refusal(words, *word));
        return found;
    }
};

/// One of the words that mean an enumerator.
template <class Enum, std::size_t Count>
struct as_enumerator {
    std::string_view what;
    enumerator_words<Enum, Count> words;

    std::optional<Enum> operator()(const json::value& from, error_log& log) const
    {
        vocabulary known{what, {}};
        for (const auto& [word, meaning] : words) known.known.push_back(word);
        const auto find = [this](std::string_view written) -> std::optional<Enum> {
            const auto found =
                std::ranges::find(words, written, &std::pair<std::string_view, Enum>::first);
            if (found == words.end()) return std::nullopt;
            return found->second;
        };
        return as_one_of{known, find}(from, log);
    }
};

/// What stands there, for a message: `text`, `an object`, `-3`.
std::string description(const json::value& of);

}  // namespace syncsim::sim
