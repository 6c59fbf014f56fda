#pragma once

#include <compare>
#include <cstdint>
#include <optional>

#include "protocol/clocks.hpp"
#include "protocol/ids.hpp"

namespace syncsim::protocol {

/// What orders changes at the server: the reading of a clock, or a place in a sequence
/// (protocol/README.md, question `stamp`).
///
/// Which of the two a variant uses never changes within a database. On the wire a reading is a
/// time in text and a place is a number.
class stamp {
public:
    enum class kind : std::uint8_t { clock, sequence };

    /// The one place where a device's time is taken for the server's order. This is what the post
    /// does, and what the question `stamp` is about.
    static constexpr stamp by_client_clock(device_time at) noexcept
    {
        return stamp{kind::clock, at.time_since_epoch().count()};
    }
    static constexpr stamp by_server_clock(server_time at) noexcept
    {
        return stamp{kind::clock, at.time_since_epoch().count()};
    }
    static constexpr stamp by_sequence(std::int64_t place) noexcept
    {
        return stamp{kind::sequence, place};
    }
    /// A stamp as it was stored or sent.
    static constexpr stamp restored(kind of, std::int64_t ticks) noexcept
    {
        return stamp{of, ticks};
    }

    constexpr kind of() const noexcept { return kind_; }
    /// Microseconds since 1970 for a clock, the ordinal for a sequence.
    constexpr std::int64_t ticks() const noexcept { return ticks_; }

    friend constexpr auto operator<=>(const stamp&, const stamp&) = default;

private:
    constexpr stamp(kind of, std::int64_t ticks) noexcept : kind_(of), ticks_(ticks) {}

    kind kind_;
    std::int64_t ticks_;
};

/// How far a device has read in the order of (stamp, key): everything up to and including this.
struct cursor {
    stamp at;

    /// The last record read at that stamp; none means every record of that stamp.
    std::optional<record_key> key;

    friend bool operator==(const cursor&, const cursor&) = default;
};

/// The one has read further than the other.
inline bool is_further(const cursor& one, const cursor& other) noexcept
{
    if (one.at != other.at) return one.at > other.at;
    if (!one.key || !other.key) return other.key.has_value();
    return *one.key > *other.key;
}

}  // namespace syncsim::protocol
