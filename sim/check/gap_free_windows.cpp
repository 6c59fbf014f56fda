#include "sim/check/gap_free_windows.hpp"

#include <algorithm>

#include "sim/check/positions.hpp"
#include "sim/check/stamp_words.hpp"

namespace syncsim::sim {

void gap_free_windows::on(
    const moment& when,
    const event::message_delivered& arrival,
    const ledger& known,
    findings& to)
{
    if (!arrival.taken) return;
    const auto& message = known.sessions()[arrival.message];
    if (message.step != protocol::step::pull || !known.sessions()[message.sync].has_pulled) return;
    pulls_.push_back({.sync = message.sync});
    if (!is_durable(pulls_.back(), known)) return;
    read(when, pulls_.back(), known, to);
    pulls_.pop_back();
}

void gap_free_windows::on(
    const moment& when,
    const event::device_committed&,
    const ledger& known,
    findings& to)
{
    std::erase_if(pulls_, [&](pull& one) {
        const auto device = known.sessions()[one.sync].device;
        if (device != when.node || !is_durable(one, known)) return false;
        read(when, one, known, to);
        return true;
    });
}

void gap_free_windows::on(
    const moment& when,
    const event::request_sent& sent,
    const ledger& known,
    findings& to)
{
    if (step_of(*sent.content) != protocol::step::complete) return;
    const auto found = std::ranges::find(pulls_, sent.sync, &pull::sync);
    if (found == pulls_.end()) return;
    read(when, *found, known, to);
    pulls_.erase(found);
}

void gap_free_windows::on(const moment&, const event::sync_ended& ended, const ledger&, findings&)
{
    std::erase_if(pulls_, [&](const pull& one) { return one.sync == ended.sync; });
}

/// Goes on from where it found something that was not durable.
bool gap_free_windows::is_durable(pull& one, const ledger& known) const
{
    const auto& sync = known.sessions()[one.sync];
    for (; one.page < sync.pages.size(); ++one.page, one.record = 0) {
        const auto& records = sync.pages[one.page].reply().records;
        for (; one.record < records.size(); ++one.record) {
            const auto& pulled = records[one.record];
            const held_version version{
                .write = known.find_write(pulled.value),
                .deleted = pulled.deleted,
                .order = {},
                .unknown = {},
                .since = {}};
            if (!known.has_applied(sync.device, pulled.key, version)) return false;
        }
    }
    return true;
}

bool gap_free_windows::covers(const coverage& read, const position& which) const
{
    if (read.beyond.contains(which)) return true;
    return read.until && is_below_end(protocol::window(variant_, {}, *read.until), which);
}

void gap_free_windows::read(const moment& when, const pull& one, const ledger& known, findings& to)
{
    const auto& sync = known.sessions()[one.sync];
    if (!sync.upper) return;
    auto& read = coverages_[sync.device];

    std::optional<protocol::cursor> end;
    if (read.until) end = protocol::cursor{.at = *read.until, .key = protocol::record_key{}};
    for (auto each = first_behind(end, known.in_order()); each != known.in_order().end(); ++each) {
        if (!sync.after || !protocol::is_read(*sync.after, each->at, each->key)) break;
        const auto& row = known.server().at(each->key);
        if (covers(read, *each) || !row.write) continue;
        const auto& device = known.name(sync.device);
        const auto record = known[*row.write].record;
        to.report(
            {.which = invariant::gap_free_windows,
             .at = when.ordinal,
             .what = known.name(record) + " (" + in_words(each->at) +
                     ") lies between two windows of " + device + ": one ended at " + in_words(end) +
                     ", and the next begins at " + in_words(sync.after),
             .because =
                 {{row.since, "the server holds " + known.describe(*row.write)},
                  {read.until ? read.since : sync.began,
                   read.until ? device + " had read up to " + in_words(end)
                              : device + " had not read anything to its end"},
                  {when.ordinal, device + " has read on from " + in_words(sync.after)}}},
            record);
    }
    extend(read, when, sync);
}

void gap_free_windows::extend(coverage& read, const moment& when, const sync_view& by) const
{
    if (!read.until || *read.until < *by.upper) {
        read.until = by.upper;
        read.since = when.ordinal;
    }
    std::erase_if(read.beyond, [&](const position& each) {
        return is_below_end(protocol::window(variant_, {}, *read.until), each);
    });
    for (const auto& page : by.pages) {
        for (const auto& pulled : page.reply().records) {
            const auto at = position_of(variant_, pulled);
            if (at && !covers(read, *at)) read.beyond.insert(*at);
        }
    }
}

}  // namespace syncsim::sim
