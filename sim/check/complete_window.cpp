#include "sim/check/complete_window.hpp"

#include "sim/check/positions.hpp"
#include "sim/check/stamp_words.hpp"

namespace syncsim::sim {

void complete_window::on(
    const moment&,
    const event::server_put& put,
    const ledger& known,
    findings&)
{
    const auto& key = put.version.content.key;
    const auto& row = known.server().at(key);
    for (std::uint16_t each = 1; each <= known.devices().size(); ++each) {
        if (!known.has_applied(node_id{each}, key, row)) unread_[node_id{each}].insert(key);
    }
}

void complete_window::on(
    const moment& when,
    const event::sync_ended& ended,
    const ledger& known,
    findings& to)
{
    if (ended.error || ended.crashed) return;
    auto& unread = unread_[when.node];
    std::erase_if(unread, [&](const protocol::record_key& key) {
        const auto row = known.server().find(key);
        return row == known.server().end() || known.has_applied(when.node, key, row->second);
    });
    for (const auto& key : unread) judge(when, known.sessions()[ended.sync], key, known, to);
}

void complete_window::judge(
    const moment& when,
    const sync_view& sync,
    const protocol::record_key& key,
    const ledger& known,
    findings& to) const
{
    const auto& row = known.server().at(key);
    if (!sync.upper || !row.order) return;
    const auto whole = protocol::window(variant_, std::nullopt, *sync.upper);
    if (!is_below_end(whole, {.at = *row.order, .key = key})) return;

    const auto& device = known.device(when.node);
    const auto shown = device.rows.find(key);
    const bool is_refused =
        shown != device.rows.end() && shown->second.write && known[*shown->second.write].refused;
    if (is_refused) return;

    const auto record = known[*row.write].record;
    to.report(
        {.which = invariant::complete_window,
         .at = when.ordinal,
         .what = device.name + " says that it has synced up to " + in_words(*sync.upper) +
                 ", and has not applied " + known.describe(*row.write),
         .because =
             {{row.since, "the server has held it since, at " + in_words(*row.order)},
              {when.ordinal, device.name + "'s sync went through without it"}}},
        record);
}

}  // namespace syncsim::sim
