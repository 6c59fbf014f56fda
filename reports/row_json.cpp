#include "reports/row_json.hpp"

#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

namespace syncsim::reports {
namespace {

using json = nlohmann::ordered_json;
using kind = timeline_line::kind;

// Tools read these names: do not change them without a change of the reports' versions.

std::string_view name(kind what)
{
    switch (what) {
    case kind::work: return "work";
    case kind::request: return "request";
    case kind::reply: return "reply";
    case kind::arrival: return "arrival";
    case kind::commit: return "commit";
    case kind::apply: return "apply";
    case kind::sync_end: return "sync-end";
    case kind::fault: return "fault";
    case kind::crash: return "crash";
    case kind::restart: return "restart";
    case kind::clock: return "clock";
    case kind::link: return "link";
    case kind::note: return "note";
    case kind::unmet: return "unmet";
    case kind::settle: return "settle";
    case kind::quiescent: return "quiescent";
    }
    return "?";
}

std::string_view name(message_way::fate end)
{
    switch (end) {
    case message_way::fate::arrives: return "arrives";
    case message_way::fate::delayed: return "delayed";
    case message_way::fate::lost: return "lost";
    }
    return "?";
}

std::string_view name(finding::kind what)
{
    switch (what) {
    case finding::kind::outcome: return "outcome";
    case finding::kind::mechanism: return "mechanism";
    case finding::kind::rest: return "rest";
    case finding::kind::unmet: return "unmet";
    case finding::kind::doubt: return "doubt";
    }
    return "?";
}

json line_json(const timeline_line& line, const vocabulary& with)
{
    json row{
        {"event", line.event.value()},
        {"true_time_us", line.at.time_since_epoch().count()},
        {"node", with.known.name(line.node)},
        {"kind", name(line.what)},
        {"text", line.text}};
    if (line.way) {
        row["device"] = with.known.name(line.way->device);
        row["fate"] = name(line.way->end);
    }
    auto notes = json::array();
    for (const auto& each : line.notes) notes.push_back(each.text);
    if (!notes.empty()) row["notes"] = std::move(notes);
    return row;
}

}  // namespace

json rows_json(const std::vector<excerpt_row>& rows, const vocabulary& with)
{
    auto all = json::array();
    for (const auto& each : rows) {
        if (each.line) {
            all.push_back(line_json(*each.line, with));
        } else {
            all.push_back({{"left_out", each.folded}});
        }
    }
    return all;
}

json finding_json(const finding& of)
{
    json made{{"kind", name(of.what)}, {"text", of.text}};
    if (of.which) made["invariant"] = sim::traits(*of.which).name;
    if (of.event) made["event"] = of.event->value();
    return made;
}

}  // namespace syncsim::reports
