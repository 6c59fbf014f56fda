#include "sim/check/cursor_monotone.hpp"

#include <utility>

#include "protocol/window.hpp"
#include "sim/check/stamp_words.hpp"

namespace syncsim::sim {
namespace {

/// Whoever stands at `later` has read all that there is up to `earlier`.
bool reaches(
    const std::optional<protocol::cursor>& later,
    const std::optional<protocol::cursor>& earlier)
{
    return !earlier || (later && !protocol::is_further(*earlier, *later));
}

}  // namespace

cursor_monotone::cursor_monotone(const protocol::variant& of)
    : kept_by_server_(protocol::server_keeps_cursor(of))
{
}

void cursor_monotone::on(
    const moment& when,
    const event::server_cursor& moved,
    const ledger& known,
    findings& to)
{
    if (kept_by_server_) move(when, moved.device, moved.at, known, to);
}

void cursor_monotone::on(
    const moment& when,
    const event::device_cursor& moved,
    const ledger& known,
    findings& to)
{
    if (!kept_by_server_) move(when, when.node, moved.at, known, to);
}

void cursor_monotone::move(
    const moment& when,
    node_id device,
    const std::optional<protocol::cursor>& to,
    const ledger& known,
    findings& report_to)
{
    auto& stands = standings_[device];
    const auto before = std::exchange(stands, {.at = to, .since = when.ordinal});
    if (reaches(to, before.at)) return;

    const auto& name = known.name(device);
    report_to.report(
        {.which = invariant::cursor_monotone,
         .at = when.ordinal,
         .what =
             name + "'s last_sync went back from " + in_words(before.at) + " to " + in_words(to),
         .because =
             {{before.since, name + "'s last_sync had come to " + in_words(before.at)},
              {when.ordinal, "it moved to " + in_words(to)}}},
        std::nullopt);
}

}  // namespace syncsim::sim
