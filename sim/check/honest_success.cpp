#include "sim/check/honest_success.hpp"

#include <algorithm>

namespace syncsim::sim {
namespace {

std::vector<write_index> unsent_on(const device_view& device)
{
    std::vector<write_index> found;
    for (const auto& key : device.unsent) {
        const auto& write = device.rows.at(key).write;
        if (write) found.push_back(*write);
    }
    return found;
}

}  // namespace

void honest_success::on(
    const moment& when,
    const event::sync_began& began,
    const ledger& known,
    findings&)
{
    unsent_before_[began.sync] = unsent_on(known.device(when.node));
}

void honest_success::on(
    const moment& when,
    const event::sync_ended& ended,
    const ledger& known,
    findings& to)
{
    const auto before = unsent_before_.extract(ended.sync);
    if (ended.error || ended.crashed) return;

    const auto& device = known.device(when.node);
    for (const auto each : unsent_on(device)) {
        if (std::ranges::find(before.mapped(), each) == before.mapped().end()) continue;
        to.report(
            {.which = invariant::honest_success,
             .at = when.ordinal,
             .what = device.name + " says that it has synced, and " + known.describe(each) +
                     " is still pending",
             .because =
                 {{known[each].at, known.describe(each)},
                  {known.sessions()[ended.sync].began, "the sync began with that work pending"},
                  {when.ordinal, "it went through, and the work is pending as before"}}},
            known[each].record);
    }
}

}  // namespace syncsim::sim
