#include "reports/excerpt.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <set>
#include <utility>

namespace syncsim::reports {
namespace {

using kind = timeline_line::kind;
using fate = message_way::fate;

// How much a line matters.
constexpr int never = 0;
constexpr int context = 1;
constexpr int helpful = 2;
constexpr int telling = 3;
constexpr int needed = 4;
constexpr int proof = 5;

bool stands_on(const focus& about, const timeline_line& line)
{
    return std::ranges::any_of(
        line.covers, [&](sim::event_ordinal each) { return about.stands_on(each); });
}

/// How much a line matters by what it is, wherever it stands.
class judgement {
public:
    explicit judgement(const focus& about) : about_(about) {}

    int operator()(const timeline_line& line) const
    {
        if (stands_on(about_, line)) return proof;
        if (!line.faults.empty()) return needed;
        if (line.idle) return never;
        return std::max(by_kind(line), by_fate(line));
    }

private:
    int by_kind(const timeline_line& line) const
    {
        const bool here = about_.is_about(line.node);
        const bool about = is_about_records(line);
        switch (line.what) {
        case kind::work: return about ? needed : never;
        case kind::request: return about ? telling : never;
        case kind::reply: return of_reply(line);
        case kind::arrival: return about ? telling : context;
        case kind::commit: return about ? telling : of_cursor(line);
        case kind::apply:
            if (!about) return of_cursor(line);
            return line.settles || line.failed ? telling : context;
        case kind::sync_end: return of_sync_end(line, here);
        case kind::crash: return here || line.node == sim::server_node ? needed : context;
        case kind::restart:
        case kind::link: return here || line.node == sim::server_node ? telling : context;
        case kind::fault:
        case kind::clock:
        case kind::unmet:
        case kind::settle: return needed;
        case kind::note: return helpful;
        case kind::quiescent: return never;
        }
        return never;
    }

    int of_sync_end(const timeline_line& line, bool here) const
    {
        if (line.failed) return here ? telling : context;
        // Rounds that went through are counted, unless what they asked for is the point.
        const bool expected = line.round > 0 && !about_.times_matter;
        return here && !expected ? context : never;
    }

    int of_reply(const timeline_line& line) const
    {
        const bool here = about_.is_about(line.way->device);
        if (line.failed && here) return telling;
        if (is_about_records(line)) return helpful;
        // That a pull brought nothing can be the point, where a bound of it is wrong.
        const bool pulled = line.way->step == protocol::step::pull;
        return pulled && here && about_.times_matter ? context : never;
    }

    int of_cursor(const timeline_line& line) const
    {
        return line.moves_cursor && about_.times_matter ? context : never;
    }

    int by_fate(const timeline_line& line) const
    {
        if (!line.way || line.way->end == fate::arrives) return never;
        if (is_about_records(line)) return telling;
        return about_.is_about(line.way->device) ? helpful : context;
    }

    bool is_about_records(const timeline_line& line) const
    {
        return std::ranges::any_of(
            line.records, [&](sim::record_index each) { return about_.is_about(each); });
    }

    const focus& about_;
};

struct judged_row {
    excerpt_row row;
    int weight = never;
};

std::vector<judged_row> judged(std::vector<timeline_line> lines, const focus& about)
{
    const judgement judge{about};
    std::vector<judged_row> rows;
    rows.reserve(lines.size());
    for (auto& each : lines) {
        const int weight = judge(each);
        rows.push_back({{std::move(each), {}}, weight});
    }
    return rows;
}

/// Lines of a sync that a proof stands in are worth more; what comes after everything has broken is
/// worth less.
void weigh_by_place(std::vector<judged_row>& rows)
{
    std::set<sim::sync_index> syncs_of_proofs;
    std::optional<sim::event_ordinal> last_proof;
    for (const auto& [row, weight] : rows) {
        if (weight != proof) continue;
        last_proof = row.line->event;
        if (row.line->sync) syncs_of_proofs.insert(*row.line->sync);
    }
    for (auto& [row, weight] : rows) {
        if (weight == proof || weight == never) continue;
        const auto& line = *row.line;
        const bool with_a_proof = line.sync && syncs_of_proofs.contains(*line.sync);
        if (with_a_proof) weight = std::min(weight + 1, needed);
        const bool stays = line.what == kind::unmet || line.what == kind::settle;
        const bool afterwards = last_proof && line.event > *last_proof;
        if (afterwards && !stays) weight = std::max(weight - 2, never);
    }
}

// --------------------------------------------------------------------------- rounds that repeat

/// A round of the settle phase.
struct settle_round {
    std::size_t first = 0;
    std::size_t end = 0;
    /// What happened in it that may make a difference, but for when.
    std::string says;
    bool is_proof = false;
};

/// The round that begins with this row.
settle_round round_at(const std::vector<judged_row>& rows, std::size_t first)
{
    settle_round found{.first = first, .end = first, .says = {}};
    const int number = rows[first].row.line->round;
    while (found.end < rows.size() && rows[found.end].row.line->round == number) {
        const auto& [row, weight] = rows[found.end++];
        if (weight <= context) continue;
        found.says += std::to_string(row.line->node.value()) + row.line->text + "\n";
        for (const auto& note : row.line->notes) found.says += note.text + "\n";
        found.is_proof = found.is_proof || weight == proof;
    }
    return found;
}

std::string count_of(std::size_t count, const std::string& one)
{
    return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

/// REQUIRES: every row is a line.
std::vector<judged_row> fold_rounds(std::vector<judged_row> rows)
{
    std::vector<judged_row> kept;
    std::optional<std::string> before;
    std::size_t repeats = 0;
    const auto tell_repeats = [&] {
        if (repeats == 0) return;
        kept.push_back({{{}, count_of(repeats, "more round") + " like this"}, telling});
        repeats = 0;
    };
    for (std::size_t at = 0; at < rows.size();) {
        const auto round = round_at(rows, at);
        at = round.end;
        const bool in_settle = rows[round.first].row.line->round > 0;
        if (in_settle && round.says == before && !round.is_proof) {
            ++repeats;
            continue;
        }
        tell_repeats();
        before = in_settle ? std::optional{round.says} : std::nullopt;
        std::move(
            rows.begin() + static_cast<std::ptrdiff_t>(round.first),
            rows.begin() + static_cast<std::ptrdiff_t>(round.end),
            std::back_inserter(kept));
    }
    tell_repeats();
    return kept;
}

// -------------------------------------------------------------------------------- what stays

/// Marks what breaks with an event of this line.
void mark_breaks(timeline_line& line, const focus& about, const std::vector<sim::violation>& all)
{
    std::string names;
    std::size_t count = 0;
    for (const auto index : about.violations) {
        const auto& each = all[index];
        if (std::ranges::find(line.covers, each.at) == line.covers.end()) continue;
        const std::string name{sim::traits(each.which).name};
        if (names.find(name) != std::string::npos) continue;
        names += (count == 0 ? "" : ", ") + name;
        ++count;
    }
    if (count == 0) return;
    line.notes.push_back({tone::bad, "◀ " + names + (count == 1 ? " breaks here" : " break here")});
}

/// How many rows each is from the nearest proof.
std::vector<std::size_t> distances(const std::vector<judged_row>& rows)
{
    std::vector<std::size_t> found(rows.size());
    std::size_t since = rows.size();
    for (std::size_t at = 0; at < rows.size(); ++at) {
        since = rows[at].weight == proof ? 0 : since + 1;
        found[at] = since;
    }
    since = rows.size();
    for (std::size_t at = rows.size(); at-- > 0;) {
        since = rows[at].weight == proof ? 0 : since + 1;
        found[at] = std::min(found[at], since);
    }
    return found;
}

/// Which rows stay: the weightiest, and among equals those near a proof.
std::vector<bool> chosen(const std::vector<judged_row>& rows, std::size_t lines_max)
{
    const auto distance = distances(rows);
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        if (rows[a].weight != rows[b].weight) return rows[a].weight > rows[b].weight;
        return distance[a] < distance[b];
    });

    std::vector<bool> stays(rows.size());
    for (std::size_t taken = 0; taken < order.size(); ++taken) {
        const auto at = order[taken];
        stays[at] = taken < lines_max || rows[at].weight == proof;
    }
    return stays;
}

/// Adds what stands for rows left out, to the row in front if that is such a one too.
void add_fold(std::vector<excerpt_row>& to, std::string folded)
{
    if (to.empty() || to.back().line) {
        to.push_back({{}, std::move(folded)});
    } else {
        to.back().folded += ", " + folded;
    }
}

/// The rows that stay, and counts of what stood between them, where that would have been worth it.
std::vector<excerpt_row> selected(std::vector<judged_row> rows, std::size_t lines_max)
{
    const auto stays = chosen(rows, lines_max);
    std::vector<excerpt_row> kept;
    std::vector<std::size_t> left_out;
    const auto tell_left_out = [&] {
        // A count of one takes as much room as the line itself.
        if (left_out.size() == 1) kept.push_back(std::move(rows[left_out.front()].row));
        if (left_out.size() > 1) add_fold(kept, count_of(left_out.size(), "more line"));
        left_out.clear();
    };
    for (std::size_t at = 0; at < rows.size(); ++at) {
        auto& [row, weight] = rows[at];
        if (!row.line) {
            tell_left_out();
            // Rounds like one of which nothing is shown are not worth a word.
            const bool shows_one =
                !kept.empty() && (!kept.back().line || kept.back().line->round > 0);
            if (shows_one) add_fold(kept, std::move(row.folded));
        } else if (stays[at]) {
            tell_left_out();
            kept.push_back(std::move(row));
        } else if (weight >= helpful) {
            left_out.push_back(at);
        }
    }
    tell_left_out();
    return kept;
}

/// As many rows as there is room for. Fewer lines leave more gaps to tell, so it takes some trying.
std::vector<excerpt_row> fitted(const std::vector<judged_row>& rows, std::size_t rows_max)
{
    for (auto lines = rows_max; lines > 0; --lines) {
        auto kept = selected(rows, lines);
        if (kept.size() <= rows_max) return kept;
    }
    return selected(rows, 0);
}

/// A sync of which no other line is shown says how much it was.
void tell_uneventful_syncs(std::vector<excerpt_row>& rows)
{
    std::set<sim::sync_index> told;
    for (const auto& row : rows) {
        const bool ends = row.line && row.line->what == kind::sync_end;
        if (row.line && row.line->sync && !ends) told.insert(*row.line->sync);
    }
    for (auto& row : rows) {
        if (!row.line || row.line->what != kind::sync_end) continue;
        if (told.contains(*row.line->sync)) continue;
        row.line->text += ", " + count_of(static_cast<std::size_t>(row.line->messages), "message");
    }
}

}  // namespace

std::vector<excerpt_row> excerpt(
    std::vector<timeline_line> lines,
    const vocabulary& with,
    const std::vector<sim::violation>& violations,
    std::size_t rows_max)
{
    for (auto& each : lines) mark_breaks(each, with.about, violations);
    auto rows = judged(std::move(lines), with.about);
    weigh_by_place(rows);
    const int least = violations.empty() ? helpful : context;
    std::erase_if(rows, [&](const judged_row& each) { return each.weight < least; });
    auto kept = fitted(fold_rounds(std::move(rows)), rows_max);
    tell_uneventful_syncs(kept);
    return kept;
}

std::vector<excerpt_row> every_row(
    std::vector<timeline_line> lines,
    const vocabulary& with,
    const std::vector<sim::violation>& violations)
{
    std::vector<excerpt_row> rows;
    rows.reserve(lines.size());
    for (auto& each : lines) {
        mark_breaks(each, with.about, violations);
        rows.push_back({std::move(each), {}});
    }
    return rows;
}

}  // namespace syncsim::reports
