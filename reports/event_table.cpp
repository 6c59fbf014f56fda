#include "reports/event_table.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "reports/clock_words.hpp"
#include "reports/text_columns.hpp"

namespace syncsim::reports {
namespace {

using kind = timeline_line::kind;
using fate = message_way::fate;

// A column that is narrower breaks most of its texts, one that is wider only moves them apart.
constexpr std::size_t column_min = 22;
constexpr std::size_t column_max = 26;
constexpr std::size_t shortest_shaft = 2;
constexpr std::size_t gap = 2;

/// A line of output, and how far it has come.
class text_row {
public:
    std::size_t end() const { return end_; }
    bool empty() const { return end_ == 0; }

    /// Adds a text at this column, or right behind what is there.
    void put(std::size_t column, const std::string& text, tone how, bool color)
    {
        const auto columns = columns_of(text);
        if (columns == 0) return;
        if (column > end_) line_.append(column - end_, ' ');
        end_ = std::max(end_, column) + columns;
        line_ += toned(text, how, color);
    }

    std::string take() { return std::exchange(line_, {}); }

private:
    std::string line_;
    std::size_t end_ = 0;
};

bool concerns_every_node(kind what)
{
    return what == kind::settle || what == kind::quiescent || what == kind::note;
}

/// The nodes that the rows speak of; the server is always one of them.
std::vector<sim::node_id> nodes_of(const std::vector<excerpt_row>& rows)
{
    std::set<sim::node_id> devices;
    for (const auto& row : rows) {
        if (!row.line || concerns_every_node(row.line->what)) continue;
        devices.insert(row.line->way ? row.line->way->device : row.line->node);
    }
    devices.erase(sim::server_node);
    std::vector<sim::node_id> nodes(devices.begin(), devices.end());
    nodes.insert(nodes.begin() + (nodes.empty() ? 0 : 1), sim::server_node);
    return nodes;
}

/// What the table has in front of every row: two numbers, or blanks.
class margin {
public:
    explicit margin(const std::vector<excerpt_row>& rows)
    {
        for (const auto& row : rows) {
            if (!row.line) continue;
            event_ = std::max(event_, std::to_string(row.line->event.value()).size());
            time_ = std::max(time_, true_time(row.line->at).size());
        }
    }

    std::size_t width() const { return gap + event_ + gap + time_ + gap; }

    void put(text_row& to, const std::string& event, const std::string& time, tone how, bool color)
        const
    {
        to.put(gap + event_ - event.size(), event, how, color);
        to.put(gap + event_ + gap + time_ - time.size(), time, how, color);
    }

private:
    std::size_t event_ = std::string_view("event").size();
    std::size_t time_ = std::string_view("true time").size();
};

/// The parts of a line that stand next to each other, and where they begin.
struct placed_text {
    std::size_t at = 0;
    /// An arrow in front of the text.
    std::string lead;
    std::string text;
    /// An arrow behind the text, drawn up to this column; none if empty.
    std::string_view shaft;
    std::string_view head;
    std::size_t arrow_end = 0;
};

class lanes {
public:
    lanes(std::vector<sim::node_id> nodes, std::size_t begin, std::size_t width)
        : nodes_(std::move(nodes)),
          begin_(begin),
          column_(std::min((width - begin) / nodes_.size(), column_max))
    {
    }

    bool are_readable() const { return column_ >= column_min; }
    const std::vector<sim::node_id>& nodes() const { return nodes_; }

    std::size_t begin_of(sim::node_id node) const
    {
        const auto found = std::ranges::find(nodes_, node);
        return begin_ + column_ * static_cast<std::size_t>(found - nodes_.begin());
    }
    /// Where notes stand: right of the server.
    std::size_t begin_of_notes() const { return begin_of(sim::server_node) + column_; }

    placed_text place(const timeline_line& line) const
    {
        if (concerns_every_node(line.what)) {
            return {.at = begin_, .lead = "── ", .text = line.text + " ──"};
        }
        if (!line.way) return {.at = begin_of(line.node), .lead = {}, .text = line.text};
        const bool is_left = begin_of(line.way->device) < begin_of(sim::server_node);
        return is_left ? place_left(line) : place_right(line);
    }

private:
    static std::string_view shaft_of(fate end) { return end == fate::delayed ? "┄" : "─"; }

    /// A message of the device left of the server.
    placed_text place_left(const timeline_line& line) const
    {
        const auto end = line.way->end;
        const auto mine = begin_of(line.way->device);
        const auto server = begin_of(sim::server_node);
        const std::string shaft{shaft_of(end)};
        if (!line.way->is_reply) {
            return {
                .at = mine,
                .lead = {},
                .text = line.text,
                .shaft = shaft_of(end),
                .head = end == fate::lost ? "✗" : "▶",
                .arrow_end = server - 1};
        }
        const std::string head = end == fate::lost ? "✗" : "◀";
        if (end != fate::arrives) {
            constexpr std::size_t length = 5;
            return {
                .at = server - length - 1,
                .lead = head + repeated(shaft, length - 1) + " ",
                .text = line.text};
        }
        const auto taken = columns_of(line.text) + 3;
        const auto room = server - mine;
        const auto length = std::max(room > taken ? room - taken : 0, shortest_shaft);
        return {.at = mine, .lead = head + repeated(shaft, length) + " ", .text = line.text};
    }

    /// A message of a device right of the server; its arrow crosses the columns in between.
    placed_text place_right(const timeline_line& line) const
    {
        const auto end = line.way->end;
        const auto next_to_server = begin_of_notes();
        const auto length = begin_of(line.way->device) - next_to_server + shortest_shaft;
        const auto shaft = repeated(shaft_of(end), length);
        const bool stays_at_server = line.way->is_reply && end != fate::arrives;
        if (stays_at_server) {
            return {
                .at = begin_of(sim::server_node),
                .lead = {},
                .text = line.text,
                .shaft = shaft_of(end),
                .head = end == fate::lost ? "✗" : "▶",
                .arrow_end = next_to_server - 1};
        }
        const std::string head = end == fate::lost ? "✗" : "◀";
        auto lead = line.way->is_reply ? shaft + "▶ " : head + shaft + " ";
        return {.at = next_to_server, .lead = std::move(lead), .text = line.text};
    }

    std::vector<sim::node_id> nodes_;
    std::size_t begin_;
    std::size_t column_;
};

/// Writes rows, in columns or as a list.
class table_writer {
public:
    table_writer(
        const std::vector<excerpt_row>& rows,
        const vocabulary& with,
        const text_style& style)
        : with_(with),
          style_(style),
          margin_(rows),
          lanes_(nodes_of(rows), margin_.width(), style.width)
    {
    }

    void write_header();
    void write(const excerpt_row& row);
    std::vector<std::string> finish() { return std::move(lines_); }

private:
    void write_line(const timeline_line& line);
    placed_text place_in_list(const timeline_line& line) const;
    void put_text(text_row& row, const placed_text& what, tone how);
    void put_note(text_row& row, const line_note& note, std::size_t fallback);
    std::string title_of(sim::node_id node) const;
    void end(text_row& row)
    {
        lines_.push_back(row.take());
        row = {};
    }

    const vocabulary& with_;
    const text_style& style_;
    margin margin_;
    lanes lanes_;
    std::vector<std::string> lines_;
};

std::string table_writer::title_of(sim::node_id node) const
{
    auto title = printable(with_.known.name(node));
    const auto& clock = node == sim::server_node ? with_.script.server.clock
                                                 : with_.script.clients[node.value() - 1U].clock;
    if (clock.offset.count() != 0) title += " (clock " + clock_error(clock.offset) + ")";
    return title;
}

void table_writer::write_header()
{
    text_row row;
    margin_.put(row, "event", "true time", tone::quiet, style_.color);
    if (!lanes_.are_readable()) {
        row.put(margin_.width(), "what happened", tone::quiet, style_.color);
        return end(row);
    }
    for (const auto node : lanes_.nodes()) {
        const auto at = std::max(lanes_.begin_of(node), row.end() + 1);
        const auto room = style_.width > at ? style_.width - at : 0;
        const auto title = title_of(node);
        row.put(at, columns_of(title) <= room ? title : "", tone::quiet, style_.color);
    }
    end(row);
}

void table_writer::write(const excerpt_row& row)
{
    if (row.line) return write_line(*row.line);
    for (const auto& each : wrapped("… " + row.folded, style_.width - margin_.width())) {
        text_row folded;
        folded.put(margin_.width(), each, tone::quiet, style_.color);
        end(folded);
    }
}

void table_writer::write_line(const timeline_line& line)
{
    text_row row;
    margin_.put(
        row, std::to_string(line.event.value()), true_time(line.at), tone::plain, style_.color);
    const auto placed = lanes_.are_readable() ? lanes_.place(line) : place_in_list(line);
    put_text(row, placed, line.what == kind::unmet ? tone::bad : tone::plain);
    for (const auto& each : line.notes) put_note(row, each, placed.at);
    end(row);
}

placed_text table_writer::place_in_list(const timeline_line& line) const
{
    const auto name = [&](sim::node_id node) { return printable(with_.known.name(node)); };
    placed_text placed{.at = margin_.width(), .lead = {}, .text = line.text};
    if (concerns_every_node(line.what)) {
        placed.text = "── " + line.text + " ──";
    } else if (!line.way) {
        placed.text = name(line.node) + ": " + line.text;
    } else {
        const auto device = name(line.way->device);
        const auto& from = line.way->is_reply ? "server" : device;
        const auto& to = line.way->is_reply ? device : "server";
        std::string arrow = " → ";
        if (line.way->end == fate::lost) arrow = " ─✗ ";
        if (line.way->end == fate::delayed) arrow = " ┄→ ";
        placed.text = from + arrow + to + ": " + line.text;
    }
    return placed;
}

void table_writer::put_text(text_row& row, const placed_text& what, tone how)
{
    row.put(what.at, what.lead, tone::plain, style_.color);
    const auto at = std::max(row.end(), what.at);
    const auto arrow = what.head.empty() ? 0 : 1 + shortest_shaft + 1;
    const auto lines = wrapped(what.text, style_.width - at - arrow);
    for (std::size_t each = 0; each < lines.size(); ++each) {
        if (each > 0) end(row);
        row.put(at, lines[each], how, style_.color);
    }
    if (what.head.empty()) return;
    const auto begin = row.end() + 1;
    const auto length =
        std::max(what.arrow_end > begin + 1 ? what.arrow_end - begin - 1 : 0, shortest_shaft);
    row.put(
        begin, repeated(what.shaft, length) + std::string(what.head), tone::plain, style_.color);
}

/// Behind the text where there is room for it, else on lines of its own.
void table_writer::put_note(text_row& row, const line_note& note, std::size_t fallback)
{
    const auto wanted = lanes_.are_readable() ? lanes_.begin_of_notes() : fallback;
    for (const auto at : {std::max(row.end() + gap, wanted), row.end() + gap}) {
        if (at + columns_of(note.text) > style_.width) continue;
        return row.put(at, note.text, note.how, style_.color);
    }
    // Under the text, moved to the left as far as the note needs.
    const auto room = style_.width - margin_.width();
    const auto at = std::min(fallback, style_.width - std::min(columns_of(note.text), room));
    for (const auto& each : wrapped(note.text, style_.width - at)) {
        end(row);
        row.put(at, each, note.how, style_.color);
    }
}

}  // namespace

std::vector<std::string> event_table(
    const std::vector<excerpt_row>& rows,
    const vocabulary& with,
    const text_style& style)
{
    table_writer writer{rows, with, style};
    writer.write_header();
    for (const auto& each : rows) writer.write(each);
    return writer.finish();
}

}  // namespace syncsim::reports
