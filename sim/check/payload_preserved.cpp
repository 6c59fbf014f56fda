#include "sim/check/payload_preserved.hpp"

namespace syncsim::sim {
namespace {

/// "\"color\"", "\"color\" and 2 more".
std::string names_of(const fields& members)
{
    auto text = members.begin()->first;
    if (members.size() > 1) text += " and " + std::to_string(members.size() - 1) + " more";
    return text;
}

/// The members that the version should have, and does not have like this.
fields missing(const held_version& held, const fields& wanted)
{
    if (wanted.empty()) return {};
    const auto kept = held.unknown.empty() ? fields{} : fields_of(held.unknown);
    fields lost;
    for (const auto& [name, value] : wanted) {
        const auto found = kept.find(name);
        if (found == kept.end() || found->second != value) lost.emplace(name, value);
    }
    return lost;
}

void judge(
    const moment& when,
    const std::string& where,
    const held_version& held,
    const ledger& known,
    findings& to)
{
    if (held.deleted || !held.write) return;
    const auto& write = known[*held.write];
    const auto lost = missing(held, write.extra);
    if (lost.empty()) return;
    to.report(
        {.which = invariant::payload_preserved,
         .at = when.ordinal,
         .what = where + " has lost what it does not know of " + known.name(write.record) + ": " +
                 names_of(lost),
         .because =
             {{write.at, known.describe(*held.write) + ", with these members"},
              {held.since, where + " holds that version without them"}}},
        write.record);
}

}  // namespace

void payload_preserved::on(
    const moment& when,
    const event::quiescent&,
    const ledger& known,
    findings& to)
{
    for (const auto& [key, row] : known.server()) judge(when, "the server", row, known, to);
    for (const auto& device : known.devices()) {
        for (const auto& [key, row] : device.rows) judge(when, device.name, row, known, to);
    }
}

}  // namespace syncsim::sim
