#include "sim/check/idempotent_delivery.hpp"

namespace syncsim::sim {
namespace {

/// "phone's push of milk".
std::string name_of(
    const ledger& known,
    const message_view& message,
    std::optional<record_index> record)
{
    auto name = known.name(message.device) + "'s " + std::string(protocol::name(message.step));
    if (record) name += " of " + known.name(*record);
    return name;
}

}  // namespace

void idempotent_delivery::on(
    const moment& when,
    const event::server_committed& commit,
    const ledger& known,
    findings& to)
{
    const auto& message = known.sessions()[commit.message];
    const bool was_handled = message.committed < when.ordinal;
    if (!was_handled && !message.answered) return;

    const auto first = was_handled ? *message.committed : *message.answered;
    for (const auto& each : known.changes()) {
        const auto name = name_of(known, message, each.record);
        to.report(
            {.which = invariant::idempotent_delivery,
             .at = each.at,
             .what = "a copy of " + name + " changed the server again",
             .because =
                 {{message.sent, name + " was sent once"},
                  {first, was_handled ? "the server had handled it" : "the server had answered it"},
                  {each.at, "a copy of it arrived, and the server acted on that as well"}}},
            each.record);
    }
}

void idempotent_delivery::on(
    const moment& when,
    const event::message_delivered& arrival,
    const ledger& known,
    findings&)
{
    if (!arrival.is_reply) return;
    again_.reset();
    if (!arrival.taken || known.sessions()[arrival.message].taken == when.ordinal) return;
    again_ = {.device = when.node, .message = arrival.message, .at = when.ordinal};
}

void idempotent_delivery::on(
    const moment& when,
    const event::device_committed& commit,
    const ledger& known,
    findings& to)
{
    if (!again_ || again_->device != when.node || commit.by_user) return;
    const auto& message = known.sessions()[again_->message];
    for (const auto record : known.touched()) {
        const auto name = "the reply to " + name_of(known, message, record);
        to.report(
            {.which = invariant::idempotent_delivery,
             .at = when.ordinal,
             .what = "a copy of " + name + " changed " + known.name(when.node) + " again",
             .because =
                 {{*message.taken, known.name(when.node) + " took " + name},
                  {again_->at, "a copy of it arrived, and was taken as well"},
                  {when.ordinal, "that changed what the device holds"}}},
            record);
    }
}

}  // namespace syncsim::sim
