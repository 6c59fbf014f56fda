#include "sim/check/losers_kept.hpp"

#include <vector>

namespace syncsim::sim {
namespace {

/// By write: it is there, or a write that had seen it is.
class bodies_that_are_there {
public:
    explicit bodies_that_are_there(const ledger& known) : known_(known), there_(known.write_count())
    {
        for (const auto& [key, row] : known.server()) add(row.write);
        for (const auto& device : known.devices()) {
            for (const auto& key : device.unsent) add(device.rows.at(key).write);
        }
        for (std::uint32_t each = 0; each < known.write_count(); ++each) {
            const auto& write = known[write_index{each}];
            const bool deletes = write.what == local_step::verb::remove;
            if (deletes && write.reached_server) add(write_index{each});
        }
    }

    bool have(write_index which) const { return there_[which.value()]; }

private:
    void add(std::optional<write_index> which)
    {
        for (auto at = which; at && !there_[at->value()]; at = known_[*at].parent) {
            there_[at->value()] = true;
            add(known_[*at].merged_with);
        }
    }

    const ledger& known_;
    std::vector<bool> there_;
};

}  // namespace

void losers_kept::on(const moment& when, const event::quiescent&, const ledger& known, findings& to)
{
    const bodies_that_are_there bodies{known};
    for (std::uint32_t each = 0; each < known.write_count(); ++each) {
        const write_index loser{each};
        const auto& write = known[loser];
        if (!write.lost_to || write.what == local_step::verb::remove || bodies.have(loser))
            continue;
        const auto& winner = known[*write.lost_to];
        to.report(
            {.which = invariant::losers_kept,
             .at = when.ordinal,
             .what = known.describe(loser) + " lost a conflict, and its body is nowhere",
             .because =
                 {{write.at, known.describe(loser)},
                  {winner.at, "it lost to " + known.describe(*write.lost_to)},
                  {when.ordinal, "no record holds that body, or one that has seen it"}}},
            write.record);
    }
}

}  // namespace syncsim::sim
