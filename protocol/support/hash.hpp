#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "protocol/support/uuid.hpp"

namespace syncsim::support {

/// XXH3 over a series of values, each fenced off from the next: texts are hashed with their length,
/// integers as eight bytes, little end first. The same on every machine and compiler.
class hasher {
public:
    hasher() noexcept;

    hasher& add(std::uint64_t value) noexcept;
    hasher& add(std::string_view text) noexcept;

    std::uint64_t finish() const noexcept;
    uuid finish128() const noexcept;

private:
    /// Holds XXH3's streaming state, whose size its header keeps to itself.
    static constexpr std::size_t state_size = 640;
    alignas(64) std::array<std::byte, state_size> state_;
};

/// XXH3-64 of a text: for names that become numbers.
std::uint64_t hash_of(std::string_view text) noexcept;

}  // namespace syncsim::support
