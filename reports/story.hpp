#pragma once

#include <cstddef>
#include <string>

#include "protocol/variant.hpp"
#include "sim/outcome.hpp"
#include "sim/scenario.hpp"

namespace syncsim::reports {

class telling;

/// How text for people is set.
struct text_style {
    /// Marks up what matters with ANSI colours; nothing is said by colour alone.
    bool color = false;
    /// Columns of the terminal, at least 60.
    std::size_t width = 100;
};

/// What happened in one run, for a terminal: what is wrong, the events that matter with a column a
/// node and both clocks, why (from the witnesses), which faults acted, and how the clocks stood.
///
/// REQUIRES: the run kept its trace.
std::string story(
    const sim::scenario& script,
    const protocol::variant& of,
    const sim::outcome& run,
    const text_style& style = {});

/// The same, of a telling that is there already.
std::string story(const telling& of, const text_style& style);

}  // namespace syncsim::reports
