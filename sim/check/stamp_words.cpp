#include "sim/check/stamp_words.hpp"

#include "protocol/clocks.hpp"

namespace syncsim::sim {

std::string in_words(const protocol::stamp& at)
{
    const bool by_clock = at.of() == protocol::stamp::kind::clock;
    return by_clock ? protocol::to_wire_time(protocol::duration{at.ticks()})
                    : "place " + std::to_string(at.ticks());
}

std::string in_words(const std::optional<protocol::cursor>& at)
{
    return at ? in_words(at->at) : "the beginning";
}

}  // namespace syncsim::sim
