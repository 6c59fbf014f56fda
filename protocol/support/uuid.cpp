#include "protocol/support/uuid.hpp"

#include <array>

namespace syncsim::support {
namespace {

constexpr std::size_t text_size = 36;

constexpr bool hyphen_at(std::size_t position)
{
    return position == 8 || position == 13 || position == 18 || position == 23;
}

constexpr int digit_value(char digit)
{
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

}  // namespace

std::string to_string(uuid value)
{
    std::string text(text_size, '-');
    int shift = 124;
    for (std::size_t position = 0; position < text_size; ++position) {
        if (hyphen_at(position)) continue;
        const std::uint64_t half = shift >= 64 ? value.high : value.low;
        text[position] = "0123456789abcdef"[(half >> (shift % 64)) & 0xF];
        shift -= 4;
    }
    return text;
}

std::optional<uuid> parse_uuid(std::string_view text) noexcept
{
    if (text.size() != text_size) return std::nullopt;

    uuid value;
    int digits = 0;
    for (std::size_t position = 0; position < text_size; ++position) {
        if (hyphen_at(position)) {
            if (text[position] != '-') return std::nullopt;
            continue;
        }
        const int digit = digit_value(text[position]);
        if (digit < 0) return std::nullopt;
        std::uint64_t& half = digits < 16 ? value.high : value.low;
        half = (half << 4) | static_cast<std::uint64_t>(digit);
        ++digits;
    }
    return value;
}

}  // namespace syncsim::support
