#pragma once

#include <chrono>
#include <cstdint>

#include "protocol/clocks.hpp"

namespace syncsim::sim {

/// True time: what the scheduler moves and no node can read. Counts from the start of the run.
struct sim_clock {
    using rep = std::int64_t;
    using period = std::micro;
    using duration = std::chrono::microseconds;
    using time_point = std::chrono::time_point<sim_clock>;
    static constexpr bool is_steady = true;
};
using sim_time = sim_clock::time_point;

}  // namespace syncsim::sim
