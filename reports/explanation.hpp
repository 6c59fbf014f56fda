#pragma once

#include <string>

#include "protocol/variant.hpp"
#include "reports/story.hpp"
#include "sim/outcome.hpp"
#include "sim/scenario.hpp"

namespace syncsim::reports {

// One run for somebody who has not seen it: which question it answers, how it ended, its story,
// and what the rules that broke are there for. REQUIRES: the run kept its trace.

/// For a terminal.
std::string explanation(
    const sim::scenario& script,
    const protocol::variant& of,
    const sim::outcome& run,
    const text_style& style = {});

/// As Markdown, for an issue or a page.
std::string explanation_in_markdown(
    const sim::scenario& script,
    const protocol::variant& of,
    const sim::outcome& run);

/// As JSON, whose member `explanation_version` is 1.
std::string explanation_in_json(
    const sim::scenario& script,
    const protocol::variant& of,
    const sim::outcome& run);

}  // namespace syncsim::reports
