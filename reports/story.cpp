#include "reports/story.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "protocol/clocks.hpp"
#include "protocol/support/check.hpp"
#include "reports/event_table.hpp"
#include "reports/telling.hpp"
#include "reports/text_columns.hpp"

namespace syncsim::reports {
namespace {

using kind = finding::kind;

constexpr std::size_t width_min = 60;

/// How a finding is headed.
struct heading {
    std::string text;
    tone how = tone::bad;
};

heading heading_of(const finding& each)
{
    const std::string name(each.which ? sim::traits(*each.which).name : "");
    switch (each.what) {
    case kind::outcome: return {"  ✗ " + name + "  "};
    case kind::mechanism: return {"  ! " + name + "  "};
    case kind::rest: return {"  ✗ and more  "};
    case kind::unmet: return {"  ✗ expectation  "};
    case kind::doubt: return {"  ? inconclusive  ", tone::fault};
    }
    return {};
}

std::string joined(const std::vector<std::string>& parts)
{
    std::string all;
    for (const auto& each : parts) all += (all.empty() ? "" : "; ") + each;
    return all;
}

class story_writer {
public:
    story_writer(const telling& of, const text_style& style) : of_(of), style_(style) {}

    std::string write();

private:
    void write_findings();
    void write_events();
    std::string explained_name(const std::string& table) const;
    void write_causes();
    void write_faults();
    void write_clocks();

    /// Text behind a heading, broken to the width and indented to where it begins.
    void item(const std::string& heading, std::string_view text, tone of_heading, tone of_text);
    void blank() { text_ += '\n'; }

    const telling& of_;
    const text_style& style_;
    std::string text_;
};

std::string story_writer::write()
{
    write_findings();
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

void story_writer::write_findings()
{
    const auto found = of_.findings();
    for (const auto& each : found) {
        const auto [heading, how] = heading_of(each);
        item(heading, each.text, how, tone::plain);
    }
    if (found.empty()) item("  ✓ ", "nothing broke", tone::plain, tone::plain);
}

void story_writer::write_events()
{
    const auto rows = of_.rows();
    std::string table;
    for (const auto& each : event_table(rows, of_.with(), style_)) table += each + "\n";
    text_ += table;
    const auto shown =
        std::ranges::count_if(rows, [](const excerpt_row& row) { return row.line.has_value(); });
    item(
        "  ",
        fmt::format("{} lines for {} events{}", shown, of_.run().events, explained_name(table)),
        tone::quiet,
        tone::quiet);
}

/// How to read the name of a write, if the table has one.
std::string story_writer::explained_name(const std::string& table) const
{
    const auto& known = of_.run().known;
    const auto& names = of_.with().names;
    for (const auto record : of_.with().about.records) {
        const auto& writes = known[record].writes;
        const auto named = std::ranges::find_if(writes, [&](sim::write_index each) {
            return writes.size() > 1 && table.contains(names.write(each));
        });
        if (named == writes.end()) continue;
        return fmt::format(
            "; {} is {} as event {} wrote it",
            names.write(*named),
            printable(known.name(record)),
            known[*named].at.value());
    }
    return {};
}

void story_writer::write_causes()
{
    const std::string margin(11, ' ');
    const auto all = of_.causes();
    std::string heading = "  because  ";
    for (const auto& [which, causes] : all) {
        if (all.size() > 1) {
            item(heading, sim::traits(which).name, tone::quiet, tone::plain);
            heading = margin;
        }
        for (const auto& each : causes) {
            item(
                heading + fmt::format("{:>5}  ", each.event.value()),
                each.text,
                tone::quiet,
                each.how);
            heading = margin;
        }
    }
}

void story_writer::write_faults()
{
    const auto all = joined(of_.faults());
    item("  faults   ", all.empty() ? "none" : all, tone::quiet, tone::plain);
}

void story_writer::write_clocks()
{
    const auto start = protocol::to_wire_time(of_.script().start);
    item(
        "  clocks   ",
        fmt::format("{} (0.000s is {})", joined(of_.clocks()), start),
        tone::quiet,
        tone::plain);
}

}  // namespace

std::string story(
    const sim::scenario& script,
    const protocol::variant&,
    const sim::outcome& run,
    const text_style& style)
{
    return story(telling{script, run}, style);
}

std::string story(const telling& of, const text_style& style)
{
    support::check(style.width >= width_min, "a story has room for its columns");
    return story_writer{of, style}.write();
}

}  // namespace syncsim::reports
