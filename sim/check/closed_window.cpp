#include "sim/check/closed_window.hpp"

#include "sim/check/positions.hpp"
#include "sim/check/stamp_words.hpp"

namespace syncsim::sim {

void closed_window::on(
    const moment&,
    const event::server_committed& commit,
    const ledger&,
    findings&)
{
    if (!commit.session || !commit.session->max_checkin) return;
    const auto upper = *commit.session->max_checkin;
    if (highest_ && upper <= highest_->at) return;
    highest_ = {.at = upper, .by = commit.message};
}

void closed_window::on(
    const moment& when,
    const event::server_put& put,
    const ledger& known,
    findings& to)
{
    const auto& key = put.version.content.key;
    const auto& row = known.server().at(key);
    if (!highest_ || !row.order || known.left_as_it_was(key)) return;
    const auto closed = protocol::window(variant_, std::nullopt, highest_->at);
    if (!is_below_end(closed, {.at = *row.order, .key = key}) || !row.write) return;

    const auto& told = known.sessions()[highest_->by];
    const auto& reader = known.name(told.device);
    to.report(
        {.which = invariant::closed_window,
         .at = when.ordinal,
         .what = known.describe(*row.write) + " was stored at " + in_words(*row.order) +
                 ", inside a window that " + reader + " had been given",
         .because =
             {{told.sent, reader + " asked, and was told to read up to " + in_words(highest_->at)},
              {when.ordinal, "the server stored a version at " + in_words(*row.order)}}},
        known[*row.write].record);
}

}  // namespace syncsim::sim
