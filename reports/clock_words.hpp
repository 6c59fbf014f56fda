#pragma once

#include <string>

#include "protocol/clocks.hpp"
#include "protocol/stamp.hpp"
#include "sim/time/sim_time.hpp"

/// Times as people read them in a story.
namespace syncsim::reports {

/// True time since the run began: "35.040s", "1m02.500s", "2h00m01.000s". Rounded down to
/// milliseconds.
std::string true_time(sim::sim_time at);

/// A reading of a clock: "04:41:02.5", with the date in front unless it is the day of `day`; both
/// since 1970.
std::string clock_reading(protocol::duration reading, protocol::duration day);

/// A reading as `clock_reading`, or a place in the server's sequence as "#3".
std::string stamp_words(const protocol::stamp& at, protocol::duration day);

/// How far a clock is from true time: "+0s", "-2m". Rounded, to a hundredth of a second where it is
/// more than a minute, so that a little drift does not hide the rest.
std::string clock_error(protocol::duration error);

}  // namespace syncsim::reports
