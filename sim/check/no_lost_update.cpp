#include "sim/check/no_lost_update.hpp"

#include <vector>

namespace syncsim::sim {
namespace {

/// By write: it, or a write that had seen it, is accounted for.
class account {
public:
    explicit account(const ledger& known) : known_(known), accounted_(known.write_count())
    {
        for (const auto& [key, row] : known.server()) settle(row.write);
        for (const auto& device : known.devices()) {
            for (const auto& [key, row] : device.rows) {
                if (row.unsent) settle(row.write);
            }
        }
        for (std::uint32_t each = 0; each < known.write_count(); ++each) {
            const auto& write = known[write_index{each}];
            const bool delete_in_force =
                write.what == local_step::verb::remove && !known.is_live_at_server(write.record);
            if (delete_in_force || write.lost_to || write.refused) settle(write_index{each});
        }
    }

    bool has(write_index which) const { return accounted_[which.value()]; }

private:
    void settle(std::optional<write_index> which)
    {
        for (auto at = which; at && !accounted_[at->value()]; at = known_[*at].parent) {
            accounted_[at->value()] = true;
            settle(known_[*at].merged_with);
        }
    }

    const ledger& known_;
    std::vector<bool> accounted_;
};

/// What the server has in the place of a lost write.
witness replacement(const moment& when, const ledger& known, record_index record)
{
    for (const auto& key : known[record].server_keys) {
        const auto& row = known.server().at(key);
        if (!row.write) continue;
        return {
            row.since,
            "the server holds " + known.describe(*row.write) + ", which had not seen it"};
    }
    return {when.ordinal, "the server holds nothing of " + known.name(record)};
}

}  // namespace

void no_lost_update::on(
    const moment& when,
    const event::quiescent&,
    const ledger& known,
    findings& to)
{
    const account settled{known};
    for (std::uint32_t each = 0; each < known.write_count(); ++each) {
        const write_index lost{each};
        const auto& write = known[lost];
        if (!write.certain || settled.has(lost)) continue;

        violation found{
            .which = invariant::no_lost_update,
            .at = when.ordinal,
            .what = known.describe(lost) +
                    " is lost: no later write had seen it, and no conflict "
                    "was recorded",
            .because = {
                {write.at,
                 known.name(write.device) + " made the write, and its store kept "
                                            "it"}}};
        if (write.reached_server) {
            found.because.push_back({*write.reached_server, "it reached the server"});
        } else {
            found.because.push_back({when.ordinal, "it never reached the server"});
        }
        found.because.push_back(replacement(when, known, write.record));
        to.report(std::move(found), write.record);
    }
}

}  // namespace syncsim::sim
