#include "sim/mark_watch.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "protocol/data_rules.hpp"
#include "protocol/ordering.hpp"

namespace syncsim::sim {
namespace {

using namespace protocol;

bool is_refused(const push_verdict& verdict)
{
    return verdict.what == push_verdict::kind::refused;
}

/// The device has work on this row that the server does not have in this version of it.
bool meets_other_work(const device_row& row, const record& pulled, const ledger& known)
{
    return row.unsent && row.write && known.find_write(pulled.value) != row.write;
}

bool is_concurrent(write_index one, write_index other, const ledger& known)
{
    return !known.has_seen(one, other) && !known.has_seen(other, one);
}

}  // namespace

mark_watch::mark_watch(const scenario& script, const protocol::variant& variant)
    : script_(script), variant_(variant), failed_last_(script.clients.size() + 1)
{
}

void mark_watch::operator()(const moment& when, const happening& what, const ledger& before)
{
    const auto take_note = [&](const auto& each) {
        if constexpr (requires { on(when, each, before); }) on(when, each, before);
    };
    std::visit(take_note, what);
}

template <class Visit>
void mark_watch::visit_open(node_id device, Visit visit)
{
    for (const auto each : open_) {
        auto& one = session_at(each);
        if (one.device == device) visit(one);
    }
}

// ------------------------------------------------------------------------------------- the devices

void mark_watch::on(const moment& when, const event::local_work& what, const ledger& before)
{
    constexpr duration a_day = std::chrono::hours{24};
    const auto true_time = script_.start + when.at.time_since_epoch();
    if (when.local - true_time >= a_day) reach(mark::clock_a_day_ahead);

    bool syncs = false;
    visit_open(when.node, [&](const session& each) {
        syncs = true;
        reach(mark::edit_during_sync);
        if (each.has_pushed && !each.has_applied) reach(mark::edit_between_push_and_apply);
    });
    const auto& write = before[what.write];
    if (syncs || !write.parent || !before[*write.parent].reached_server) return;
    const auto key = before.row_of(when.node, write.record);
    if (!key) return;
    const auto& row = before.device(when.node).rows.at(*key);
    if (row.unsent && row.write == write.parent) reach(mark::edit_after_lost_push_reply);
}

void mark_watch::on(const moment& when, const event::sync_began& what, const ledger&)
{
    if (failed_last_[when.node.value()]) reach(mark::client_retry);
    visit_open(when.node, [&](const session&) { reach(mark::two_open_sessions); });
    if (sessions_.size() <= what.sync.value()) {
        sessions_.resize(what.sync.value() + 1U, session{.device = when.node});
    }
    session_at(what.sync) = session{.device = when.node};
    open_.push_back(what.sync);
}

void mark_watch::on(const moment& when, const event::sync_ended& what, const ledger&)
{
    failed_last_[when.node.value()] = what.crashed || what.error;
    std::erase(open_, what.sync);
}

void mark_watch::on(const moment& when, const event::device_committed& what, const ledger&)
{
    if (what.by_user) return;
    visit_open(when.node, [](session& each) {
        if (each.commits_to_come > 0) --each.commits_to_come;
        if (each.has_all_pages && each.commits_to_come == 0) each.has_applied = true;
    });
}

void mark_watch::on(const moment& when, const event::crashed&, const ledger&)
{
    if (when.node == server_node) return reach(mark::server_crash);
    reach(mark::client_crash);
    visit_open(when.node, [&](const session& each) {
        if (each.has_applied && !each.is_complete) reach(mark::crash_between_apply_and_complete);
    });
}

void mark_watch::on(const moment&, const event::settle_began&, const ledger& before)
{
    is_settling_ = true;
    for (const auto& each : before.devices()) {
        const bool has_work =
            std::ranges::any_of(each.rows, [](const auto& entry) { return entry.second.unsent; });
        if (has_work) reach(mark::pending_at_healing);
    }
}

// ------------------------------------------------------------------------------------- the
// messages

void mark_watch::on(const moment&, const event::request_sent& what, const ledger&)
{
    if (what.attempt > 1) reach(mark::client_retry);
    auto& in = session_at(what.sync);
    if (std::holds_alternative<push_request>(*what.content)) in.has_pushed = true;
    const auto* const pull = std::get_if<pull_request>(what.content.get());
    if (pull == nullptr) return;
    in.asks_for_next = in.next && pull->after == in.next;
    if (!in.asks_for_next) return;
    reach(mark::second_page);
}

void mark_watch::on(const moment&, const event::reply_sent& what, const ledger&)
{
    if (!*what.content) return refused(as_sync_errc(what.content->error()));
    std::visit([&](const auto& answer) { answered(what.sync, answer); }, **what.content);
}

void mark_watch::refused(sync_errc why)
{
    const bool superseded = why == sync_errc::session_superseded || why == sync_errc::stale_begin;
    if (superseded) reach(mark::session_superseded);
    if (why == sync_errc::session_expired) reach(mark::session_expired);
    if (why == sync_errc::record_refused) reach(mark::refused_record);
}

void mark_watch::answered(sync_index, const begin_reply&)
{
    begun_since_highest_ = true;
}

void mark_watch::answered(sync_index, const push_reply& answer)
{
    const auto& verdicts = answer.verdicts;
    if (std::ranges::any_of(verdicts, is_refused)) reach(mark::refused_record);
    if (verdicts.size() < 2) return;
    if (is_refused(verdicts.front())) reach(mark::refused_first);
    if (is_refused(verdicts.back())) reach(mark::refused_last);
    if (std::any_of(verdicts.begin() + 1, verdicts.end() - 1, is_refused)) {
        reach(mark::refused_middle);
    }
}

void mark_watch::answered(sync_index sync, const pull_reply& answer)
{
    auto& in = session_at(sync);
    const auto& records = answer.records;
    if (records.empty() && !in.asks_for_next && !is_settling_) reach(mark::empty_pull);
    if (!records.empty()) {
        const bool follows = in.asks_for_next && in.edge == stamp_of(variant_, records.front());
        if (follows) reach(mark::tie_at_page_edge);
        in.edge = stamp_of(variant_, records.back());
    }
    if (in.asks_for_next && in.stored_since_page) reach(mark::write_between_pages);
    in.next = answer.next;
    in.stored_since_page = false;
}

void mark_watch::answered(sync_index sync, const complete_reply&)
{
    session_at(sync).is_complete = true;
}

void mark_watch::on(const moment&, const event::message_delivered& what, const ledger& before)
{
    if (!what.is_reply) return request_arrives(what.message, before);
    if (!what.taken || !*what.taken) return;
    const auto* const page = std::get_if<pull_reply>(&**what.taken);
    if (page == nullptr) return;
    page_arrives(session_at(before.sessions()[what.message].sync), *page, before);
}

void mark_watch::request_arrives(message_id which, const ledger& before)
{
    const auto& message = before.sessions()[which];
    if (message.step != step::complete) return;
    const bool is_late = before.sessions().later_begin(message.device, message.sync).has_value();
    if (is_late) reach(mark::late_complete);
}

void mark_watch::page_arrives(session& in, const pull_reply& page, const ledger& before)
{
    in.has_all_pages = !page.next;
    in.commits_to_come = applies_by_record(variant_) ? page.records.size() : 1;
    if (has_reached(mark::parked)) return;
    const auto& rows = before.device(in.device).rows;
    const auto meets = [&](const record_key& key, const record& pulled) {
        const auto row = rows.find(key);
        return row != rows.end() && meets_other_work(row->second, pulled, before);
    };
    for (const auto& each : page.records) {
        const bool by_local_id = each.local && meets(record_key{each.local->value()}, each);
        if (by_local_id || meets(each.key, each)) reach(mark::parked);
    }
}

// --------------------------------------------------------------------------------------- the
// server

void mark_watch::on(const moment&, const event::server_put& what, const ledger& before)
{
    const auto& version = what.version.content;
    const auto found = before.server().find(version.key);
    const auto* const replaced = found == before.server().end() ? nullptr : &found->second;
    look_at_stamp(version, replaced);
    something_is_stored();
    if (has_reached(mark::conflict) || replaced == nullptr || !replaced->write) return;
    const auto write = before.find_write(version.value);
    if (write && is_concurrent(*write, *replaced->write, before)) reach(mark::conflict);
}

void mark_watch::look_at_stamp(const record& version, const server_row* replaced)
{
    const auto stamp = stamp_of(variant_, version);
    // What is only written again, without its local id say, became visible before.
    if (replaced != nullptr && replaced->order == version.order && version.order) return;
    if (highest_ && stamp < *highest_) {
        reach(mark::stamp_behind);
        if (begun_since_highest_) reach(mark::begin_before_late_stamp);
        return;
    }
    highest_ = stamp;
    begun_since_highest_ = false;
}

void mark_watch::on(const moment&, const event::server_removed&, const ledger&)
{
    something_is_stored();
}

void mark_watch::something_is_stored()
{
    for (const auto each : open_) session_at(each).stored_since_page = true;
}

void mark_watch::on(const moment&, const event::server_conflict&, const ledger&)
{
    reach(mark::conflict);
}

void mark_watch::on(const moment& when, const event::server_committed&, const ledger&)
{
    if (last_commit_ && when.local < *last_commit_) reach(mark::server_clock_back);
    last_commit_ = when.local;
}

}  // namespace syncsim::sim
