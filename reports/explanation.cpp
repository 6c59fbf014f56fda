#include "reports/explanation.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "protocol/clocks.hpp"
#include "reports/ending.hpp"
#include "reports/event_table.hpp"
#include "reports/markdown_text.hpp"
#include "reports/row_json.hpp"
#include "reports/telling.hpp"
#include "reports/text_columns.hpp"

namespace syncsim::reports {
namespace {

// Tools read this number and the names: do not change them without a change of the version.
constexpr int explanation_version = 1;

// Keeps the order in which people want to read the members.
using json = nlohmann::ordered_json;

/// The rules that the story is about, each once.
std::vector<sim::invariant> broken_rules(const telling& of)
{
    std::vector<sim::invariant> rules;
    for (const auto& each : of.findings()) {
        if (!each.which) continue;
        if (std::ranges::find(rules, *each.which) == rules.end()) rules.push_back(*each.which);
    }
    return rules;
}

/// What the variant breaks in any run, and what is no news of this one.
std::string broken_by_design(const sim::outcome& run)
{
    std::string names;
    for (const auto each : run.baseline) {
        names += names.empty() ? "" : ", ";
        names += sim::traits(each).name;
    }
    return names;
}

std::string start_of(const sim::scenario& script)
{
    return "0.000s is " + protocol::to_wire_time(script.start);
}

// ------------------------------------------------------------------------------------- a terminal

std::string heading_in_text(const ending& ended, const std::string& by_design, std::size_t width)
{
    auto text =
        headed("", fmt::format("{}: {}, {}", ended.run, ended.verdict, ended.standing), width);
    const auto item = [&](std::string_view heading, const std::string& value) {
        if (!value.empty()) text += headed(heading, value, width);
    };
    item("  ", ended.title);
    item("  why       ", ended.why);
    item("  expected  ", ended.expected);
    item("  issue     ", ended.issue);
    item("  found     ", ended.found);
    item("  by design ", by_design);
    for (const auto& each : ended.reasons) item("  but       ", each);
    return text;
}

std::string rules_in_text(const telling& of, std::size_t width)
{
    std::string text;
    for (const auto which : broken_rules(of)) {
        const auto& rule = sim::traits(which);
        text += headed(
            text.empty() ? "  rules    " : "           ",
            fmt::format("{}: {}", rule.name, rule.statement),
            width);
    }
    return text;
}

// --------------------------------------------------------------------------------------- Markdown

std::string findings_in_markdown(const telling& of)
{
    std::string text;
    for (const auto& each : of.findings()) {
        text += "* ";
        if (each.which) text += fmt::format("**{}**: ", sim::traits(*each.which).name);
        if (each.what == finding::kind::rest) text += "and more: ";
        if (each.what == finding::kind::unmet) text += "**expectation**: ";
        if (each.what == finding::kind::doubt) text += "**inconclusive**: ";
        text += markdown_text(each.text) + "\n";
    }
    return text.empty() ? "Nothing broke.\n" : text;
}

/// The table as it is on a terminal: a page shows it in a font whose columns stand.
std::string events_in_markdown(const telling& of)
{
    constexpr text_style style{.color = false, .width = 100};
    std::string text = "```text\n";
    for (const auto& each : event_table(of.rows(), of.with(), style)) text += each + "\n";
    return text + "```\n";
}

std::string causes_in_markdown(const telling& of)
{
    std::string text;
    for (const auto& [which, causes] : of.causes()) {
        const auto& rule = sim::traits(which);
        text += fmt::format("\n### Why {} broke\n\n", rule.name);
        text += fmt::format("The rule: {}.\n", markdown_text(rule.statement));
        if (!causes.empty()) text += "\n| event | what led to it |\n| ---: | --- |\n";
        for (const auto& each : causes) {
            text += fmt::format("| {} | {} |\n", each.event.value(), markdown_text(each.text));
        }
    }
    return text;
}

std::string list_in_markdown(std::string_view heading, const std::vector<std::string>& items)
{
    std::string text;
    for (const auto& each : items) text += (text.empty() ? "" : "; ") + markdown_text(each);
    return fmt::format("* **{}**: {}\n", heading, text.empty() ? "none" : text);
}

}  // namespace

std::string explanation(
    const sim::scenario& script,
    const protocol::variant& of,
    const sim::outcome& run,
    const text_style& style)
{
    const telling told(script, run);
    return heading_in_text(ending_of(script, of, run), broken_by_design(run), style.width) + "\n" +
           story(told, style) + rules_in_text(told, style.width);
}

std::string explanation_in_markdown(
    const sim::scenario& script,
    const protocol::variant& of,
    const sim::outcome& run)
{
    const telling told(script, run);
    const auto ended = ending_of(script, of, run);
    auto text =
        fmt::format("## {}: {}, {}\n", markdown_text(ended.run), ended.verdict, ended.standing);
    if (!ended.title.empty()) text += "\n**" + markdown_text(ended.title) + "**\n";
    if (!ended.why.empty()) text += "\n" + markdown_text(ended.why) + "\n";

    text += "\n" + list_in_markdown("expected", {ended.expected});
    if (!ended.issue.empty()) text += list_in_markdown("issue", {ended.issue});
    text += list_in_markdown("found", {ended.found});
    if (!run.baseline.empty()) text += list_in_markdown("by design", {broken_by_design(run)});
    if (!ended.reasons.empty()) text += list_in_markdown("but", ended.reasons);

    text += "\n### What is wrong\n\n" + findings_in_markdown(told);
    text += "\n### What happened\n\n" + events_in_markdown(told) + causes_in_markdown(told);
    text += "\n### Faults and clocks\n\n" + list_in_markdown("faults", told.faults());
    return text + list_in_markdown("clocks", told.clocks()) + "* " + start_of(script) + "\n";
}

std::string explanation_in_json(
    const sim::scenario& script,
    const protocol::variant& of,
    const sim::outcome& run)
{
    const telling told(script, run);
    const auto ended = ending_of(script, of, run);
    json text{
        {"explanation_version", explanation_version},
        {"scenario", script.name},
        {"point", script.point},
        {"title", script.title},
        {"why", script.why},
        {"variant", of.name},
        {"seed", fmt::format("{:#x}", script.seed)},
        {"verdict", ended.verdict},
        {"standing", sim::name(ended.how)},
        {"expected", ended.expected},
        {"issue", ended.issue},
        {"found", ended.found},
        {"reasons", ended.reasons},
        {"by_design", json::array()},
        {"findings", json::array()},
        {"events", rows_json(told.rows(), told.with())},
        {"causes", json::array()},
        {"faults", told.faults()},
        {"reached", run.reached},
        {"clocks", told.clocks()},
        {"start", protocol::to_wire_time(script.start)},
        {"digest", fmt::format("{:#018x}", run.digest)}};
    for (const auto each : run.baseline) text["by_design"].push_back(sim::traits(each).name);
    for (const auto& each : told.findings()) text["findings"].push_back(finding_json(each));
    for (const auto& [which, causes] : told.causes()) {
        auto events = json::array();
        for (const auto& each : causes) {
            events.push_back({{"event", each.event.value()}, {"text", each.text}});
        }
        const auto& rule = sim::traits(which);
        text["causes"].push_back(
            {{"invariant", rule.name},
             {"statement", rule.statement},
             {"events", std::move(events)}});
    }
    return text.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace syncsim::reports
