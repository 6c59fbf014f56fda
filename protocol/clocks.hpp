#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Times of different clocks, which do not compare with each other.
///
/// All of them count microseconds since 1970-01-01 00:00:00 UTC, so a reading means the same on
/// every machine; whether the clock that was read is right is another matter.
namespace syncsim::protocol {

using duration = std::chrono::microseconds;

/// What a device's own clock says. Only the type is used: reading it is the host's business.
struct device_clock {
    using rep = std::int64_t;
    using period = std::micro;
    using duration = std::chrono::microseconds;
    using time_point = std::chrono::time_point<device_clock>;
    static constexpr bool is_steady = false;
};
using device_time = device_clock::time_point;

/// What the server's clock says.
struct server_clock {
    using rep = std::int64_t;
    using period = std::micro;
    using duration = std::chrono::microseconds;
    using time_point = std::chrono::time_point<server_clock>;
    static constexpr bool is_steady = false;
};
using server_time = server_clock::time_point;

/// "2008-10-27 04:41:01", with ".5" … ".000001" appended where there is a fraction; read as UTC.
std::string to_wire_time(duration since_1970);

/// Reads what `to_wire_time` writes, for the years 0001 to 9999; anything else is nothing.
std::optional<duration> parse_wire_time(std::string_view text) noexcept;

/// The reading of a clock that cannot show more than `resolution`: rounded towards the past.
///
/// REQUIRES: `resolution` is positive.
duration rounded_down(duration reading, duration resolution) noexcept;

}  // namespace syncsim::protocol
