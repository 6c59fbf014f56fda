#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace syncsim::protocol {

/// The steps of a session that are calls to the server, in their order
/// (protocol/README.md, "Steps"). `local` work and `apply` happen at the device alone.
enum class step : std::uint8_t { begin, push, pull, complete };

inline constexpr std::array all_steps{step::begin, step::push, step::pull, step::complete};

/// "begin": also the last part of the step's path over HTTP.
constexpr std::string_view name(step which) noexcept
{
    switch (which) {
    case step::begin: return "begin";
    case step::push: return "push";
    case step::pull: return "pull";
    case step::complete: return "complete";
    }
    return "?";
}

}  // namespace syncsim::protocol
