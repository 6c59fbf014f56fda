#include "sim/check/session_isolation.hpp"

#include <utility>

#include "reference_server/server.hpp"

namespace syncsim::sim {
namespace {

/// Why the message's session was over before it was handled, and the event that proves it.
std::optional<witness> end_of_session(
    const moment& when,
    const ledger& known,
    const message_view& message)
{
    if (!message.session) return std::nullopt;
    const auto* const session = known.sessions().find(*message.session);
    if (session == nullptr) return std::nullopt;

    const auto& device = known.name(session->device);
    if (session->completed && *session->completed < when.ordinal) {
        return witness{*session->completed, "its session had been completed"};
    }
    if (const auto later = known.sessions().later_begin(session->device, session->sync)) {
        return witness{*later, device + " had begun a later session"};
    }
    const reference_server::server::settings limits{};
    const auto expires = session->opened.time_since_epoch() + limits.lease;
    // The clock may have jumped while the message was being handled.
    if (message.arrived >= expires && when.local >= expires) {
        return witness{message.sent, "its session was older than the lease"};
    }
    return std::nullopt;
}

/// "phone's push".
std::string name_of(const ledger& known, const message_view& message)
{
    return known.name(message.device) + "'s " + std::string(protocol::name(message.step));
}

}  // namespace

void session_isolation::on(
    const moment& when,
    const event::server_cursor& moved,
    const ledger&,
    findings&)
{
    moves_.push_back({.at = when.ordinal, .of = moved.device});
}

void session_isolation::on(
    const moment& when,
    const event::server_committed& commit,
    const ledger& known,
    findings& to)
{
    const auto& message = known.sessions()[commit.message];
    const bool changes = !known.changes().empty() || !moves_.empty();
    if (changes) judge_end(when, message, known, to);

    const auto name = name_of(known, message);
    for (const auto& each : std::exchange(moves_, {})) {
        if (each.of == message.device) continue;
        const auto what = name + " moved last_sync of " + known.name(each.of);
        to.report(
            {.which = invariant::session_isolation,
             .at = each.at,
             .what = what,
             .because = {{message.sent, name + " was sent"}, {each.at, what}}},
            std::nullopt);
    }
}

void session_isolation::judge_end(
    const moment& when,
    const message_view& message,
    const ledger& known,
    findings& to) const
{
    const auto ended = end_of_session(when, known, message);
    if (!ended) return;
    const auto report =
        [&](event_ordinal at, const std::string& changed, std::optional<record_index> about) {
            const auto name = name_of(known, message);
            to.report(
                {.which = invariant::session_isolation,
                 .at = at,
                 .what = name + " changed " + changed + " after the end of its session",
                 .because =
                     {{message.sent, name + " was sent"},
                      *ended,
                      {at, "the server acted on the message all the same"}}},
                about);
        };
    for (const auto& each : known.changes()) {
        report(each.at, each.record ? known.name(*each.record) : "a record", each.record);
    }
    for (const auto& each : moves_) {
        report(each.at, "last_sync of " + known.name(each.of), std::nullopt);
    }
}

}  // namespace syncsim::sim
