#include "sim/check/honest_pending.hpp"

namespace syncsim::sim {

void honest_pending::on(
    const moment& when,
    const event::device_committed& commit,
    const ledger& known,
    findings& to)
{
    if (commit.by_user) return;
    for (const auto which : known.settled()) {
        const auto& write = known[which];
        if (write.reached_server || write.refused) continue;
        const bool nothing_to_delete =
            write.what == local_step::verb::remove && !known.is_live_at_server(write.record);
        if (nothing_to_delete) continue;
        to.report(
            {.which = invariant::honest_pending,
             .at = when.ordinal,
             .what = known.name(write.device) + " no longer counts " + known.describe(which) +
                     " as pending, and the server has never held it",
             .because =
                 {{write.at, known.describe(which)},
                  {when.ordinal, "its pending mark was cleared by a copy of another write"}}},
            write.record);
    }
}

}  // namespace syncsim::sim
