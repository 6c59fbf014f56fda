#include "sim/check/unique_keys.hpp"

namespace syncsim::sim {

void unique_keys::on(
    const moment& when,
    const event::server_put& put,
    const ledger& known,
    findings& to)
{
    const auto& key = put.version.content.key;
    const auto& row = known.server().at(key);
    if (!row.write) return;

    const auto record = known[*row.write].record;
    const auto [found, is_first] =
        origins_.try_emplace(key, origin{record, row.is_copy, when.ordinal});
    const auto& first = found->second;
    if (is_first || (first.record == record && first.is_copy == row.is_copy)) return;

    const auto& text = key.value().str();
    to.report(
        {.which = invariant::unique_keys,
         .at = when.ordinal,
         .what = "key " + text + " was given to " + known.name(first.record) + " and then to " +
                 known.name(record),
         .because =
             {{first.since, "the server gave key " + text + " to " + known.name(first.record)},
              {when.ordinal, "the server stored " + known.describe(*row.write) + " under it"}}},
        record);
}

}  // namespace syncsim::sim
