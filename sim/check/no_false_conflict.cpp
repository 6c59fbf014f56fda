#include "sim/check/no_false_conflict.hpp"

namespace syncsim::sim {

void no_false_conflict::on(
    const moment& when,
    const event::server_conflict& met,
    const ledger& known,
    findings& to)
{
    const auto winner = known.find_write(met.what.winner);
    const auto loser = known.find_write(met.what.loser);
    if (!winner || !loser) return;
    const bool is_concurrent = !known.has_seen(*winner, *loser) && !known.has_seen(*loser, *winner);
    if (is_concurrent) return;

    const bool is_same = *winner == *loser;
    to.report(
        {.which = invariant::no_false_conflict,
         .at = when.ordinal,
         .what = is_same ? known.describe(*loser) + " is in conflict with itself"
                         : known.describe(*loser) + " is in conflict with " +
                               known.describe(*winner) + ", and one had seen the other",
         .because =
             {{known[*winner].at, known.describe(*winner)},
              {known[*loser].at, known.describe(*loser)},
              {when.ordinal, "the server noted a conflict of these"}}},
        known[*loser].record);
}

void no_false_conflict::on(
    const moment& when,
    const event::server_put& put,
    const ledger& known,
    findings& to)
{
    const auto& key = put.version.content.key;
    const auto& row = known.server().at(key);
    if (!row.is_copy || !row.write || !copies_.insert(key).second) return;
    if (known[*row.write].lost_to) return;
    to.report(
        {.which = invariant::no_false_conflict,
         .at = when.ordinal,
         .what = "the server kept a copy of " + known.describe(*row.write) +
                 ", which has lost no conflict",
         .because =
             {{known[*row.write].at, known.describe(*row.write)},
              {when.ordinal, "the server stored it as a copy, under key " + key.value().str()}}},
        known[*row.write].record);
}

}  // namespace syncsim::sim
