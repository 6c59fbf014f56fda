#include "sim/check/create_once.hpp"

#include <algorithm>

namespace syncsim::sim {
namespace {

std::string came_from(const server_row& row)
{
    return row.local ? ", both from local_id " + row.local->value().str() : std::string{};
}

}  // namespace

void create_once::on(
    const moment& when,
    const event::server_put& put,
    const ledger& known,
    findings& to)
{
    const auto& key = put.version.content.key;
    const auto& row = known.server().at(key);
    if (!row.write) return;
    const auto index = known[*row.write].record;
    const auto& record = known[index];

    const auto& rivals = row.is_copy ? record.server_copies : record.server_keys;
    const auto rival = std::ranges::find_if(rivals, [&](const protocol::record_key& other) {
        return other != key && (!row.is_copy || known.server().at(other).write == row.write);
    });
    if (rival == rivals.end()) return;

    const auto& first = known.server().at(*rival);
    to.report(
        {.which = invariant::create_once,
         .at = when.ordinal,
         .what = record.name + " has " + std::to_string(rivals.size()) + " copies on server: key " +
                 rival->value().str() + " and key " + key.value().str() + came_from(row),
         .because =
             {{known[record.create].at,
               known.name(known[record.create].device) + " created " + record.name + " once"},
              {first.since, "the server stored it as key " + rival->value().str()},
              {when.ordinal, "the server stored it again, as key " + key.value().str()}}},
        index);
}

}  // namespace syncsim::sim
