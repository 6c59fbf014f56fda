#include "reports/transaction_words.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "reports/clock_words.hpp"
#include "reports/text_columns.hpp"

namespace syncsim::reports {
namespace {

namespace event = sim::event;

/// What an edit changed is told where it is no longer than this.
constexpr std::size_t members_max = 28;

std::string last_sync(const std::optional<protocol::cursor>& at, protocol::duration day)
{
    return "last_sync " + (at ? stamp_words(at->at, day) : std::string("none"));
}

/// A member's name without the quotes that JSON gives it.
std::string_view bare(std::string_view name)
{
    const bool quoted = name.size() > 1 && name.starts_with('"') && name.ends_with('"');
    return quoted ? name.substr(1, name.size() - 2) : name;
}

void append(std::string& to, const std::string& part)
{
    if (part.empty()) return;
    to += (to.empty() ? "" : "; ") + part;
}

}  // namespace

// ------------------------------------------------------------------------------------- the server

void server_transactions::add(const event::server_put& change)
{
    const auto& content = change.version.content;
    auto told = with_.names.version(content);
    const auto before = values_.find(content.key);
    if (before != values_.end() && before->second != content.value) {
        told.text += " over " + with_.names.body(before->second);
    }
    if (with_.about.times_matter && content.order) {
        told.text += ", stamped " + stamp_words(*content.order, with_.script.start);
    }
    told.text.insert(0, "commit ");
    values_.insert_or_assign(content.key, content.value);
    changes_.push_back(std::move(told));
}

void server_transactions::add(const event::server_removed& change)
{
    values_.erase(change.key);
    changes_.push_back(
        {record_of(with_.known, change.by),
         "remove " + with_.names.body(change.by) + " " + with_.names.key(change.key)});
}

void server_transactions::add(const event::server_conflict& change)
{
    const auto winner = with_.known.find_write(change.what.winner);
    const auto loser = with_.known.find_write(change.what.loser);
    if (!winner || !loser) return;
    changes_.push_back(
        {with_.known[*loser].record,
         "conflict: " + with_.names.write(*winner) + " wins over " + with_.names.write(*loser)});
}

void server_transactions::add(const event::server_cursor& change)
{
    cursors_.push_back(
        with_.known.name(change.device) + "'s " + last_sync(change.at, with_.script.start));
}

void server_transactions::tell(timeline_line& to)
{
    to.text = with_.names.list(changes_, "; ");
    to.records = records_in(changes_);
    to.moves_cursor = !cursors_.empty();
    if (changes_.empty() || with_.about.times_matter) {
        for (const auto& each : cursors_) append(to.text, each);
    }
    changes_.clear();
    cursors_.clear();
}

// ------------------------------------------------------------------------------------ the devices

void device_transactions::add(sim::node_id device, const event::device_put& put)
{
    const auto& key = put.row.shown.key;
    row_change one{.key = key, .before = {}, .after = put.row};
    const std::pair place{device, key};
    if (const auto found = rows_.find(place); found != rows_.end()) one.before = found->second;
    // A row that was removed and put back within the transaction was changed.
    const auto removed = std::ranges::find_if(
        changes_, [&](const row_change& each) { return each.key == key && !each.after; });
    if (removed != changes_.end()) {
        one.before = std::move(removed->before);
        changes_.erase(removed);
    }
    rows_.insert_or_assign(place, row{put.row.shown.value, put.row.unsent});
    changes_.push_back(std::move(one));
}

void device_transactions::add(sim::node_id device, const event::device_removed& removed)
{
    const auto found = rows_.find(std::pair{device, removed.key});
    if (found == rows_.end()) return;
    changes_.push_back({.key = removed.key, .before = found->second, .after = {}});
    rows_.erase(found);
}

void device_transactions::add(const event::device_cursor& change)
{
    cursor_ = last_sync(change.at, with_.script.start);
}

void device_transactions::tell(timeline_line& to)
{
    for (const auto& each : changes_) {
        const auto& value = each.after ? each.after->shown.value : each.before->value;
        if (const auto record = record_of(with_.known, value)) to.records.insert(*record);
    }
    to.moves_cursor = cursor_.has_value();
    if (work_) {
        tell_work(to);
    } else {
        tell_apply(to);
    }
    changes_.clear();
    work_.reset();
    cursor_.reset();
}

void device_transactions::tell_work(timeline_line& to) const
{
    to.records.insert(with_.known[*work_].record);
    to.text = act_of(*work_);
    for (const auto& each : changes_) {
        if (!each.after) continue;
        const auto& shown = each.after->shown;
        const bool is_create = with_.known[*work_].what == sim::local_step::verb::create;
        if (is_create) to.text += " " + with_.keys(shown.key.value().view());
        if (each.after->unsent) to.text += " *pending";
        if (!with_.about.times_matter) continue;
        to.text +=
            ", updated " + clock_reading(shown.updated.time_since_epoch(), with_.script.start);
    }
    const bool forgotten =
        with_.known[*work_].what == sim::local_step::verb::remove &&
        std::ranges::all_of(changes_, [](const row_change& each) { return !each.after; });
    if (forgotten) to.text += ": forgotten, never to be sent";
}

void device_transactions::tell_apply(timeline_line& to) const
{
    std::vector<mention> told;
    for (const auto& each : changes_) {
        const auto* const from = find_swapped(each);
        const bool is_told_elsewhere =
            !each.after && std::ranges::any_of(changes_, [&](const row_change& other) {
                return find_swapped(other) == &each;
            });
        if (is_told_elsewhere) continue;
        auto text = words_of(each, from);
        if (text.empty()) continue;
        const auto& value = each.after ? each.after->shown.value : each.before->value;
        const bool was_unsent =
            (each.before && each.before->unsent) || (from && from->before->unsent);
        const bool replaced = each.before && each.after && each.before->value != value;
        to.settles = to.settles || was_unsent || replaced || !each.after;
        to.failed = to.failed || (each.after && each.after->refused);
        told.push_back({record_of(with_.known, value), std::move(text)});
    }
    if (!told.empty()) to.text = with_.names.list(told, "; ");
    if (cursor_ && (told.empty() || with_.about.times_matter)) append(to.text, *cursor_);
    if (!to.text.empty()) return;
    for (const auto& each : changes_) {
        if (each.after) told.push_back(with_.names.version(each.after->shown));
    }
    to.text = with_.names.list(told) + " as before";
    to.idle = true;
}

std::string device_transactions::words_of(const row_change& one, const row_change* swapped_from)
    const
{
    if (!one.after) {
        const auto* const pending = one.before->unsent ? "pending " : "";
        return "removes " + (pending + with_.names.body(one.before->value)) + " " +
               with_.names.key(one.key);
    }
    const auto& after = *one.after;
    const auto& before = swapped_from != nullptr ? swapped_from->before : one.before;
    const auto body = with_.names.body(after.shown.value);
    const bool same_body = before && before->value == after.shown.value;
    const bool was_unsent = before && before->unsent;

    std::string text;
    if (swapped_from != nullptr) {
        text = body + " " + with_.keys(swapped_from->key.value().view()) + " is " +
               with_.names.key(one.key);
    } else if (!before) {
        text = "stores " + with_.names.version(after.shown).text;
    } else if (!same_body || was_unsent != after.unsent || after.refused) {
        text = body;
    } else {
        return after.parked ? "sets " + with_.names.body(after.parked->value) + " aside" : "";
    }
    if (before && !same_body) {
        text += (was_unsent ? " over pending " : " over ") + with_.names.body(before->value);
    }
    if (after.refused) return text + " refused for good";
    if (was_unsent && after.unsent) text += ", still pending";
    if (was_unsent && !after.unsent && same_body) text += ", no longer pending";
    return text;
}

const device_transactions::row_change* device_transactions::find_swapped(
    const row_change& one) const
{
    if (!one.after || one.before) return nullptr;
    const auto record = record_of(with_.known, one.after->shown.value);
    const auto found = std::ranges::find_if(changes_, [&](const row_change& other) {
        return !other.after && record && record_of(with_.known, other.before->value) == record;
    });
    return found == changes_.end() ? nullptr : &*found;
}

std::string device_transactions::act_of(sim::write_index which) const
{
    const auto& write = with_.known[which];
    auto name = printable(with_.known.name(write.record));
    switch (write.what) {
    case sim::local_step::verb::create: return "create " + name;
    case sim::local_step::verb::edit: return "edit " + name + edited_members(which);
    case sim::local_step::verb::remove: return "delete " + name;
    }
    return name;
}

std::string device_transactions::edited_members(sim::write_index which) const
{
    const auto& write = with_.known[which];
    const auto& before = with_.known[*write.parent].members;
    std::string text;
    for (const auto& [name, value] : write.members) {
        const auto old = before.find(name);
        if (old != before.end() && old->second == value) continue;
        text += " " + printable(bare(name)) + "=" + printable(value);
    }
    return columns_of(text) <= members_max ? text : "";
}

}  // namespace syncsim::reports
