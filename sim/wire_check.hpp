#pragma once

#include <cstdint>

#include "protocol/error.hpp"
#include "protocol/messages.hpp"

/// Messages travel as values here, and as text over a real network. In one run of 64 each message
/// is written down and read back as well: what comes back must be what was sent.
namespace syncsim::sim {

constexpr bool checks_wire(std::uint64_t seed) noexcept
{
    return seed % 64 == 0;
}

/// A difference is a mistake of the codec, and ends the process.
void check_wire(const protocol::request& sent);
void check_wire(protocol::step answers, const protocol::result<protocol::reply>& sent);

}  // namespace syncsim::sim
