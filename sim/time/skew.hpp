#pragma once

#include <cstdint>

#include "protocol/clocks.hpp"
#include "sim/scenario.hpp"
#include "sim/time/sim_time.hpp"

namespace syncsim::sim {

/// How one node's clock departs from true time: by an offset, a drift and jumps, read to a
/// resolution. The only place where true time becomes a node's time.
class skew {
public:
    /// `start` is what a right clock shows at the beginning of the run, since 1970.
    skew(duration start, const clock_settings& how) noexcept;

    /// What the clock shows at this instant, in microseconds since 1970.
    duration read(sim_time at) const noexcept;

    /// How far the clock is from a right one, before it is rounded to its resolution.
    duration error(sim_time at) const noexcept;

    void jump(duration by) noexcept { offset_ += by; }
    /// From here on the clock is this far from true time, and goes on drifting.
    void set_error(sim_time at, duration error) noexcept;
    void set_drift(sim_time at, std::int64_t ppm) noexcept;

private:
    duration start_;
    duration offset_;
    std::int64_t drift_ppm_;
    sim_time drifting_since_{};
    duration resolution_;
};

}  // namespace syncsim::sim
