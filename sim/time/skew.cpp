#include "sim/time/skew.hpp"

namespace syncsim::sim {

skew::skew(duration start, const clock_settings& how) noexcept
    : start_(start), offset_(how.offset), drift_ppm_(how.drift_ppm), resolution_(how.resolution)
{
}

duration skew::read(sim_time at) const noexcept
{
    return protocol::rounded_down(start_ + at.time_since_epoch() + error(at), resolution_);
}

duration skew::error(sim_time at) const noexcept
{
    // Split so that a drift over a virtual decade does not overflow.
    const auto elapsed = (at - drifting_since_).count();
    constexpr std::int64_t million = 1'000'000;
    const auto drifted = elapsed / million * drift_ppm_ + elapsed % million * drift_ppm_ / million;
    return offset_ + duration{drifted};
}

void skew::set_error(sim_time at, duration error) noexcept
{
    offset_ = error;
    drifting_since_ = at;
}

void skew::set_drift(sim_time at, std::int64_t ppm) noexcept
{
    set_error(at, error(at));
    drift_ppm_ = ppm;
}

}  // namespace syncsim::sim
