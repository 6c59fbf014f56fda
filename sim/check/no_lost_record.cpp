#include "sim/check/no_lost_record.hpp"

#include <algorithm>

namespace syncsim::sim {
namespace {

bool is_held(const ledger& known, const ledger_record& record)
{
    if (!record.server_keys.empty() || !record.server_copies.empty()) return true;
    const auto& create = known[record.create];
    if (!create.certain || create.refused) return true;
    const bool deleted = std::ranges::any_of(record.writes, [&](write_index each) {
        return known[each].what == local_step::verb::remove;
    });
    return deleted || known.is_pending(create.device, record.create);
}

void judge(const moment& when, const ledger& known, record_index which, findings& to)
{
    const auto& record = known[which];
    if (is_held(known, record)) return;

    const auto& create = known[record.create];
    const auto& device = known.name(create.device);
    violation found{
        .which = invariant::no_lost_record,
        .at = when.ordinal,
        .what = record.name + " is lost: the server does not hold it, and on " + device +
                " it is not pending",
        .because = {{create.at, device + " created " + record.name + ", and its store kept it"}}};
    if (create.reached_server) {
        found.because.push_back({*create.reached_server, "the server held it"});
    }
    found.because.push_back(
        {when.ordinal, "after this commit nobody has it to give to the others"});
    to.report(std::move(found), which);
}

}  // namespace

void no_lost_record::on(
    const moment& when,
    const event::server_committed&,
    const ledger& known,
    findings& to)
{
    for (const auto each : known.touched()) judge(when, known, each, to);
}

void no_lost_record::on(
    const moment& when,
    const event::device_committed&,
    const ledger& known,
    findings& to)
{
    for (const auto each : known.touched()) judge(when, known, each, to);
}

void no_lost_record::on(
    const moment& when,
    const event::quiescent&,
    const ledger& known,
    findings& to)
{
    for (std::uint32_t each = 0; each < known.records().size(); ++each) {
        judge(when, known, record_index{each}, to);
    }
}

}  // namespace syncsim::sim
