#pragma once

#include <string>
#include <vector>

#include "reports/timeline.hpp"

namespace syncsim::reports {

/// An event that led to a violation, in a sentence.
struct cause {
    sim::event_ordinal event;
    std::string text;
    tone how = tone::plain;

    friend bool operator==(const cause&, const cause&) = default;
};

/// What led to a violation, in the order of events: its witnesses, and the faults and losses that
/// acted before it on what it is about, or on the server as a whole. What `told` holds is left out,
/// and what is told is added to it.
///
/// Events are those that stand for their line.
std::vector<cause> causes_of(
    const sim::violation& broken,
    const subjects& about,
    const std::vector<timeline_line>& lines,
    const vocabulary& with,
    std::set<sim::event_ordinal>& told);

}  // namespace syncsim::reports
