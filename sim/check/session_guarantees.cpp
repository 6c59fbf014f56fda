#include "sim/check/session_guarantees.hpp"

#include <algorithm>

namespace syncsim::sim {
namespace {

/// It, or a write that has seen it, lost a conflict that the server recorded, or was refused.
bool has_a_verdict(const ledger& known, write_index which)
{
    return std::ranges::any_of(known[known[which].record].writes, [&](write_index each) {
        return (known[each].lost_to || known[each].refused) && known.has_seen(each, which);
    });
}

/// The device knows of a delete by somebody who had seen it.
bool is_deleted(const ledger& known, node_id device, write_index which)
{
    return std::ranges::any_of(known[known[which].record].writes, [&](write_index each) {
        return known[each].what == local_step::verb::remove && known.has_seen(each, which) &&
               known.has_held(device, each);
    });
}

/// What the device shows of the record, kept losers apart.
std::vector<write_index> live_writes(const device_view& device, record_index record)
{
    std::vector<write_index> found;
    if (record.value() >= device.live_keys.size()) return found;
    for (const auto& key : device.live_keys[record.value()]) {
        found.push_back(*device.rows.at(key).write);
    }
    return found;
}

bool is_visible(
    const ledger& known,
    const device_view& device,
    const std::vector<write_index>& live,
    write_index which)
{
    const auto has_seen = [&](write_index each) { return known.has_seen(each, which); };
    if (std::ranges::any_of(live, has_seen)) return true;
    return std::ranges::any_of(known[known[which].record].server_copies, [&](const auto& key) {
        const auto row = device.rows.find(key);
        return row != device.rows.end() && row->second.write && has_seen(*row->second.write);
    });
}

}  // namespace

void session_guarantees::on(
    const moment& when,
    const event::device_committed&,
    const ledger& known,
    findings& to)
{
    for (const auto record : known.touched()) judge(when, record, known, to);
}

void session_guarantees::judge(
    const moment& when,
    record_index record,
    const ledger& known,
    findings& to)
{
    const auto& device = known.device(when.node);
    const auto live = live_writes(device, record);
    auto& shown = shown_[{when.node, record}];
    const auto report = [&](write_index earlier, std::string what, std::string instead) {
        to.report(
            {.which = invariant::session_guarantees,
             .at = when.ordinal,
             .what = std::move(what),
             .because =
                 {{known[earlier].at, known.describe(earlier)},
                  {when.ordinal, device.name + " shows " + std::move(instead)}}},
            record);
    };

    std::erase_if(shown, [&](write_index earlier) {
        if (is_visible(known, device, live, earlier)) return false;
        const auto older = std::ranges::find_if(
            live, [&](write_index each) { return known.has_seen(earlier, each); });
        const bool is_own = known[earlier].device == when.node;
        if (older == live.end() && !is_own) return false;
        if (has_a_verdict(known, earlier)) return true;
        if (live.empty() && is_deleted(known, when.node, earlier)) return true;

        if (older != live.end()) {
            const auto back = known.describe(*older);
            report(
                earlier,
                device.name + " goes back to " + back + ", from " + known.describe(earlier),
                back);
            return true;
        }
        report(
            earlier,
            device.name + " no longer shows its own write: " + known.describe(earlier),
            live.empty() ? "nothing of " + known.name(record) : known.describe(live.front()));
        return true;
    });

    for (const auto each : live) {
        std::erase_if(shown, [&](write_index earlier) { return known.has_seen(each, earlier); });
        shown.push_back(each);
    }
}

}  // namespace syncsim::sim
