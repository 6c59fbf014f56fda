#include "scenarios/cli/results_json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string_view>

#include "protocol/support/hash.hpp"
#include "scenarios/cli/run_line.hpp"
#include "scenarios/cli/version.hpp"

namespace syncsim::cli {
namespace {

// Keeps the order in which people want to read the members.
using json = nlohmann::ordered_json;

// Tools read these numbers and names: do not change them without a change of the version.
constexpr int results_version = 1;

std::string hexadecimal(std::uint64_t number, int digits)
{
    return fmt::format("0x{:0{}x}", number, digits);
}

std::string_view name(decltype(sim::invariant_traits::kind) kind)
{
    return kind == sim::invariant_traits::kind::outcome ? "outcome" : "mechanism";
}

json violations_of(const sim::outcome& seen)
{
    auto list = json::array();
    for (const auto& each : seen.violations) {
        auto because = json::array();
        for (const auto& witness : each.because) {
            because.push_back({{"event", witness.at.value()}, {"what", witness.what}});
        }
        const auto& traits = sim::traits(each.which);
        list.push_back(
            {{"invariant", traits.name},
             {"kind", name(traits.kind)},
             {"event", each.at.value()},
             {"what", each.what},
             {"because", std::move(because)}});
    }
    return list;
}

json baseline_of(const sim::outcome& seen)
{
    auto list = json::array();
    for (const auto each : seen.baseline) list.push_back(sim::traits(each).name);
    return list;
}

json unmet_of(const sim::outcome& seen)
{
    auto list = json::array();
    for (const auto& each : seen.unmet) {
        list.push_back(
            {{"event", each.at.value()},
             {"line", each.place.line},
             {"column", each.place.column},
             {"what", each.what},
             {"is_consequence", each.is_consequence}});
    }
    return list;
}

json faults_of(const sim::outcome& seen)
{
    auto list = json::array();
    for (const auto& each : seen.faults) {
        list.push_back(
            {{"id", each.id},
             {"fault", sim::name(each.kind)},
             {"at", sim::name(each.at)},
             {"fired", each.fired}});
    }
    return list;
}

/// The label of a point as the name of a directory: "where=push.response,skew=-10m". What a name
/// cannot hold is marked by a hash, so that two labels never share one.
std::string directory_name_of(const std::string& point)
{
    constexpr std::size_t longest = 120;
    const std::string_view allowed = "-_.=:+@%";
    std::string name;
    bool is_exact = point.size() <= longest;
    for (const char c : point) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') || allowed.find(c) != std::string_view::npos;
        is_exact = is_exact && (is_plain || c == ' ');
        name += is_plain ? c : c == ' ' ? ',' : '_';
    }
    if (is_exact) return name;
    support::hasher hash;
    hash.add(std::string_view{point});
    return fmt::format("{}-{:016x}", name.substr(0, longest), hash.finish());
}

json run_of(const finished_run& one)
{
    const auto& script = *one.plan.script;
    json run{
        {"scenario", script.name},
        {"title", script.title},
        {"tags", script.tags},
        {"file", one.plan.file},
        {"variant", one.plan.variant.name},
        {"point", script.point},
        {"seed", hexadecimal(script.seed, 1)},
        {"replay", run_command(one.plan)},
    };
    if (one.our_bug) {
        run["bug_in_syncsim"] = *one.our_bug;
        return run;
    }
    const auto& seen = one.seen;
    run["verdict"] = sim::name(seen.verdict);
    run["standing"] = sim::name(one.assessed.how);
    run["expected"] = one.assessed.expected;
    run["found"] = one.assessed.found;
    run["issue"] = one.plan.wanted.issue;
    run["reasons"] = one.assessed.reasons;
    run["violations"] = violations_of(seen);
    run["baseline"] = baseline_of(seen);
    run["doubts"] = seen.doubts;
    run["unmet"] = unmet_of(seen);
    run["faults"] = faults_of(seen);
    run["reached"] = seen.reached;
    run["digest"] = hexadecimal(seen.digest, 16);
    run["events"] = seen.events;
    run["messages"] = seen.messages;
    run["sim_time_us"] = seen.ended.time_since_epoch().count();
    if (one.nondeterminism) run["nondeterminism"] = *one.nondeterminism;
    if (one.transcript) run["directory"] = directory_of(one.plan);
    return run;
}

}  // namespace

std::string to_json(const run_results& results)
{
    const auto& counts = results.counts;
    json text{
        {"results_version", results_version},
        {"syncsim", version},
        {"seed", nullptr},
        {"exit", static_cast<int>(results.code)},
        {"counts",
         {{"planned", counts.planned},
          {"finished", counts.finished()},
          {"as_expected", counts.as_expected},
          {"unexpected", counts.unexpected},
          {"inconclusive", counts.inconclusive},
          {"nondeterministic", counts.nondeterministic},
          {"bugs_in_syncsim", counts.our_bugs}}},
        {"runs", json::array()},
    };
    if (results.seed) text["seed"] = hexadecimal(*results.seed, 1);
    for (const auto& each : results.runs) text["runs"].push_back(run_of(each));
    text["skipped"] = json::array();
    for (const auto& each : results.skipped) {
        text["skipped"].push_back(
            {{"scenario", each.scenario},
             {"file", each.file},
             {"point", each.point},
             {"why", each.why}});
    }
    return text.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

std::string directory_of(const planned_run& plan)
{
    const auto directory = "runs/" + plan.script->name + "/" + plan.variant.name;
    const auto& point = plan.script->point;
    return point.empty() ? directory : directory + "/" + directory_name_of(point);
}

}  // namespace syncsim::cli
