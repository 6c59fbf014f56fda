#include "sim/check/bounded_work.hpp"

#include <utility>

#include "protocol/digest.hpp"

namespace syncsim::sim {
namespace {

/// The judgement of one round says little: work may be under way for two.
constexpr int rounds_min = 3;

std::string name_of(const ledger& known, std::optional<record_index> record)
{
    return record ? known.name(*record) : "a record";
}

/// What is pushed, whichever session it is pushed in.
std::uint64_t content_of(const protocol::push_request& push)
{
    return protocol::fingerprint(
        protocol::request{protocol::push_request{.session = {}, .records = push.records}});
}

/// How the push was refused, as a whole or in part.
std::optional<protocol::sync_errc> refusal_of(const protocol::result<protocol::reply>& answer)
{
    if (!answer) return protocol::as_sync_errc(answer.error());
    const auto* const verdicts = std::get_if<protocol::push_reply>(&*answer);
    if (verdicts == nullptr) return std::nullopt;
    for (const auto& each : verdicts->verdicts) {
        if (each.what == protocol::push_verdict::kind::refused) return each.reason;
    }
    return std::nullopt;
}

}  // namespace

void bounded_work::on(const moment&, const event::settle_began&, const ledger&, findings&)
{
    settling_ = true;
}

void bounded_work::on(const moment& when, const event::sync_began& began, const ledger&, findings&)
{
    if (!settling_) return;
    auto& latest = sessions_[when.node];
    latest = {.sync = began.sync, .round = latest.round + 1, .first_work = {}};
}

void bounded_work::on(
    const moment& when,
    const event::request_sent& sent,
    const ledger& known,
    findings&)
{
    if (!settling_) return;
    const auto* const push = std::get_if<protocol::push_request>(&*sent.content);
    if (push == nullptr || push->records.empty()) return;
    pushes_.emplace(sent.message, content_of(*push));
    const auto record = known.record_of(known.find_write(push->records.front().value));
    add(when.node,
        {.at = when.ordinal, .what = "pushed " + name_of(known, record), .record = record});
}

void bounded_work::on(
    const moment& when,
    const event::reply_sent& sent,
    const ledger& known,
    findings& to)
{
    if (!settling_) return;
    if (const auto push = pushes_.find(sent.message); push != pushes_.end()) {
        const auto refused = refusal_of(*sent.content);
        if (!refused) return;
        const auto [first, is_new] =
            refusals_.try_emplace({sent.device, push->second, *refused}, when.ordinal);
        if (is_new) return;
        const auto& device = known.name(sent.device);
        const std::string how{protocol::traits(*refused).name};
        to.report(
            {.which = invariant::bounded_work,
             .at = when.ordinal,
             .what = device + " pushes again what was refused before, and is refused again: " + how,
             .because =
                 {{first->second, "the server refused the push: " + how},
                  {known.sessions()[sent.message].sent, device + " pushed the same records"},
                  {when.ordinal, "the server refused them in the same way"}}},
            std::nullopt);
        return;
    }

    if (!*sent.content || sessions_[sent.device].sync != sent.sync) return;
    const auto* const page = std::get_if<protocol::pull_reply>(&**sent.content);
    if (page == nullptr || page->records.empty()) return;
    const auto record = known.record_of(known.find_write(page->records.front().value));
    add(sent.device,
        {.at = when.ordinal, .what = "was sent " + name_of(known, record), .record = record});
}

void bounded_work::on(
    const moment&,
    const event::server_committed& commit,
    const ledger& known,
    findings&)
{
    if (!settling_ || known.changes().empty()) return;
    const auto& message = known.sessions()[commit.message];
    // A late copy of an earlier session's message is not this session's work.
    if (sessions_[message.device].sync != message.sync) return;
    const auto& change = known.changes().front();
    add(message.device,
        {.at = change.at,
         .what = "had the server change " + name_of(known, change.record),
         .record = change.record});
}

void bounded_work::on(
    const moment& when,
    const event::device_put& put,
    const ledger& known,
    findings&)
{
    if (!settling_) return;
    const auto record = known.record_of(known.find_write(put.row.shown.value));
    add(when.node,
        {.at = when.ordinal, .what = "wrote " + name_of(known, record), .record = record});
}

void bounded_work::on(
    const moment& when,
    const event::device_removed& removed,
    const ledger&,
    findings&)
{
    if (!settling_) return;
    add(when.node,
        {.at = when.ordinal,
         .what = "removed the row of key " + removed.key.value().str(),
         .record = {}});
}

void bounded_work::add(node_id device, work done)
{
    auto& latest = sessions_[device];
    if (!latest.first_work) latest.first_work = std::move(done);
}

void bounded_work::on(
    const moment& when,
    const event::quiescent&,
    const ledger& known,
    findings& to)
{
    for (const auto& [device, latest] : sessions_) {
        if (latest.round < rounds_min || !latest.first_work) continue;
        const auto& done = *latest.first_work;
        const auto& name = known.name(device);
        to.report(
            {.which = invariant::bounded_work,
             .at = when.ordinal,
             .what = "there is no end to " + name + "'s work: in its last session it " + done.what,
             .because =
                 {{known.sessions()[latest.sync].began, name + "'s last session began"},
                  {done.at, name + " " + done.what}}},
            done.record);
    }
}

}  // namespace syncsim::sim
