#include "sim/check/one_identity.hpp"

namespace syncsim::sim {

void one_identity::on(
    const moment& when,
    const event::device_committed&,
    const ledger& known,
    findings& to)
{
    const auto& device = known.device(when.node);
    for (const auto record : known.touched()) {
        if (record.value() >= device.live_keys.size()) continue;
        const auto& keys = device.live_keys[record.value()];
        if (keys.size() < 2) continue;

        violation found{
            .which = invariant::one_identity,
            .at = when.ordinal,
            .what = device.name + " shows " + known.name(record) + " " +
                    std::to_string(keys.size()) + " times",
            .because = {}};
        for (const auto& key : keys) {
            found.what +=
                (&key == &keys.front() ? ": under key " : " and under key ") + key.value().str();
            found.because.push_back(
                {device.rows.at(key).since,
                 device.name + " has " + known.name(record) + " under key " + key.value().str()});
        }
        to.report(std::move(found), record);
    }
}

}  // namespace syncsim::sim
