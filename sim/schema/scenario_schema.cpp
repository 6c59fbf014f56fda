#include "sim/schema/scenario_schema.hpp"

#include <string_view>
#include <utility>
#include <vector>

#include "protocol/variant.hpp"
#include "sim/fault/anchor.hpp"
#include "sim/file/duration_text.hpp"
#include "sim/file/expectation_reader.hpp"
#include "sim/file/node_words.hpp"
#include "sim/mark.hpp"
#include "sim/scenario.hpp"
#include "sim/schema/fault_part.hpp"
#include "sim/schema/part.hpp"
#include "sim/schema/step_part.hpp"
#include "sim/verdict.hpp"

namespace syncsim::sim {
namespace {

using namespace schema;

constexpr std::string_view time_remedy =
    "whole numbers with the units us, ms, s, m, h or d, such as \"250ms\" or \"1m30s\"";

part time_of(std::string_view pattern)
{
    return or_axis(matching(pattern, time_remedy));
}

part prose()
{
    return object({{"type", text("string")}});
}

/// The array of these, each of them once.
part set_of(part items)
{
    return object(
        {{"type", text("array")}, {"items", std::move(items)}, {"uniqueItems", flag(true)}});
}

/// One of two parts, by whether text stands there.
part text_or(part if_text, part otherwise)
{
    return object({{"if", prose()}, {"then", std::move(if_text)}, {"else", std::move(otherwise)}});
}

// --- Settings ------------------------------------------------------------------------------------

part usual_time(duration usual, std::string_view form)
{
    return with_default(text(to_text(usual)), defined(form));
}

part clock()
{
    const clock_settings usual;
    return closed(
        {{"offset",
          described("what it departs from true time", usual_time(usual.offset, "signed-time"))},
         {"drift_ppm",
          described(
              "parts per million; positive runs fast",
              with_default(number(usual.drift_ppm), whole_number(as_drift_ppm)))},
         {"resolution",
          described(
              "it shows no times in between", usual_time(usual.resolution, "positive-time"))}});
}

part limits()
{
    const auto limit = whole_number(1, 1'000'000);
    return closed(
        {{"page", described("records in one page of a pull (100)", limit)},
         {"push", described("records in one push (1000)", limit)},
         {"value_bytes", described("of a record's value as JSON (65536)", limit)}});
}

part nodes()
{
    const server_settings usual;
    auto device = closed({{"clock", defined("clock")}});
    auto devices = object(
        {{"type", text("object")},
         {"minProperties", number(1)},
         {"maxProperties", number(100)},
         {"propertyNames", defined("device")},
         {"additionalProperties", std::move(device)}});
    auto server = closed(
        {{"clock", defined("clock")},
         {"work",
          described(
              "the time it takes before and after each transaction",
              usual_time(usual.work, "time"))},
         {"limits", described("what it takes and gives at once", limits())}});
    return closed(
        {{"server", std::move(server)},
         {"clients", described("the devices, by name", std::move(devices)), true}});
}

part network()
{
    const link_settings usual;
    return closed(
        {{"latency", described("of every message", usual_time(usual.latency, "time"))},
         {"jitter", described("up to so much more, by chance", usual_time(usual.jitter, "time"))},
         {"loss", described("how likely a message is lost", defined("ratio"))},
         {"duplicate", described("how likely it comes twice", defined("ratio"))},
         {"reorder",
          described("messages may overtake", with_default(flag(usual.reorder), truth()))}});
}

part settle()
{
    const settle_settings usual;
    return closed(
        {{"rounds",
          described(
              "how many times each device syncs",
              with_default(number(usual.rounds), whole_number(1, 1000)))},
         {"apart", described("true time between two rounds", usual_time(usual.apart, "time"))},
         {"within",
          described(
              "a round that has not ended by then has not settled",
              usual_time(usual.within, "positive-time"))}});
}

// --- Variants ------------------------------------------------------------------------------------

std::vector<std::string_view> presets()
{
    std::vector<std::string_view> names;
    for (const auto& each : protocol::presets()) names.emplace_back(each.name);
    return names;
}

/// A variant of the file's own.
part variant()
{
    // The last is what the command line calls every variant.
    auto taken = presets();
    taken.emplace_back("all");
    auto own_name = or_axis(name(as_variant_name));
    append(own_name, "not", object({{"enum", texts(taken)}}));
    std::vector<member> members{
        {"name", described("what reports call it; no preset's name", std::move(own_name)), true},
        {"base",
         described(
             "the preset that has all other answers",
             with_default(text(protocol::hardened().name), one_of(presets())))}};
    for (const auto& each : protocol::questions()) {
        std::vector<std::string_view> answers;
        for (const auto& answer : each.answers) {
            if (answer.built) answers.push_back(answer.name);
        }
        members.push_back({each.name, described(each.asks, one_of(answers))});
    }
    return closed(std::move(members));
}

part variants()
{
    auto made = set_of(text_or(one_of(presets()), defined("variant")));
    append(made, "minItems", number(1));
    return made;
}

// --- What judges, and what is expected -----------------------------------------------------------

template <class Accept>
part invariants_that(Accept accept)
{
    std::vector<word> words;
    for (const auto& each : all_invariants()) {
        if (accept(each)) words.push_back({each.name, each.statement});
    }
    return one_of(words);
}

bool any(const invariant_traits&)
{
    return true;
}

bool is_outcome(const invariant_traits& of)
{
    return of.kind == invariant_traits::kind::outcome;
}

bool is_mechanism(const invariant_traits& of)
{
    return !is_outcome(of);
}

part judges()
{
    auto listed = set_of(defined("invariant"));
    append(listed, "minItems", number(1));
    return text_or(one_of(std::vector<std::string_view>{"all"}), std::move(listed));
}

part expected_in_a_word()
{
    return one_of(
        {{sim::name(verdict_kind::holds), "nothing breaks"},
         {any_word, "whatever breaks is reported, and is as expected"}});
}

/// What one variant is expected to break.
part breach()
{
    auto violates = set_of(defined("invariant"));
    append(violates, "contains", defined("outcome-invariant"));
    auto made = closed(
        {{"violates",
          described(
              "the broken outcome invariants, exactly; mechanism invariants that break with them",
              std::move(violates))},
         {"at_risk",
          described(
              "the broken mechanism invariants, exactly; not compared where it is left out",
              set_of(defined("mechanism-invariant")))},
         {"issue", described("why this is known", prose())}});
    // To risk nothing and to violate nothing is to hold.
    auto risks_something = object(
        {{"required", texts({"at_risk"})},
         {"properties", object({{"at_risk", object({{"minItems", number(1)}})}})}});
    append(
        made,
        "anyOf",
        array({object({{"required", texts({"violates"})}}), std::move(risks_something)}));
    return made;
}

/// Something that a run must reach: a mark, an anchor, or a fault of the scenario.
part reached()
{
    std::vector<std::string> anchors;
    for (const auto& each : all_anchors()) anchors.push_back("anchor:" + std::string(each.name));
    std::vector<word> words;
    for (const auto& each : all_marks()) words.push_back({each.name, each.meaning});
    for (std::size_t i = 0; i < anchors.size(); ++i) {
        words.push_back({anchors[i], all_anchors()[i].meaning});
    }
    auto fault = matching("^fault:[a-z0-9][a-z0-9-]*$", "\"fault:\" and the id of a fault");
    return object({{"anyOf", array({one_of(words), std::move(fault)})}});
}

/// Values for which the file is run.
part matrix()
{
    auto values = object(
        {{"type", text("array")},
         {"minItems", number(1)},
         {"maxItems", number(1000)},
         {"uniqueItems", flag(true)}});
    auto axis =
        text_or(object({{"enum", texts({"all-anchors", "all-faults"})}}), std::move(values));
    auto axes = object(
        {{"type", text("object")},
         {"minProperties", number(1)},
         {"maxProperties", number(8)},
         {"propertyNames", name(as_axis_name)},
         {"additionalProperties", std::move(axis)}});
    auto combine = text_or(
        object({{"const", text("all")}}),
        object({{"type", text("integer")}, {"minimum", number(1)}, {"maximum", number(8)}}));
    return closed(
        {{"axes",
          described("each a name, which stands as \"${name}\" in the file", std::move(axes)),
          true},
         {"combine",
          described(
              "of how many axes each combination of values is in some point",
              with_default(text("all"), std::move(combine)))}});
}

part expectations()
{
    auto by_variant = object(
        {{"type", text("object")},
         {"minProperties", number(1)},
         {"additionalProperties", defined("expectation")}});
    auto of_each = closed(
        {{"by_variant", described("for each variant, by its name", std::move(by_variant)), true}});
    return object(
        {{"if", object({{"type", text("object")}, {"required", texts({"by_variant"})}})},
         {"then", std::move(of_each)},
         {"else", defined("expectation")}});
}

// --- The whole -----------------------------------------------------------------------------------

/// As scenarios/README.md says what each member means.
std::vector<member> members_of_scenario()
{
    const scenario usual;
    constexpr std::string_view for_people =
        "for people: which question about the protocol it answers";
    auto seed = or_axis(object(
        {{"type", text("integer")},
         {"minimum", number(0)},
         {"pattern", text("^0x[0-9a-f]{1,16}$")},
         {"patternErrorMessage", text("\"0x\" and up to 16 digits, in small letters")},
         {"default", number(0)}}));
    auto tags = set_of(prose());
    append(tags, "maxItems", number(100));
    return {
        {"$schema", described("where the schema is, for editors", prose())},
        {"syncsim", described("version of the format: 1", object({{"const", number(1)}})), true},
        {"name",
         described(
             "what reports call it: small letters, digits and hyphens", name(as_scenario_name)),
         true},
        {"title", described(for_people, prose())},
        {"why", described(for_people, prose())},
        {"tags", described(for_people, std::move(tags))},
        {"seed",
         described(
             "of all chance in the run: a number, or text such as `\"0x1f\"`", std::move(seed))},
        {"nodes", described("`server` and `clients`, by name", nodes()), true},
        {"network", described("all links between the devices and the server", network())},
        {"pace",
         described(
             "true time between the end of a step and the next", usual_time(usual.pace, "time"))},
        {"start",
         described(
             "true time at which the run begins, in UTC",
             with_default(text(protocol::to_wire_time(usual.start)), defined("start")))},
        {"steps",
         described(
             "what users and the world do, in order",
             object({{"type", text("array")}, {"items", defined("step")}})),
         true},
        {"settle", described("how the run ends", settle())},
        {"matrix",
         described("values for which the file is run: one scenario becomes many", matrix())},
        {"variants",
         described(
             "presets of the protocol, `as-written` and `hardened`, or variants of the file's own",
             variants())},
        {"invariants", described("which judge the run: `\"all\"` or a list", judges())},
        {"must_reach",
         described("what a run has to reach, or it is inconclusive", set_of(reached()))},
        {"expect", described("how the run should end", expectations())},
    };
}

part definitions()
{
    auto device = or_axis(name(as_device_name));
    append(device, "not", object({{"const", text(server_name)}}));
    return object({
        {"axis",
         described(
             "text in which a value of the matrix stands", matching("[$][{]", "\"${axis}\""))},
        {"time", time_of("^[+]?([0-9]+(us|ms|s|m|h|d))+$")},
        {"positive-time", time_of("^[+]?(?=.*[1-9])([0-9]+(us|ms|s|m|h|d))+$")},
        {"signed-time", time_of("^[+-]?([0-9]+(us|ms|s|m|h|d))+$")},
        {"start",
         or_axis(matching(
             "^(19[7-9][0-9]|2[0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]) "
             "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?$",
             "a time from 1970 to 2999, such as \"2008-10-27 04:41:01\""))},
        {"ratio",
         or_axis(matching(
             "^[0-9]+/0*[1-9][0-9]*$", "one whole number over another, such as \"1/20\""))},
        {"node", or_axis(name(as_device_name))},
        {"device", std::move(device)},
        {"record", or_axis(name(as_record_name))},
        {"step-id", or_axis(name(as_step_name))},
        {"fault-id", or_axis(name(as_fault_id))},
        {"clock", clock()},
        {"step", step()},
        {"value", value_of_record()},
        {"extra", extra_of_record()},
        {"work", work_during_sync()},
        {"fault", fault_of_sync()},
        {"fault-of-local-work", fault_of_local_work()},
        {"variant", variant()},
        {"invariant", invariants_that(any)},
        {"outcome-invariant", invariants_that(is_outcome)},
        {"mechanism-invariant", invariants_that(is_mechanism)},
        {"expectation", text_or(expected_in_a_word(), breach())},
    });
}

}  // namespace

std::string scenario_schema()
{
    auto root = joined(
        object({
            {"$schema", text("http://json-schema.org/draft-07/schema#")},
            {"title", text("A scenario of syncsim")},
            {"allowComments", flag(true)},
            {"allowTrailingCommas", flag(false)},
        }),
        closed(members_of_scenario()));
    append(root, "definitions", definitions());
    return laid_out(root);
}

}  // namespace syncsim::sim
