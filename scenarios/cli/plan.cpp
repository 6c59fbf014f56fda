#include "scenarios/cli/plan.hpp"

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "protocol/support/check.hpp"
#include "scenarios/cli/run_filter.hpp"
#include "sim/assessment.hpp"

namespace syncsim::cli {
namespace {

std::vector<protocol::variant> variants_for(const sim::scenario& script, const run_options& asked)
{
    if (asked.all_variants) return {protocol::presets().begin(), protocol::presets().end()};
    std::vector<protocol::variant> variants;
    for (const auto& name : asked.variants) {
        const auto* const preset = protocol::find_preset(name);
        support::check(preset != nullptr, "the command line names presets");
        variants.push_back(*preset);
    }
    if (!variants.empty()) return variants;
    if (!script.variants.empty()) return script.variants;
    return {protocol::hardened()};
}

bool judges(const sim::scenario& script, sim::invariant which)
{
    return script.invariants.empty() ||
           std::ranges::find(script.invariants, which) != script.invariants.end();
}

/// The expectation, as far as it is about one invariant.
sim::expectation about(sim::invariant which, sim::expectation wanted)
{
    const auto keep = [&](std::optional<std::vector<sim::invariant>>& list) {
        if (list) std::erase_if(*list, [&](sim::invariant each) { return each != which; });
    };
    keep(wanted.violates);
    keep(wanted.at_risk);
    return wanted;
}

bool has_tags(const sim::scenario& script, const std::vector<std::string>& tags)
{
    return std::ranges::all_of(tags, [&](const std::string& tag) {
        return std::ranges::find(script.tags, tag) != script.tags.end();
    });
}

}  // namespace

std::vector<planned_run> plan_of(const std::vector<scenario_file>& files, const run_options& asked)
{
    const run_filter filter(asked.filter);
    std::vector<planned_run> runs;
    for (const auto& file : files) {
        if (!has_tags(file.script, asked.tags)) continue;
        if (asked.only && !judges(file.script, *asked.only)) continue;

        auto script = std::make_shared<sim::scenario>(file.script);
        if (asked.seed) script->seed = *asked.seed;
        if (asked.only) script->invariants = {*asked.only};
        for (auto& variant : variants_for(file.script, asked)) {
            auto wanted = sim::expectation_for(*script, variant.name);
            if (asked.only) wanted = about(*asked.only, std::move(wanted));
            planned_run one{
                .file = file.path,
                .script = script,
                .variant = std::move(variant),
                .wanted = std::move(wanted)};
            if (filter.fits(one)) runs.push_back(std::move(one));
        }
    }
    return runs;
}

std::optional<std::uint64_t> common_seed(const std::vector<planned_run>& runs)
{
    if (runs.empty()) return std::nullopt;
    const auto first = runs.front().script->seed;
    const bool all_equal = std::ranges::all_of(
        runs, [&](const planned_run& each) { return each.script->seed == first; });
    if (!all_equal) return std::nullopt;
    return first;
}

}  // namespace syncsim::cli
