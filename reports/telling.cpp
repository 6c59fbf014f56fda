#include "reports/telling.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "protocol/support/check.hpp"
#include "reports/clock_words.hpp"
#include "reports/text_columns.hpp"

namespace syncsim::reports {
namespace {

using kind = finding::kind;

// A page of a terminal for what broke, and a glance for what did not.
constexpr std::size_t rows_of_a_failure = 36;
constexpr std::size_t rows_of_a_success = 16;

const sim::outcome& with_trace(const sim::outcome& run)
{
    support::check(run.story.size() == run.events, "the run kept its trace");
    return run;
}

bool is_outcome(sim::invariant which)
{
    return sim::traits(which).kind == sim::invariant_traits::kind::outcome;
}

}  // namespace

telling::telling(const sim::scenario& script, const sim::outcome& run)
    : run_(with_trace(run)),
      about_(focus_of(script, run)),
      keys_(short_keys::of(run.story)),
      faults_(script),
      with_{script, run.known, about_, keys_, faults_, {run.known, about_, keys_}},
      lines_(timeline(run.story, with_))
{
}

std::string telling::sentence(std::string_view text) const
{
    return keys_.in(printable(text));
}

// ---------------------------------------------------------------------------------- what is wrong

std::vector<finding> telling::findings() const
{
    std::vector<finding> found;
    add_violations(found);
    add_rest_of_violations(found);
    add_unmet(found);
    for (const auto& each : run_.doubts) {
        found.push_back({.what = kind::doubt, .which = {}, .event = {}, .text = sentence(each)});
    }
    return found;
}

void telling::add_violations(std::vector<finding>& to) const
{
    for (const auto index : about_.violations) {
        const auto& broken = run_.violations[index];
        to.push_back(
            {.what = is_outcome(broken.which) ? kind::outcome : kind::mechanism,
             .which = broken.which,
             .event = broken.at,
             .text = sentence(broken.what)});
    }
}

void telling::add_rest_of_violations(std::vector<finding>& to) const
{
    std::map<sim::invariant, int> rest;
    for (std::size_t each = 0; each < run_.violations.size(); ++each) {
        if (std::ranges::find(about_.violations, each) != about_.violations.end()) continue;
        ++rest[run_.violations[each].which];
    }
    if (rest.empty()) return;
    std::string counts;
    for (const auto& [which, count] : rest) {
        counts +=
            fmt::format("{}{} {}×", counts.empty() ? "" : ", ", sim::traits(which).name, count);
    }
    to.push_back({.what = kind::rest, .which = {}, .event = {}, .text = std::move(counts)});
}

void telling::add_unmet(std::vector<finding>& to) const
{
    for (const auto& each : run_.unmet) {
        auto what = sentence(each.what);
        if (each.place.line > 0) what += fmt::format(" (line {})", each.place.line);
        if (each.is_consequence) what += "; this follows from the above";
        to.push_back({.what = kind::unmet, .which = {}, .event = each.at, .text = std::move(what)});
    }
}

// ------------------------------------------------------------------------------ events and causes

std::vector<excerpt_row> telling::rows() const
{
    const bool failed = !run_.violations.empty() || !run_.unmet.empty();
    return excerpt(lines_, with_, run_.violations, failed ? rows_of_a_failure : rows_of_a_success);
}

std::vector<excerpt_row> telling::rows_until(sim::event_ordinal last) const
{
    auto rows = every_row(lines_, with_, run_.violations);
    std::erase_if(rows, [&](const excerpt_row& each) { return each.line->event > last; });
    return rows;
}

std::vector<explained_violation> telling::causes() const
{
    std::set<sim::event_ordinal> told;
    std::vector<explained_violation> all;
    for (const auto index : about_.violations) {
        const auto& broken = run_.violations[index];
        all.push_back(
            {broken.which, causes_of(broken, subjects_of(broken, run_), lines_, with_, told)});
    }
    return all;
}

// ---------------------------------------------------------------------------- faults and clocks

std::vector<std::string> telling::faults() const
{
    std::vector<std::string> all;
    for (std::uint32_t each = 0; each < run_.faults.size(); ++each) {
        const auto fired = run_.faults[each].fired;
        all.push_back(
            faults_.name(sim::fault_index{each}) +
            (fired == 0 ? " never fired" : fmt::format(" fired {}×", fired)));
    }
    return all;
}

std::string telling::clock_of(std::string name, const sim::clock_settings& clock, sim::node_id node)
    const
{
    auto text = std::move(name) + " " + clock_error(clock.offset);
    if (clock.drift_ppm != 0) text += fmt::format(" drifting {:+}ppm", clock.drift_ppm);
    for (const auto& each : run_.story) {
        const auto* const set = std::get_if<sim::event::clock_set>(&each.what);
        if (set == nullptr || each.when.node != node) continue;
        text +=
            fmt::format(", {} from event {}", clock_error(set->error), each.when.ordinal.value());
    }
    return text;
}

std::vector<std::string> telling::clocks() const
{
    std::vector all{clock_of("server", script().server.clock, sim::server_node)};
    for (std::uint16_t each = 1; each <= script().clients.size(); ++each) {
        const auto& client = script().clients[each - 1U];
        all.push_back(clock_of(printable(client.name), client.clock, sim::node_id{each}));
    }
    return all;
}

}  // namespace syncsim::reports
