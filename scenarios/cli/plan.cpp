#include "scenarios/cli/plan.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "protocol/json_text.hpp"
#include "protocol/support/nearest_name.hpp"
#include "scenarios/cli/run_filter.hpp"
#include "sim/assessment.hpp"

namespace syncsim::cli {
namespace {

using protocol::json::in_quotes;

/// The variant that the scenario knows by that name: its own, or a preset; null for any other.
const protocol::variant* find_variant(const sim::scenario& script, std::string_view name)
{
    const auto own = std::ranges::find(script.variants, name, &protocol::variant::name);
    return own == script.variants.end() ? protocol::find_preset(name) : &*own;
}

std::vector<protocol::variant> every_variant(const sim::scenario& script)
{
    std::vector<protocol::variant> variants{protocol::presets().begin(), protocol::presets().end()};
    std::ranges::copy_if(script.variants, std::back_inserter(variants), [](const auto& each) {
        return protocol::find_preset(each.name) == nullptr;
    });
    return variants;
}

std::vector<protocol::variant> variants_for(const sim::scenario& script, const run_options& asked)
{
    if (asked.all_variants) return every_variant(script);
    if (asked.variants.empty()) {
        if (script.variants.empty()) return {protocol::hardened()};
        return script.variants;
    }
    std::vector<protocol::variant> variants;
    for (const auto& name : asked.variants) {
        const auto* const found = find_variant(script, name);
        if (found != nullptr) variants.push_back(*found);
    }
    return variants;
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

/// The runs of one scenario that fit.
void add_runs(
    std::vector<planned_run>& to,
    const sim::scenario& of,
    const std::string& path,
    const run_options& asked,
    const run_filter& filter)
{
    if (asked.point && of.point != *asked.point) return;
    if (!has_tags(of, asked.tags)) return;
    if (asked.only && !judges(of, *asked.only)) return;

    auto script = std::make_shared<sim::scenario>(of);
    if (asked.seed) script->seed = *asked.seed;
    if (asked.only) script->invariants = {*asked.only};
    for (auto& variant : variants_for(of, asked)) {
        auto wanted = sim::expectation_for(*script, variant.name);
        if (asked.only) wanted = about(*asked.only, std::move(wanted));
        planned_run one{
            .file = path,
            .script = script,
            .variant = std::move(variant),
            .wanted = std::move(wanted)};
        if (filter.fits(one)) to.push_back(std::move(one));
    }
}

}  // namespace

std::optional<std::string> wrong_variant(
    const std::vector<scenario_file>& files,
    const run_options& asked)
{
    std::vector<std::string_view> known{"all"};
    const auto add = [&](const protocol::variant& each) { known.emplace_back(each.name); };
    std::ranges::for_each(protocol::presets(), add);
    for (const auto& file : files) {
        for (const auto& script : file.scripts()) std::ranges::for_each(script.variants, add);
    }
    for (const auto& name : asked.variants) {
        if (std::ranges::find(known, name) != known.end()) continue;
        return "there is no variant " + in_quotes(name) + support::suggestion(name, known);
    }
    return std::nullopt;
}

std::optional<std::string> wrong_point(
    const std::vector<scenario_file>& files,
    const run_options& asked)
{
    if (!asked.point) return std::nullopt;
    std::vector<std::string_view> known;
    for (const auto& file : files) {
        for (const auto& each : file.points) {
            if (each.point == *asked.point) return std::nullopt;
            known.emplace_back(each.point);
        }
        const auto skipped =
            std::ranges::find(file.skipped, *asked.point, &sim::skipped_point::label);
        if (skipped != file.skipped.end()) {
            return "the point " + in_quotes(*asked.point) + " makes no sense: " + skipped->why;
        }
    }
    return "there is no point " + in_quotes(*asked.point) +
           support::suggestion(*asked.point, known);
}

std::vector<planned_run> plan_of(const std::vector<scenario_file>& files, const run_options& asked)
{
    std::vector<planned_run> runs;
    const run_filter filter(asked.filter);
    for (const auto& file : files) {
        for (const auto& each : file.scripts()) add_runs(runs, each, file.path, asked, filter);
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
