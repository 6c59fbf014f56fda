#include "sim/check/stamps_in_commit_order.hpp"

#include <utility>

#include "sim/check/stamp_words.hpp"

namespace syncsim::sim {
namespace {

std::string name_of(const ledger& known, std::optional<write_index> write)
{
    return write ? known.describe(*write) : "a body that nobody wrote";
}

}  // namespace

void stamps_in_commit_order::on(
    const moment& when,
    const event::server_put& put,
    const ledger& known,
    findings& to)
{
    const auto& key = put.version.content.key;
    const auto& row = known.server().at(key);
    if (!row.order || known.left_as_it_was(key)) return;
    if (!greatest_of_commit_ || *row.order > greatest_of_commit_->at) {
        greatest_of_commit_ = {.at = *row.order, .write = row.write, .since = when.ordinal};
    }
    if (!greatest_ || *row.order > greatest_->at) return;

    const bool is_tie = *row.order == greatest_->at;
    const bool is_stored_again = is_tie && row.write == greatest_->write;
    if (is_stored_again) return;
    const std::string how = is_tie ? " has the stamp of " : " is stamped before ";
    const auto earlier = name_of(known, greatest_->write);
    std::optional<record_index> about;
    if (row.write) about = known[*row.write].record;
    to.report(
        {.which = invariant::stamps_in_commit_order,
         .at = when.ordinal,
         .what = name_of(known, row.write) + how + earlier + ", which was stored earlier",
         .because =
             {{greatest_->since, "the server stored " + earlier + " at " + in_words(greatest_->at)},
              {when.ordinal,
               "it stored " + name_of(known, row.write) + " at " + in_words(*row.order)}}},
        about);
}

void stamps_in_commit_order::on(
    const moment&,
    const event::server_committed&,
    const ledger&,
    findings&)
{
    const auto stored = std::exchange(greatest_of_commit_, std::nullopt);
    if (stored && (!greatest_ || stored->at > greatest_->at)) greatest_ = stored;
}

}  // namespace syncsim::sim
