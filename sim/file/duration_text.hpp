#pragma once

#include <string>
#include <string_view>

#include "protocol/clocks.hpp"
#include "protocol/error.hpp"

namespace syncsim::sim {

/// Reads "250ms", "1m30s", "-10m", "2d": a sign or none, then numbers with units, which add up.
///
/// Errors: `invalid_argument` where the text is of another form, `result_out_of_range` where it is
/// more than 64 bits of microseconds hold.
protocol::result<protocol::duration> parse_duration(std::string_view text);

/// The shortest text that reads back the same: "1m30s", never "90s"; "0s" for none.
std::string to_text(protocol::duration length);

}  // namespace syncsim::sim
