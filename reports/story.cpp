#include "reports/story.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "protocol/support/check.hpp"
#include "reports/causes.hpp"
#include "reports/clock_words.hpp"
#include "reports/event_table.hpp"
#include "reports/excerpt.hpp"
#include "reports/focus.hpp"
#include "reports/text_columns.hpp"
#include "reports/timeline.hpp"

namespace syncsim::reports {
namespace {

constexpr std::size_t width_min = 60;

// A page of a terminal for what broke, and a glance for what did not.
constexpr std::size_t rows_of_a_failure = 36;
constexpr std::size_t rows_of_a_success = 16;

bool is_outcome(sim::invariant which)
{
    return sim::traits(which).kind == sim::invariant_traits::kind::outcome;
}

class story_writer {
public:
    story_writer(const sim::scenario& script, const sim::outcome& run, const text_style& style)
        : run_(run),
          style_(style),
          about_(focus_of(script, run)),
          keys_(short_keys::of(run.story)),
          faults_(script),
          with_{script, run.known, about_, keys_, faults_, {run.known, about_, keys_}},
          lines_(timeline(run.story, with_))
    {
    }

    std::string write();

private:
    void write_verdict();
    void write_violation(const sim::violation& broken);
    void write_rest_of_violations();
    void write_unmet();
    void write_events();
    std::string explained_name(const std::string& table) const;
    void write_causes();
    void write_faults();
    void write_clocks();

    std::string sentence(std::string_view text) const { return keys_.in(printable(text)); }
    std::string clock_of(std::string name, const sim::clock_settings& clock, sim::node_id node);

    /// Text behind a heading, broken to the width and indented to where it begins.
    void item(const std::string& heading, std::string_view text, tone of_heading, tone of_text);
    void blank() { text_ += '\n'; }

    const sim::outcome& run_;
    const text_style& style_;
    focus about_;
    short_keys keys_;
    fault_words faults_;
    vocabulary with_;
    std::vector<timeline_line> lines_;
    std::string text_;
};

std::string story_writer::write()
{
    write_verdict();
    blank();
    write_events();
    blank();
    write_causes();
    write_faults();
    write_clocks();
    return std::move(text_);
}

void story_writer::item(
    const std::string& heading,
    std::string_view text,
    tone of_heading,
    tone of_text)
{
    const auto indent = columns_of(heading);
    bool first = true;
    for (auto& line : wrapped(text, style_.width - indent)) {
        text_ += first ? toned(heading, of_heading, style_.color) : std::string(indent, ' ');
        text_ += toned(std::move(line), of_text, style_.color) + "\n";
        first = false;
    }
}

// ---------------------------------------------------------------------------------- what is wrong

void story_writer::write_verdict()
{
    for (const auto index : about_.violations) write_violation(run_.violations[index]);
    write_rest_of_violations();
    write_unmet();
    for (const auto& each : run_.doubts) {
        item("  ? inconclusive  ", sentence(each), tone::fault, tone::plain);
    }
    const bool nothing = run_.violations.empty() && run_.unmet.empty() && run_.doubts.empty();
    if (nothing) item("  ✓ ", "nothing broke", tone::plain, tone::plain);
}

void story_writer::write_violation(const sim::violation& broken)
{
    const auto* const mark = is_outcome(broken.which) ? "  ✗ " : "  ! ";
    item(
        mark + std::string(sim::traits(broken.which).name) + "  ",
        sentence(broken.what),
        tone::bad,
        tone::plain);
}

void story_writer::write_rest_of_violations()
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
    item("  ✗ and more  ", counts, tone::bad, tone::plain);
}

void story_writer::write_unmet()
{
    for (const auto& each : run_.unmet) {
        auto what = sentence(each.what);
        if (each.place.line > 0) what += fmt::format(" (line {})", each.place.line);
        if (each.is_consequence) what += "; this follows from the above";
        item("  ✗ expectation  ", what, tone::bad, tone::plain);
    }
}

// ------------------------------------------------------------------------------------- the events

void story_writer::write_events()
{
    const bool failed = !run_.violations.empty() || !run_.unmet.empty();
    const auto rows =
        excerpt(lines_, with_, run_.violations, failed ? rows_of_a_failure : rows_of_a_success);
    std::string table;
    for (const auto& each : event_table(rows, with_, style_)) table += each + "\n";
    text_ += table;
    const auto shown =
        std::ranges::count_if(rows, [](const excerpt_row& row) { return row.line.has_value(); });
    item(
        "  ",
        fmt::format("{} lines for {} events{}", shown, run_.events, explained_name(table)),
        tone::quiet,
        tone::quiet);
}

/// How to read the name of a write, if the table has one.
std::string story_writer::explained_name(const std::string& table) const
{
    for (const auto record : about_.records) {
        const auto& writes = run_.known[record].writes;
        const auto named = std::ranges::find_if(writes, [&](sim::write_index each) {
            return writes.size() > 1 && table.contains(with_.names.write(each));
        });
        if (named == writes.end()) continue;
        return fmt::format(
            "; {} is {} as event {} wrote it",
            with_.names.write(*named),
            printable(run_.known.name(record)),
            run_.known[*named].at.value());
    }
    return {};
}

void story_writer::write_causes()
{
    std::set<sim::event_ordinal> told;
    bool first = true;
    for (const auto index : about_.violations) {
        const auto& broken = run_.violations[index];
        const auto* const heading = first ? "  because  " : "           ";
        if (about_.violations.size() > 1) {
            item(heading, sim::traits(broken.which).name, tone::quiet, tone::plain);
        }
        bool first_cause = about_.violations.size() == 1;
        for (const auto& each : causes_of(broken, subjects_of(broken, run_), lines_, with_, told)) {
            item(
                (first_cause ? heading : std::string("           ")) +
                    fmt::format("{:>5}  ", each.event.value()),
                each.text,
                tone::quiet,
                each.how);
            first_cause = false;
        }
        first = false;
    }
}

// ---------------------------------------------------------------------------- faults and clocks

void story_writer::write_faults()
{
    std::string all;
    for (std::uint32_t each = 0; each < run_.faults.size(); ++each) {
        const auto fired = run_.faults[each].fired;
        all += all.empty() ? "" : "; ";
        all += faults_.name(sim::fault_index{each});
        all += fired == 0 ? " never fired" : fmt::format(" fired {}×", fired);
    }
    item("  faults   ", all.empty() ? "none" : all, tone::quiet, tone::plain);
}

std::string story_writer::clock_of(
    std::string name,
    const sim::clock_settings& clock,
    sim::node_id node)
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

void story_writer::write_clocks()
{
    const auto& script = with_.script;
    auto all = clock_of("server", script.server.clock, sim::server_node);
    for (std::uint16_t each = 1; each <= script.clients.size(); ++each) {
        const auto& client = script.clients[each - 1U];
        all += "; " + clock_of(printable(client.name), client.clock, sim::node_id{each});
    }
    all += fmt::format(" (0.000s is {})", protocol::to_wire_time(script.start));
    item("  clocks   ", all, tone::quiet, tone::plain);
}

}  // namespace

std::string story(
    const sim::scenario& script,
    const protocol::variant&,
    const sim::outcome& run,
    const text_style& style)
{
    support::check(run.story.size() == run.events, "the run kept its trace");
    support::check(style.width >= width_min, "a story has room for its columns");
    return story_writer{script, run, style}.write();
}

}  // namespace syncsim::reports
