#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/support/check.hpp"

namespace syncsim::support {

/// A text of at most `capacity` bytes, held in place: ids are copied all day and never allocate.
class short_text {
public:
    /// Long enough for the post's longest id and for a UUID in text.
    static constexpr std::size_t capacity = 63;

    constexpr short_text() = default;

    /// REQUIRES: `text.size() <= capacity`. Text from outside is measured before it gets here.
    constexpr explicit short_text(std::string_view text)
        : size_(static_cast<std::uint8_t>(text.size()))
    {
        check(text.size() <= capacity, "an id fits its limit");
        std::copy(text.begin(), text.end(), bytes_.begin());
    }

    constexpr std::string_view view() const noexcept { return {bytes_.data(), size_}; }
    constexpr std::string str() const { return std::string(view()); }
    constexpr bool empty() const noexcept { return size_ == 0; }

    friend constexpr bool operator==(const short_text& a, const short_text& b) noexcept
    {
        return a.view() == b.view();
    }
    friend constexpr auto operator<=>(const short_text& a, const short_text& b) noexcept
    {
        return a.view() <=> b.view();
    }

private:
    std::array<char, capacity> bytes_{};
    std::uint8_t size_ = 0;
};

}  // namespace syncsim::support
