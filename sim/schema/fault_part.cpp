#include "sim/schema/fault_part.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "protocol/error.hpp"
#include "protocol/support/check.hpp"
#include "sim/fault/anchor.hpp"
#include "sim/file/duration_text.hpp"
#include "sim/file/fault_reader.hpp"
#include "sim/scenario.hpp"

namespace syncsim::sim::schema {
namespace {

using namespace std::chrono_literals;

part error_codes()
{
    std::vector<word> words;
    for (const auto& each : protocol::all_errors()) words.push_back({each.name, each.message});
    return one_of(words);
}

/// What holds where a fault of this kind does not say by how much.
std::optional<duration> usual_by(fault_kind kind)
{
    const bool has_one = kind == fault_kind::late_duplicate || kind == fault_kind::reorder;
    return has_one ? std::optional<duration>(10s) : std::nullopt;
}

/// What may stand in a parameter of the table.
part parameter(fault_kind kind, std::string_view name)
{
    const fault usual;
    if (name == "by" && kind == fault_kind::clock_jump) return defined("signed-time");
    if (name == "by") {
        const auto by = usual_by(kind);
        return by ? with_default(text(to_text(*by)), defined("positive-time"))
                  : defined("positive-time");
    }
    if (name == "until") return described("the `id` of a later step", defined("step-id"));
    if (name == "code") return error_codes();
    if (name == "copies") return with_default(number(usual.copies), whole_number(1, 100));
    if (name == "restart_after") {
        return with_default(text(to_text(usual.restart_after)), defined("time"));
    }
    support::check(name == "node", "every parameter of a fault has a schema");
    return defined(kind == fault_kind::crash_client ? "device" : "node");
}

/// Without it, a fault of this kind says too little.
bool is_needed(fault_kind kind, std::string_view parameter)
{
    if (parameter == "by") return !usual_by(kind);
    return parameter == "code" || parameter == "until";
}

/// What every fault may have, wherever it is.
std::vector<member> of_every_fault()
{
    return {
        {"id", described("what reports call it", defined("fault-id"))},
        {"optional",
         described(
             "the run is not inconclusive where it never fires",
             with_default(flag(false), truth()))}};
}

std::vector<member> parameters_of(const fault_traits& kind)
{
    std::vector<member> members;
    for (const auto name : kind.parameters) {
        members.push_back({name, parameter(kind.which, name), is_needed(kind.which, name)});
    }
    return members;
}

/// A fault at one of those anchors for which `is_here` holds.
part hanging_fault(bool (*is_here)(anchor), part nth)
{
    std::vector<word> anchors;
    for (const auto& at : all_anchors()) {
        if (is_here(at.which)) anchors.push_back({at.name, at.meaning});
    }
    std::vector<word> kinds;
    std::vector<part> rules;
    std::map<std::vector<std::string_view>, std::vector<std::string_view>> kinds_by_anchors;
    for (const auto& kind : all_faults()) {
        std::vector<std::string_view> possible;
        for (const auto& at : all_anchors()) {
            if (is_here(at.which) && !nonsense(kind.which, at.which)) possible.push_back(at.name);
        }
        if (possible.empty()) continue;
        if (possible.size() < anchors.size()) kinds_by_anchors[possible].push_back(kind.name);
        kinds.push_back({kind.name, kind.meaning});
        auto members = parameters_of(kind);
        for (const auto name : {"id", "at", "fault", "nth", "optional"}) {
            members.push_back({name, flag(true)});
        }
        rules.push_back(when("fault", {kind.name}, limited_to(std::move(members))));
    }
    for (const auto& [possible, these] : kinds_by_anchors) {
        const auto at = object({{"at", one_of(possible)}});
        rules.push_back(when("fault", these, object({{"properties", at}})));
    }

    auto properties = of_every_fault();
    properties.push_back({"at", described("which point of the protocol", one_of(anchors)), true});
    properties.push_back({"fault", described("what goes wrong there", one_of(kinds)), true});
    properties.push_back({"nth", std::move(nth)});
    auto made = having(std::move(properties));
    append(made, "allOf", array(std::move(rules)));
    return made;
}

}  // namespace

part fault_of_sync()
{
    return hanging_fault(
        [](anchor at) { return !is_local(at); },
        described(
            "which pass of the anchor within the sync, retries included",
            with_default(number(1), whole_number(as_ordinal))));
}

part fault_of_local_work()
{
    return hanging_fault(
        is_local, described("local work passes each anchor once", object({{"const", number(1)}})));
}

part timed_fault(std::vector<member> of_every_step)
{
    std::vector<word> kinds;
    std::vector<part> rules;
    for (const auto& kind : all_faults()) {
        if (!happens_to_a_node(kind.which)) continue;
        kinds.push_back({kind.name, kind.meaning});
        auto members = parameters_of(kind);
        std::erase_if(members, [](const member& each) { return each.name == "node"; });
        // At no anchor there is no node that is meant where none is named; there is one server.
        if (kind.which != fault_kind::crash_server) {
            members.push_back({"node", parameter(kind.which, "node"), true});
        }
        for (const auto& each : of_every_step) members.push_back({each.name, flag(true)});
        members.push_back({"fault", flag(true)});
        members.push_back({"optional", flag(true)});
        rules.push_back(when("fault", {kind.name}, limited_to(std::move(members))));
    }
    auto properties = of_every_fault();
    properties.push_back({"fault", described("what goes wrong", one_of(kinds)), true});
    // The id of a step that is a fault is the fault's.
    std::erase_if(of_every_step, [](const member& each) { return each.name == "id"; });
    std::ranges::move(of_every_step, std::back_inserter(properties));
    auto made = having(std::move(properties));
    append(made, "allOf", array(std::move(rules)));
    return made;
}

}  // namespace syncsim::sim::schema
