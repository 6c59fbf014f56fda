#include "sim/check/fair_blame.hpp"

#include <utility>

namespace syncsim::sim {
namespace {

/// The device has so many sessions to find out what it may send.
constexpr int sessions_max = 2;

/// The push was refused as what it is, and not because something stood in its way.
bool is_refused_as_a_whole(const protocol::result<protocol::reply>& answer)
{
    if (answer) return false;
    const auto error = protocol::as_sync_errc(answer.error());
    return error == protocol::sync_errc::record_refused || error == protocol::sync_errc::too_large;
}

}  // namespace

void fair_blame::on(const moment&, const event::settle_began&, const ledger&, findings&)
{
    settling_ = true;
}

void fair_blame::on(const moment&, const event::request_sent& sent, const ledger& known, findings&)
{
    const auto* const push = std::get_if<protocol::push_request>(&*sent.content);
    if (push == nullptr) return;
    auto& writes = pushes_[sent.message];
    for (const auto& each : push->records) {
        if (const auto write = known.find_write(each.value)) writes.push_back(*write);
    }
}

void fair_blame::on(const moment&, const event::reply_sent& sent, const ledger& known, findings&)
{
    if (sent.answers != protocol::step::push) return;
    if (is_refused_as_a_whole(*sent.content)) {
        const auto push = pushes_.find(sent.message);
        if (push != pushes_.end() && push->second.size() == 1) blamed_.insert(push->second.front());
    }
    if (!*sent.content) return;
    const auto* const reply = std::get_if<protocol::push_reply>(&**sent.content);
    if (reply == nullptr) return;
    for (const auto& verdict : reply->verdicts) {
        if (verdict.what != protocol::push_verdict::kind::refused || !verdict.write) continue;
        if (const auto write = known.find_write(*verdict.write)) blamed_.insert(*write);
    }
}

void fair_blame::on(
    const moment& when,
    const event::message_delivered& arrival,
    const ledger&,
    findings&)
{
    if (!arrival.taken) return;
    auto push = pushes_.extract(arrival.message);
    if (!push) return;
    if (!is_refused_as_a_whole(*arrival.taken)) {
        refused_.erase(when.node);
        return;
    }
    // The end of this session is none of those that follow.
    refused_.try_emplace(
        when.node,
        refused_push{
            .at = when.ordinal,
            .writes = std::move(push.mapped()),
            .sessions = settling_ ? -1 : 0});
}

void fair_blame::on(
    const moment& when,
    const event::device_put& put,
    const ledger& known,
    findings& to)
{
    if (!put.row.refused) return;
    const auto write = known.find_write(put.row.shown.value);
    if (!write || blamed_.contains(*write)) return;
    to.report(
        {.which = invariant::fair_blame,
         .at = when.ordinal,
         .what = known.name(when.node) +
                 " marks as refused what the server has not refused: " + known.describe(*write),
         .because =
             {{known[*write].at, known.describe(*write)},
              {when.ordinal,
               "it is marked as refused, for " +
                   std::string(protocol::traits(*put.row.refused).name)}}},
        known[*write].record);
}

void fair_blame::on(const moment& when, const event::sync_ended&, const ledger& known, findings& to)
{
    if (!settling_) return;
    const auto refused = refused_.find(when.node);
    if (refused == refused_.end()) return;
    if (++refused->second.sessions < sessions_max) return;
    judge(when, when.node, refused->second, known, to);
}

void fair_blame::on(const moment& when, const event::quiescent&, const ledger& known, findings& to)
{
    for (const auto& [device, push] : refused_) judge(when, device, push, known, to);
}

void fair_blame::judge(
    const moment& when,
    node_id device,
    const refused_push& push,
    const ledger& known,
    findings& to) const
{
    std::vector<write_index> waiting;
    for (const auto each : push.writes) {
        if (known.is_pending(device, each)) waiting.push_back(each);
    }
    if (waiting.size() < 2) return;
    const auto& name = known.name(device);
    for (const auto each : waiting) {
        to.report(
            {.which = invariant::fair_blame,
             .at = when.ordinal,
             .what = known.name(known[each].record) + " waits on " + name +
                     " with the records of a push that was refused as a whole",
             .because =
                 {{known[each].at, known.describe(each)},
                  {push.at,
                   name + " was told that its push of " + std::to_string(push.writes.size()) +
                       " records is refused"}}},
            known[each].record);
    }
}

}  // namespace syncsim::sim
