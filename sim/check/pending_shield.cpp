#include "sim/check/pending_shield.hpp"

#include <algorithm>

namespace syncsim::sim {
namespace {

/// The device shows the write, or one that had seen it; or the server holds one that had, such as a
/// delete, of which the device shows nothing.
bool still_stands(const ledger& known, const device_view& device, write_index which)
{
    const auto follows = [&](const held_version& held) {
        return held.write && known.has_seen(*held.write, which);
    };
    const auto& at_server = known[known[which].record].server_keys;
    return std::ranges::any_of(device.rows, [&](const auto& row) { return follows(row.second); }) ||
           std::ranges::any_of(
               at_server, [&](const auto& key) { return follows(known.server().at(key)); });
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
