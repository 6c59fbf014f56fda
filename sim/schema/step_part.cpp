#include "sim/schema/step_part.hpp"

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/messages.hpp"
#include "protocol/wire_members.hpp"
#include "sim/fault/anchor.hpp"
#include "sim/file/enumerator_words.hpp"
#include "sim/file/node_words.hpp"
#include "sim/schema/fault_part.hpp"

namespace syncsim::sim::schema {
namespace {

member at_device()
{
    return {"on", described("the device", defined("device")), true};
}

member at_node()
{
    return {"on", described("a device, or the server", defined("node")), true};
}

member about_record()
{
    return {
        "record",
        described("its name in this scenario; it is never a key", defined("record")),
        true};
}

template <class Enum, std::size_t Count>
part one_of_enumerators(const enumerator_words<Enum, Count>& words)
{
    std::vector<std::string_view> names;
    for (const auto& [name, _] : words) names.push_back(name);
    return one_of(names);
}

member set()
{
    return {"set", described("merged into the record's value", defined("value"))};
}

member extra()
{
    return {
        "extra",
        described(
            "merged into what the record has beside the members of the protocol, as a later "
            "version of the app does",
            defined("extra"))};
}

member uuid()
{
    auto form = matching(
        "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
        "a UUID, such as \"2a5a7632-b8d4-4b89-95ff-395347d21099\"");
    return {"uuid", described("the key that the device draws for it", or_axis(std::move(form)))};
}

member list_of(std::string_view name, std::string_view meaning, std::string_view of)
{
    auto list = object({{"type", text("array")}, {"items", defined(of)}});
    return {name, described(meaning, or_axis(std::move(list)))};
}

member faults_of_local_work()
{
    return list_of("faults", "what goes wrong meanwhile", "fault-of-local-work");
}

member between()
{
    auto ends = object(
        {{"type", text("array")},
         {"items", defined("node")},
         {"minItems", number(2)},
         {"maxItems", number(2)},
         {"uniqueItems", flag(true)},
         {"contains", one_of(std::vector{server_name})}});
    return {
        "between", described("a device and the server; without it, every link", std::move(ends))};
}

/// One kind of step.
struct step_kind {
    std::string_view name;
    /// As scenarios/README.md says it.
    std::string_view meaning;
    part what;
};

/// What every step has is described with the word that tells steps apart.
std::vector<member> of_every_step()
{
    return {{"do", flag(true)}, {"id", flag(true)}};
}

part step_with(const std::vector<member>& members)
{
    auto all = of_every_step();
    std::ranges::copy(members, std::back_inserter(all));
    return limited_to(std::move(all));
}

part sync()
{
    return step_with(
        {at_device(),
         list_of("faults", "what goes wrong in this session", "fault"),
         list_of("during", "the user's work between two steps of the session", "work"),
         {"outcome",
          described(
              "how the session must end",
              with_default(text("any"), one_of_enumerators(outcome_words)))},
         {"background",
          described(
              "the next step begins while the session runs", with_default(flag(false), truth()))}});
}

part clock_change()
{
    auto made = step_with(
        {at_node(),
         {"jump", described("by how much it jumps", defined("signed-time"))},
         {"offset", described("what it departs from true time", defined("signed-time"))},
         {"drift_ppm",
          described("parts per million; positive runs fast", whole_number(as_drift_ppm))}});
    append(made, "anyOf", any_required({"jump", "offset", "drift_ppm"}));
    const auto no_offset = object({{"properties", object({{"offset", flag(false)}})}});
    append(made, "dependencies", object({{"jump", no_offset}}));
    return made;
}

part expectation()
{
    auto made = step_with(
        {at_node(),
         {"records", described("how many live records are there", whole_number(as_count))},
         {"pending", described("how many records have unsent work", whole_number(as_count))},
         {"record", described("the record that the rest is about", defined("record"))},
         {"state", one_of_enumerators(state_words)},
         {"copies",
          described("how many live rows descend from its create", whole_number(as_count))},
         {"has", described("members of its value", defined("value"))}});
    append(made, "anyOf", any_required({"records", "pending", "state", "copies", "has"}));
    append(
        made,
        "dependencies",
        object(
            {{"state", texts({"record"})},
             {"copies", texts({"record"})},
             {"has", texts({"record"})}}));
    append(
        made,
        "allOf",
        array({when(
            "on",
            {server_name},
            object(
                {{"properties",
                  object(
                      {{"pending", flag(false)},
                       {"state", object({{"not", object({{"const", text("pending")}})}})}})}}))}));
    return made;
}

std::vector<step_kind> step_kinds()
{
    const auto direction = member{
        "direction",
        described(
            "as the server sees it",
            with_default(text("both"), one_of_enumerators(direction_words)))};
    return {
        {"create",
         "the user makes a record; `set` is an object",
         step_with({at_device(), about_record(), set(), extra(), uuid(), faults_of_local_work()})},
        {"edit",
         "`set` is merged into what the device shows",
         step_with({at_device(), about_record(), set(), extra(), faults_of_local_work()})},
        {"delete",
         "the user deletes what the device shows",
         step_with({at_device(), about_record(), faults_of_local_work()})},
        {"sync", "a whole session, to its end", sync()},
        {"join", "waits for the syncs in the background", step_with({})},
        {"advance",
         "time passes",
         step_with({{"by", described("how much", defined("time")), true}})},
        {"clock", "somebody sets a clock", clock_change()},
        {"partition", "a link is cut, or whole again", step_with({between(), direction})},
        {"heal", "a link is cut, or whole again", step_with({between()})},
        {"crash", "a process dies, or comes back", step_with({at_node()})},
        {"restart", "a process dies, or comes back", step_with({at_node()})},
        {"fault", "a crash or a clock jump, at no anchor", timed_fault(of_every_step())},
        {"note",
         "a word for whoever reads the story",
         step_with({{"text", object({{"type", text("string")}}), true}})},
        {"expect", "what must be so here", expectation()},
    };
}

}  // namespace

part step()
{
    std::vector<word> words;
    std::vector<part> rules;
    for (auto& each : step_kinds()) {
        words.push_back({each.name, each.meaning});
        rules.push_back(when("do", {each.name}, std::move(each.what)));
    }
    auto made = open(
        {{"do", described("what happens", one_of(words)), true},
         {"id",
          described(
              "a name that stays when other steps come and go: chance is named by it",
              defined("step-id"))}});
    append(made, "allOf", array(std::move(rules)));
    return made;
}

part value_of_record()
{
    // The simulator marks each write in a member "~", which has to be the last by name.
    auto none = object({{"not", object({})}});
    auto names = object({{"^[^ -}]", std::move(none)}});
    return or_axis(object({{"type", text("object")}, {"patternProperties", std::move(names)}}));
}

part extra_of_record()
{
    std::vector<part> ours;
    for (const auto each : protocol::member_names<protocol::record>()) {
        ours.push_back(object({{"required", texts({each})}}));
    }
    auto any_of_them = object({{"anyOf", array(std::move(ours))}});
    return or_axis(object({{"type", text("object")}, {"not", std::move(any_of_them)}}));
}

part work_during_sync()
{
    std::vector<word> anchors;
    for (const auto& each : all_anchors()) {
        // What is applied in the middle of a transaction makes the user's work wait for its end.
        const bool waits = each.which == anchor::apply_mid;
        if (!is_local(each.which) && !waits) anchors.push_back({each.name, each.meaning});
    }
    auto made = closed(
        {{"at", described("which point of the protocol", one_of(anchors)), true},
         {"nth",
          described(
              "which pass of the anchor within the sync, retries included",
              with_default(number(1), whole_number(as_ordinal)))},
         {"do", one_of_enumerators(verb_words<during_work::verb>), true},
         about_record(),
         set(),
         extra()});
    const auto nothing = object({{"set", flag(false)}, {"extra", flag(false)}});
    append(made, "allOf", array({when("do", {"delete"}, object({{"properties", nothing}}))}));
    return made;
}

}  // namespace syncsim::sim::schema
