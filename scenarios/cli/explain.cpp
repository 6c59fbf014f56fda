#include "scenarios/cli/explain.hpp"

#include <fmt/format.h>

#include "reports/explanation.hpp"
#include "scenarios/cli/chosen_run.hpp"
#include "sim/world.hpp"

namespace syncsim::cli {
namespace {

/// How to look at the nodes where the first rule broke; empty where none did.
std::string closer_look(const chosen_run& chosen, const sim::outcome& seen)
{
    if (seen.violations.empty()) return {};
    return fmt::format(
        "  closer   {} --until {} --dump state\n",
        chosen.replay_command(),
        seen.violations.front().at.value());
}

}  // namespace

exit_code explain_run(const explain_options& asked, const console& on)
{
    const auto chosen = choose_run(asked.which);
    if (!chosen) {
        on.error << chosen.error().message << '\n';
        return chosen.error().code;
    }
    const auto& script = *chosen->plan.script;
    const auto& of = chosen->plan.variant;
    const auto seen = sim::run(script, of);
    switch (asked.format) {
    case report_format::text:
        on.out << reports::explanation(
                      script, of, seen, {.color = on.color, .width = on.story_width()})
               << closer_look(*chosen, seen);
        break;
    case report_format::markdown:
        on.out << reports::explanation_in_markdown(script, of, seen);
        break;
    case report_format::json: on.data << reports::explanation_in_json(script, of, seen); break;
    }
    return exit_code::as_expected;
}

}  // namespace syncsim::cli
