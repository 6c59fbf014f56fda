#include "protocol/clocks.hpp"

#include <array>
#include <charconv>
#include <cstdio>

#include "protocol/support/check.hpp"

namespace syncsim::protocol {
namespace {

constexpr std::size_t seconds_size = 19;  // "2008-10-27 04:41:01"
constexpr std::size_t fraction_digits = 6;

std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count)
{
    int value = 0;
    for (std::size_t i = from; i < from + count; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/// ".5" to ".000001"; a trailing zero is not what `to_wire_time` writes.
std::optional<duration> parse_fraction(std::string_view text)
{
    if (text.empty()) return duration{0};
    if (text.size() < 2 || text.size() > fraction_digits + 1) return std::nullopt;
    if (text.front() != '.' || text.back() == '0') return std::nullopt;

    const auto value = digits(text, 1, text.size() - 1);
    if (!value) return std::nullopt;
    std::int64_t micros = *value;
    for (std::size_t i = text.size() - 1; i < fraction_digits; ++i) micros *= 10;
    return duration{micros};
}

}  // namespace

std::string to_wire_time(duration since_1970)
{
    using namespace std::chrono;
    const auto day = floor<days>(since_1970);
    const year_month_day date{sys_days{day}};
    const hh_mm_ss time{since_1970 - day};

    std::array<char, 64> buffer{};
    const int size = std::snprintf(
        buffer.data(),
        buffer.size(),
        "%04d-%02u-%02u %02d:%02d:%02d",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        static_cast<int>(time.hours().count()),
        static_cast<int>(time.minutes().count()),
        static_cast<int>(time.seconds().count()));
    std::string text(buffer.data(), static_cast<std::size_t>(size));

    if (const auto micros = time.subseconds().count(); micros != 0) {
        std::snprintf(buffer.data(), buffer.size(), ".%06d", static_cast<int>(micros));
        text += buffer.data();
        text.erase(text.find_last_not_of('0') + 1);
    }
    return text;
}

std::optional<duration> parse_wire_time(std::string_view text) noexcept
{
    using namespace std::chrono;
    if (text.size() < seconds_size) return std::nullopt;
    if (text[4] != '-' || text[7] != '-' || text[10] != ' ') return std::nullopt;
    if (text[13] != ':' || text[16] != ':') return std::nullopt;

    const auto y = digits(text, 0, 4);
    const auto mo = digits(text, 5, 2);
    const auto d = digits(text, 8, 2);
    const auto h = digits(text, 11, 2);
    const auto mi = digits(text, 14, 2);
    const auto s = digits(text, 17, 2);
    const auto fraction = parse_fraction(text.substr(seconds_size));
    if (!y || !mo || !d || !h || !mi || !s || !fraction) return std::nullopt;
    if (*y == 0 || *h > 23 || *mi > 59 || *s > 59) return std::nullopt;

    const year_month_day date{
        year{*y}, month{static_cast<unsigned>(*mo)}, day{static_cast<unsigned>(*d)}};
    if (!date.ok()) return std::nullopt;
    return duration{sys_days{date}.time_since_epoch()} + hours{*h} + minutes{*mi} + seconds{*s} +
           *fraction;
}

duration rounded_down(duration reading, duration resolution) noexcept
{
    support::check(resolution > duration{0}, "a clock's resolution is positive");
    auto past = reading % resolution;
    if (past < duration{0}) past += resolution;
    return reading - past;
}

}  // namespace syncsim::protocol
