#include "sim/check/pending_shield.hpp"

#include <algorithm>

namespace syncsim::sim {
namespace {

/// What the device has in the place of the write: the same, a later one, or something else.
bool still_stands(const ledger& known, const device_view& device, write_index which)
{
    return std::ranges::any_of(device.rows, [&](const auto& entry) {
        const auto& row = entry.second;
        return row.write && known.has_seen(*row.write, which);
    });
}

}  // namespace

void pending_shield::on(
    const moment& when,
    const event::device_committed& commit,
    const ledger& known,
    findings& to)
{
    if (commit.by_user) return;
    const auto& device = known.device(when.node);
    for (const auto which : known.settled()) {
        const auto& write = known[which];
        if (still_stands(known, device, which) || write.lost_to) continue;

        const auto row = known.row_of(when.node, write.record);
        // A delete leaves nothing behind; that is what it looks like where it stands.
        if (write.what == local_step::verb::remove && !row) continue;
        const auto instead = row && device.rows.at(*row).write
                                 ? known.describe(*device.rows.at(*row).write)
                                 : std::string("nothing");
        to.report(
            {.which = invariant::pending_shield,
             .at = when.ordinal,
             .what =
                 "a pull replaced pending work on " + device.name + ": " + known.describe(which),
             .because =
                 {{write.at, known.describe(which)},
                  {when.ordinal, "applying the pull put " + instead + " in its place"}}},
            write.record);
    }
}

}  // namespace syncsim::sim
