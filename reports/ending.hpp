#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/variant.hpp"
#include "sim/assessment.hpp"
#include "sim/outcome.hpp"
#include "sim/scenario.hpp"

namespace syncsim::reports {

/// How a run ended, and how its author expects it to end, in words.
struct ending {
    /// "lost-push-reply [as-written]".
    std::string run;
    /// "holds", "violates", and "as expected", "UNEXPECTED", "shows nothing".
    std::string_view verdict;
    std::string_view standing;
    sim::assessment::standing how{};

    std::string title;
    std::string why;
    std::string expected;
    /// Why what is expected is known; empty where nothing says it.
    std::string issue;
    std::string found;
    /// Why it is not as expected.
    std::vector<std::string> reasons;
};

ending ending_of(const sim::scenario& script, const protocol::variant& of, const sim::outcome& run);

}  // namespace syncsim::reports
