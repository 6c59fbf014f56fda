#pragma once

#include <memory>
#include <string>
#include <utility>

#include "protocol/variant.hpp"
#include "scenarios/cli/finished_run.hpp"
#include "scenarios/cli/planned_run.hpp"

/// Runs, made by hand for tests.
namespace syncsim::cli {

inline planned_run planned(sim::scenario script, const protocol::variant& variant)
{
    if (script.clients.empty()) script.clients.push_back({.name = "phone", .clock = {}});
    return {
        .file = "scenarios/" + script.name + ".jsonc",
        .script = std::make_shared<sim::scenario>(std::move(script)),
        .variant = variant,
        .wanted = {}};
}

inline planned_run planned(std::string name)
{
    sim::scenario script;
    script.name = std::move(name);
    return planned(std::move(script), protocol::hardened());
}

inline sim::outcome violating(sim::invariant which)
{
    sim::outcome seen;
    seen.verdict = sim::verdict_kind::violates;
    seen.violations.push_back(
        {.which = which, .at = sim::event_ordinal{7}, .what = "milk is twice", .because = {}});
    return seen;
}

inline sim::outcome doubtful()
{
    sim::outcome seen;
    seen.verdict = sim::verdict_kind::inconclusive;
    seen.doubts.emplace_back("fault f1 never fired");
    return seen;
}

inline finished_run finished(planned_run plan, sim::outcome seen)
{
    auto assessed = sim::assess(seen, plan.wanted);
    return {
        .plan = std::move(plan),
        .assessed = std::move(assessed),
        .seen = std::move(seen),
        .story = {},
        .transcript = {},
        .digests = {},
        .nondeterminism = {},
        .our_bug = {}};
}

}  // namespace syncsim::cli
