#include "sim/check/cursor_sound.hpp"

#include "protocol/window.hpp"

namespace syncsim::sim {
namespace {

void judge(
    const moment& when,
    const ledger& known,
    node_id which,
    const protocol::record_key& key,
    const server_row& row,
    findings& to)
{
    const auto& device = known.device(which);
    const auto& cursor = device.cursor();
    if (!cursor || !row.order || !protocol::is_read(*cursor, *row.order, key)) return;
    if (known.has_applied(which, key, row)) return;

    const auto record = known[*row.write].record;
    to.report(
        {.which = invariant::cursor_sound,
         .at = when.ordinal,
         .what = device.name + " will never be sent " + known.name(record) + " (key " +
                 key.value().str() +
                 "): its last_sync is past that version, and it has not applied "
                 "it",
         .because =
             {{row.since, "the server holds " + known.describe(*row.write)},
              {device.cursor_since, device.name + "'s last_sync moved to where it is"}}},
        record);
}

}  // namespace

void cursor_sound::on(const moment&, const event::server_put& put, const ledger&, findings&)
{
    stored_.push_back(put.version.content.key);
}

void cursor_sound::on(const moment&, const event::server_cursor& moved, const ledger&, findings&)
{
    moved_.push_back(moved.device);
}

void cursor_sound::on(
    const moment& when,
    const event::server_committed&,
    const ledger& known,
    findings& to)
{
    for (const auto& key : stored_) {
        const auto row = known.server().find(key);
        if (row == known.server().end()) continue;
        for (std::uint16_t device = 1; device <= known.devices().size(); ++device) {
            judge(when, known, node_id{device}, key, row->second, to);
        }
    }
    for (const auto device : moved_) {
        for (const auto& [key, row] : known.server()) judge(when, known, device, key, row, to);
    }
    stored_.clear();
    moved_.clear();
}

void cursor_sound::on(const moment& when, const event::device_cursor&, const ledger&, findings&)
{
    moved_.push_back(when.node);
}

void cursor_sound::on(
    const moment& when,
    const event::device_committed&,
    const ledger& known,
    findings& to)
{
    for (const auto device : moved_) {
        for (const auto& [key, row] : known.server()) judge(when, known, device, key, row, to);
    }
    moved_.clear();
}

}  // namespace syncsim::sim
