#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace syncsim::support {

/// 128 bits, compared as an unsigned number; written as 36 characters (RFC 9562, section 4).
struct uuid {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    friend constexpr auto operator<=>(const uuid&, const uuid&) = default;
};

/// The same bits with version 4 and the RFC's variant set.
constexpr uuid as_version_4(uuid bits) noexcept
{
    bits.high = (bits.high & ~0xF000ULL) | 0x4000ULL;
    bits.low = (bits.low & ~(0x3ULL << 62)) | (0x2ULL << 62);
    return bits;
}

/// "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", lower case.
std::string to_string(uuid value);

/// Reads what `to_string` writes, in either case; anything else is nothing.
std::optional<uuid> parse_uuid(std::string_view text) noexcept;

}  // namespace syncsim::support
