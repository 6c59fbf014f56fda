#include "reports/causes.hpp"

#include <algorithm>
#include <string_view>

#include "reports/text_columns.hpp"
#include "sim/file/duration_text.hpp"

namespace syncsim::reports {
namespace {

using fate = message_way::fate;

/// The last ones before a violation explain it best.
constexpr std::size_t faults_max = 6;

/// The event of the line that tells this one.
sim::event_ordinal shown_event(const std::vector<timeline_line>& lines, sim::event_ordinal at)
{
    const auto found = std::ranges::find_if(lines, [&](const timeline_line& line) {
        return std::ranges::find(line.covers, at) != line.covers.end();
    });
    return found == lines.end() ? at : found->event;
}

/// Tells what a fault, or the weather, did to what a line tells.
class damage_words {
public:
    damage_words(const timeline_line& line, const vocabulary& with) : line_(line), with_(with) {}

    std::string of_fault(sim::fault_index which) const
    {
        const auto& fault = with_.faults[which];
        const auto id = printable(fault.id);
        if (fault.kind == sim::fault_kind::expire_session) {
            return id + " let a session outlive its lease";
        }
        if (line_.what == timeline_line::kind::fault) return id + " fired, and changed nothing";
        switch (fault.kind) {
        case sim::fault_kind::drop: return id + " dropped " + message() + consequence_of_loss();
        case sim::fault_kind::delay:
            return id + " held up " + message() + " by " +
                   sim::to_text(fault.by.value_or(sim::duration{0}));
        case sim::fault_kind::duplicate:
        case sim::fault_kind::late_duplicate: return id + " made " + message() + " arrive again";
        case sim::fault_kind::reorder: return id + " let others overtake " + message();
        case sim::fault_kind::hold: return id + " held " + message() + " on its way";
        case sim::fault_kind::corrupt:
            return id + " changed a value inside " + message() + ": the server said another";
        case sim::fault_kind::timeout:
            return id + " made " + name(line_.node) + " give up waiting for " + message();
        case sim::fault_kind::error_reply:
            return id + " put an error in the place of " + message() +
                   ", after the server had done its work";
        case sim::fault_kind::crash_client:
        case sim::fault_kind::crash_server:
            return id + " crashed " + name(line_.node) + circumstances(which);
        case sim::fault_kind::pause: return id + " let " + message() + " wait at the server";
        case sim::fault_kind::expire_session: break;
        case sim::fault_kind::clock_jump:
            return id + " moved " + name(line_.node) + "'s clock: " + line_.text;
        }
        return with_.faults.effect(which);
    }

    std::string of_loss() const { return message() + " was lost" + consequence_of_loss(); }

private:
    std::string message() const
    {
        if (!line_.way) return "a message";
        const auto request = name(line_.way->device) + "'s " +
                             std::string(protocol::name(line_.way->step)) + of_records();
        return line_.way->is_reply ? "the answer to " + request : request;
    }

    std::string of_records() const
    {
        std::vector<mention> named;
        named.reserve(line_.records.size());
        for (const auto each : line_.records) {
            named.push_back({each, printable(with_.known.name(each))});
        }
        return named.empty() ? "" : " of " + with_.names.list(named);
    }

    std::string consequence_of_loss() const
    {
        if (!line_.way) return {};
        if (!line_.way->is_reply) return ": the server never saw it";
        return ": " + name(line_.way->device) + " cannot know what the server did";
    }

    std::string circumstances(sim::fault_index which) const
    {
        const auto at = with_.faults.anchor_of(which);
        if (!at) return ": what it had not committed is gone";
        const auto& traits = sim::all_anchors()[static_cast<std::size_t>(*at)];
        const bool is_server = line_.node == sim::server_node;
        return " at " + std::string(traits.name) + ": " +
               seen_from(traits.meaning, is_server ? "; for the server, " : "; for the device, ");
    }

    /// The part of an anchor's meaning that speaks of this side; all of it where none does.
    static std::string seen_from(std::string_view meaning, std::string_view side)
    {
        const auto at = meaning.find(side);
        return std::string(
            at == std::string_view::npos ? meaning : meaning.substr(at + side.size()));
    }

    std::string name(sim::node_id node) const { return printable(with_.known.name(node)); }

    const timeline_line& line_;
    const vocabulary& with_;
};

bool is_loss(const timeline_line& line)
{
    return line.way && line.way->end == fate::lost && line.faults.empty();
}

bool touches(const timeline_line& line, const std::set<sim::record_index>& records)
{
    return std::ranges::any_of(
        line.records, [&](sim::record_index each) { return records.contains(each); });
}

/// What acted on these records, or on these devices or the server as a whole, up to this event.
std::vector<cause> damage_before(
    sim::event_ordinal end,
    const subjects& about,
    const std::vector<timeline_line>& lines,
    const vocabulary& with)
{
    std::vector<cause> found;
    for (const auto& line : lines) {
        if (line.event > end) continue;
        const damage_words words{line, with};
        const auto node = line.way ? line.way->device : line.node;
        const bool here = node == sim::server_node || about.devices.contains(node);
        const bool matters = line.records.empty() ? here : touches(line, about.records);
        if (!matters) continue;
        for (const auto each : line.faults) {
            found.push_back({line.event, words.of_fault(each), tone::fault});
        }
        if (is_loss(line) && !line.records.empty()) {
            found.push_back({line.event, words.of_loss(), tone::fault});
        }
    }
    return found;
}

}  // namespace

std::vector<cause> causes_of(
    const sim::violation& broken,
    const subjects& about,
    const std::vector<timeline_line>& lines,
    const vocabulary& with,
    std::set<sim::event_ordinal>& told)
{
    auto causes = damage_before(broken.at, about, lines, with);
    std::erase_if(causes, [&](const cause& each) { return told.contains(each.event); });
    if (causes.size() > faults_max) {
        causes.erase(causes.begin(), causes.end() - static_cast<std::ptrdiff_t>(faults_max));
    }
    for (const auto& each : causes) told.insert(each.event);
    for (const auto& proof : broken.because) {
        causes.push_back(
            {shown_event(lines, proof.at), with.keys.in(printable(proof.what)), tone::plain});
    }
    std::ranges::stable_sort(causes, {}, &cause::event);
    return causes;
}

}  // namespace syncsim::reports
