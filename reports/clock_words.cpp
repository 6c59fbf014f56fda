#include "reports/clock_words.hpp"

#include <chrono>
#include <cstdint>

#include <fmt/format.h>

#include "sim/file/duration_text.hpp"

namespace syncsim::reports {
namespace {

using hundredths = std::chrono::duration<std::int64_t, std::centi>;

}  // namespace

std::string true_time(sim::sim_time at)
{
    using namespace std::chrono;
    const auto whole = floor<milliseconds>(at.time_since_epoch()).count();
    const auto milli = whole % 1000;
    const auto second = whole / 1000 % 60;
    const auto minute = whole / 60'000 % 60;
    const auto hour = whole / 3'600'000;
    if (hour > 0) return fmt::format("{}h{:02}m{:02}.{:03}s", hour, minute, second, milli);
    if (minute > 0) return fmt::format("{}m{:02}.{:03}s", minute, second, milli);
    return fmt::format("{}.{:03}s", second, milli);
}

std::string clock_reading(protocol::duration reading, protocol::duration day)
{
    const auto text = protocol::to_wire_time(reading);
    const auto clock = text.find(' ') + 1;
    const bool same_day = std::chrono::floor<std::chrono::days>(reading) ==
                          std::chrono::floor<std::chrono::days>(day);
    return same_day ? text.substr(clock) : text;
}

std::string stamp_words(const protocol::stamp& at, protocol::duration day)
{
    if (at.of() == protocol::stamp::kind::sequence) return "#" + std::to_string(at.ticks());
    return clock_reading(protocol::duration{at.ticks()}, day);
}

std::string clock_error(protocol::duration error)
{
    using namespace std::chrono_literals;
    const auto size = std::chrono::abs(error);
    auto shown = error;
    if (size > 1min) {
        shown = std::chrono::round<hundredths>(error);
    } else if (size > 1s) {
        shown = std::chrono::round<std::chrono::milliseconds>(error);
    }
    const auto text = sim::to_text(shown);
    return shown.count() < 0 ? text : "+" + text;
}

}  // namespace syncsim::reports
