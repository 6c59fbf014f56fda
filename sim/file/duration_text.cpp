#include "sim/file/duration_text.hpp"

#include <algorithm>
#include <array>
#include <boost/system/errc.hpp>
#include <charconv>
#include <cstdint>

namespace syncsim::sim {
namespace {

namespace errc = boost::system::errc;

struct unit {
    std::string_view name;
    std::int64_t microseconds;
};

constexpr std::array units{
    unit{"d", 86'400'000'000},
    unit{"h", 3'600'000'000},
    unit{"m", 60'000'000},
    unit{"s", 1'000'000},
    unit{"ms", 1'000},
    unit{"us", 1},
};

/// Takes the characters off the front of the text that are between these two.
std::string_view take(std::string_view& text, char first, char last)
{
    const auto* const end =
        std::ranges::find_if_not(text, [&](char c) { return c >= first && c <= last; });
    const auto taken = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(taken.size());
    return taken;
}

}  // namespace

protocol::result<protocol::duration> parse_duration(std::string_view text)
{
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (text.empty()) return make_error_code(errc::invalid_argument);

    std::int64_t total = 0;
    bool fits = true;
    while (!text.empty()) {
        const auto digits = take(text, '0', '9');
        const auto letters = take(text, 'a', 'z');
        const auto* const found = std::ranges::find(units, letters, &unit::name);
        if (digits.empty() || found == units.end()) return make_error_code(errc::invalid_argument);

        std::int64_t number = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), number);
        fits = fits && error == std::errc{} &&
               !__builtin_mul_overflow(number, found->microseconds, &number) &&
               !(negative ? __builtin_sub_overflow(total, number, &total)
                          : __builtin_add_overflow(total, number, &total));
    }
    if (!fits) return make_error_code(errc::result_out_of_range);
    return protocol::duration{total};
}

std::string to_text(protocol::duration length)
{
    if (length.count() == 0) return "0s";

    std::string text = length.count() < 0 ? "-" : "";
    auto rest = length.count();
    for (const auto& each : units) {
        const auto number = rest / each.microseconds;
        rest %= each.microseconds;
        if (number == 0) continue;
        // The lowest number of 64 bits has no positive counterpart, but no quotient of it is that.
        text += std::to_string(number < 0 ? -number : number);
        text += each.name;
    }
    return text;
}

}  // namespace syncsim::sim
