#include "sim/check/no_stuck_pending.hpp"

namespace syncsim::sim {
namespace {

/// What the device waits for.
std::string reason(const ledger& known, const device_view& device, write_index waiting)
{
    if (device.last_error) {
        return device.name +
               "'s last sync failed: " + std::string(protocol::traits(*device.last_error).name);
    }
    if (known[waiting].reached_server) {
        return device.name + " waits for a copy of it, and no pull brings one";
    }
    return device.name + " has synced, and it was not sent";
}

}  // namespace

void no_stuck_pending::on(
    const moment& when,
    const event::quiescent&,
    const ledger& known,
    findings& to)
{
    for (const auto& device : known.devices()) {
        for (const auto& [key, row] : device.rows) {
            if (!row.unsent || !row.write) continue;
            const auto& write = known[*row.write];
            violation found{
                .which = invariant::no_stuck_pending,
                .at = when.ordinal,
                .what = known.name(write.record) + " is still pending on " + device.name,
                .because = {
                    {write.at, known.describe(*row.write)},
                    {when.ordinal, reason(known, device, *row.write)}}};
            if (write.reached_server) {
                found.because.push_back({*write.reached_server, "it reached the server"});
            }
            to.report(std::move(found), write.record);
        }
    }
}

}  // namespace syncsim::sim
