#include "sim/check/deletes_stick.hpp"

namespace syncsim::sim {

void deletes_stick::on(
    const moment& when,
    const event::device_put& put,
    const ledger& known,
    findings& to)
{
    const auto& device = known.device(when.node);
    const auto& row = device.rows.at(put.row.shown.key);
    if (row.deleted || row.is_copy || !row.write) return;

    const auto& record = known[*row.write].record;
    for (const auto each : known[record].writes) {
        const auto& write = known[each];
        if (write.what != local_step::verb::remove || !known.has_held(when.node, each)) continue;
        if (!known.has_seen(each, *row.write)) continue;
        to.report(
            {.which = invariant::deletes_stick,
             .at = when.ordinal,
             .what = known.name(record) + " is back on " + device.name + " after it was deleted",
             .because =
                 {{known[*row.write].at, known.describe(*row.write)},
                  {write.at, known.name(write.device) + " deleted it, having seen that write"},
                  {when.ordinal, device.name + " shows that write again"}}},
            record);
        return;
    }
}

}  // namespace syncsim::sim
