#include "scenarios/cli/runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include "reports/transcript.hpp"
#include "scenarios/cli/kept_run.hpp"

namespace syncsim::cli {
namespace {

/// How often a run that was not the same twice is repeated with its events, until they differ.
constexpr int hunts_max = 20;

using told = run_wishes::told;
using kept = run_options::kept;

bool is_told(const finished_run& one, told which)
{
    if (!one.is_as_expected() || which == told::every) return true;
    return which == told::violations && one.seen.verdict != sim::verdict_kind::holds;
}

bool is_kept(const finished_run& one, kept which)
{
    if (which != kept::failing) return which == kept::all;
    return !one.is_as_expected() || one.seen.verdict != sim::verdict_kind::holds;
}

sim::outcome simulate_once(const planned_run& plan, const simulator& simulate, bool keep_trace)
{
    return simulate(
        *plan.script, plan.variant, {.keep_trace = keep_trace, .wrap_server_store = {}});
}

/// "event 14, at 35.080s of true time on phone"; nothing where both are the same.
std::optional<std::string> first_difference(const sim::outcome& one, const sim::outcome& other)
{
    sim::run_digest of_one;
    sim::run_digest of_other;
    const auto common = std::min(one.story.size(), other.story.size());
    for (std::size_t each = 0; each < common; ++each) {
        const auto& first = one.story[each];
        of_one.add(first.when, first.what);
        of_other.add(other.story[each].when, other.story[each].what);
        if (of_one.value() == of_other.value()) continue;
        const auto milliseconds =
            std::chrono::floor<std::chrono::milliseconds>(first.when.at.time_since_epoch()).count();
        return fmt::format(
            "event {}, at {}.{:03}s of true time on {}",
            each,
            milliseconds / 1000,
            milliseconds % 1000,
            one.known.name(first.when.node));
    }
    if (one.story.size() == other.story.size()) return std::nullopt;
    return fmt::format("event {}, which only one of them has", common);
}

std::string describe_difference(const planned_run& plan, const simulator& simulate)
{
    const std::string_view what = "two runs of the same seed differ";
    const auto one = simulate_once(plan, simulate, true);
    for (int hunt = 0; hunt < hunts_max; ++hunt) {
        const auto where = first_difference(one, simulate_once(plan, simulate, true));
        if (where) return fmt::format("{}, first in {}", what, *where);
    }
    return fmt::format(
        "{}; {} more were all alike, so where they part is not known", what, hunts_max);
}

void finish_or_throw(finished_run& one, const run_wishes& wishes, const simulator& simulate)
{
    one.seen = simulate_once(one.plan, simulate, false);
    one.assessed = sim::assess(one.seen, one.plan.wanted);
    one.seen.known = sim::ledger{{}};

    bool differs = false;
    const std::size_t repeats =
        one.is_as_expected() ? wishes.repeats : std::max<std::size_t>(wishes.repeats, 1);
    for (std::size_t each = 0; each < repeats && !differs; ++each) {
        differs = simulate_once(one.plan, simulate, false).digest != one.seen.digest;
    }

    const bool tells = is_told(one, wishes.stories);
    const bool keeps = is_kept(one, wishes.kept);
    if (tells || keeps) {
        const auto traced = simulate_once(one.plan, simulate, true);
        differs = differs || traced.digest != one.seen.digest;
        const auto& script = *one.plan.script;
        const auto& of = one.plan.variant;
        if (tells) one.story = reports::story(script, of, traced, wishes.style);
        if (keeps) {
            one.transcript = reports::transcript(script, of, traced);
            one.digests = kept_digests(traced);
        }
    }
    if (differs) one.nondeterminism = describe_difference(one.plan, simulate);
}

}  // namespace

finished_run finish(const planned_run& plan, const run_wishes& wishes, const simulator& simulate)
{
    finished_run one{
        .plan = plan, .assessed = {}, .seen = {}, .story = {}, .transcript = {}, .digests = {}};
    try {
        finish_or_throw(one, wishes, simulate);
    } catch (const std::exception& thrown) {
        one.our_bug = thrown.what();
    }
    return one;
}

}  // namespace syncsim::cli
