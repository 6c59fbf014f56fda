#include "sim/ledger.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "protocol/support/check.hpp"

namespace syncsim::sim {

ledger::ledger(const std::vector<client_settings>& devices)
{
    for (const auto& each : devices) {
        devices_.emplace_back();
        devices_.back().name = each.name;
    }
}

write_index ledger::plan_create(
    node_id device,
    std::string name,
    const fields& members,
    const fields& extra)
{
    const record_index record{static_cast<std::uint32_t>(records_.size())};
    const write_index write{static_cast<std::uint32_t>(writes_.size())};
    records_.push_back(
        {.name = std::move(name),
         .create = write,
         .writes = {},
         .server_keys = {},
         .server_copies = {}});
    return add(
        {.device = device,
         .record = record,
         .what = local_step::verb::create,
         .parent = {},
         .merged_with = {},
         .members = members,
         .extra = extra,
         .text = {},
         .at = {},
         .id = {},
         .reached_server = {},
         .lost_to = {}});
}

write_index ledger::plan_edit(
    node_id device,
    write_index on,
    const fields& change,
    const fields& extra)
{
    const auto& parent = (*this)[on];
    return add(
        {.device = device,
         .record = parent.record,
         .what = local_step::verb::edit,
         .parent = on,
         .merged_with = {},
         .members = merged(parent.members, change),
         .extra = merged(parent.extra, extra),
         .text = {},
         .at = {},
         .id = {},
         .reached_server = {},
         .lost_to = {}});
}

write_index ledger::plan_delete(node_id device, write_index on)
{
    return add(
        {.device = device,
         .record = (*this)[on].record,
         .what = local_step::verb::remove,
         .parent = on,
         .merged_with = {},
         .members = {},
         .extra = {},
         .text = {},
         .at = {},
         .id = {},
         .reached_server = {},
         .lost_to = {}});
}

write_index ledger::add(ledger_write planned)
{
    const write_index index{static_cast<std::uint32_t>(writes_.size())};
    planned.text = value_text(planned.members, index.value());
    records_[planned.record.value()].writes.push_back(index);
    writes_.push_back(std::move(planned));
    return index;
}

std::optional<record_index> ledger::find_record(std::string_view name) const
{
    const auto found = std::ranges::find(records_, name, &ledger_record::name);
    if (found == records_.end()) return std::nullopt;
    return record_index{static_cast<std::uint32_t>(found - records_.begin())};
}

std::optional<write_index> ledger::find_write(std::string_view value) const
{
    const auto token = token_of(value);
    if (!token || *token >= writes_.size()) return std::nullopt;
    if (writes_[*token].text == value) return write_index{*token};
    const auto merge = merges_.find(value);
    if (merge == merges_.end()) return std::nullopt;
    return merge->second;
}

std::optional<write_index> ledger::find_write(protocol::write_id id) const
{
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return std::nullopt;
    return found->second;
}

std::optional<record_index> ledger::record_of(std::optional<write_index> which) const
{
    if (!which) return std::nullopt;
    return (*this)[*which].record;
}

bool ledger::has_seen(write_index later, write_index earlier) const
{
    for (std::optional<write_index> at = later; at; at = (*this)[*at].parent) {
        if (*at == earlier) return true;
        if (at->value() < earlier.value()) return false;
        const auto& other = (*this)[*at].merged_with;
        if (other && has_seen(*other, earlier)) return true;
    }
    return false;
}

std::optional<protocol::record_key> ledger::row_of(node_id device, record_index record) const
{
    const auto& live = this->device(device).live_keys;
    if (record.value() >= live.size() || live[record.value()].empty()) return std::nullopt;
    return std::ranges::min(live[record.value()]);
}

const std::string& ledger::name(node_id which) const
{
    static const std::string server = "server";
    return which == server_node ? server : device(which).name;
}

std::string ledger::describe(write_index which) const
{
    const auto& write = (*this)[which];
    std::string_view verb = "edited";
    if (write.what == local_step::verb::create) verb = "created";
    if (write.what == local_step::verb::remove) verb = "deleted";
    if (write.merged_with) verb = "merged";
    return name(write.record) + " as " + name(write.device) + " " + std::string(verb) +
           " it (event " + std::to_string(write.at.value()) + ")";
}

bool ledger::has_held(node_id device, write_index which) const
{
    const auto& held = this->device(device).has_held;
    return which.value() < held.size() && held[which.value()];
}

bool ledger::is_pending(node_id device, write_index which) const
{
    const auto& view = this->device(device);
    return std::ranges::any_of(view.unsent, [&](const protocol::record_key& key) {
        const auto& write = view.rows.at(key).write;
        return write && has_seen(*write, which);
    });
}

bool ledger::is_live_at_server(record_index which) const
{
    return std::ranges::any_of(
        (*this)[which].server_keys, [&](const auto& key) { return !server_.at(key).deleted; });
}

held_version ledger::version_of(const protocol::record& content, event_ordinal since) const
{
    return {
        .write = find_write(content.value),
        .deleted = content.deleted,
        .is_copy = content.conflict_of.has_value(),
        .order = content.order,
        .unknown = content.unknown,
        .since = since};
}

bool ledger::has_applied(
    node_id device,
    const protocol::record_key& key,
    const held_version& version) const
{
    if (!version.write || has_held(device, *version.write)) return true;
    return version.deleted && !this->device(device).rows.contains(key);
}

bool ledger::left_as_it_was(const protocol::record_key& key) const
{
    const auto here = server_.find(key);
    if (here == server_.end()) return !replaced_;
    return replaced_ && replaced_->is_same_as(here->second);
}

void ledger::apply(const moment& when, const happening& what)
{
    sessions_.apply(when, what);
    const auto take_note = [&](const auto& each) {
        if constexpr (requires { note(when, each); }) note(when, each);
    };
    std::visit(take_note, what);
}

void ledger::note(const moment& when, const event::local_work& what)
{
    auto& write = writes_[what.write.value()];
    write.at = when.ordinal;
    write.certain = what.certain;
    // A delete may leave no row that would show it.
    const bool deletes = write.what == local_step::verb::remove;
    if (deletes && what.certain) hold(device_at(write.device), what.write);
}

void ledger::note(const moment& when, const event::sync_ended& what)
{
    device_at(when.node).last_error = what.error;
}

void ledger::note(const moment& when, const event::server_put& what)
{
    const auto& content = what.version.content;
    if (met_ && !find_write(content.value)) note_merge(content, when.ordinal);
    forget_server_row(content.key);
    const server_row row{version_of(content, when.ordinal), content.local};
    server_.insert_or_assign(content.key, row);
    if (row.order) in_order_.insert({.at = *row.order, .key = content.key});
    touch(row.write);
    if (!left_as_it_was(content.key)) change(row.write, when.ordinal);
    reach_server(row.write, when.ordinal);
    if (!row.write) return;
    if (content.write) by_id_.emplace(*content.write, *row.write);
    auto& record = records_[(*this)[*row.write].record.value()];
    (row.is_copy ? record.server_copies : record.server_keys).push_back(content.key);
}

void ledger::note(const moment& when, const event::server_removed& what)
{
    forget_server_row(what.key);
    const auto by = find_write(what.by);
    touch(by);
    if (replaced_) change(replaced_->write, when.ordinal);
    reach_server(by, when.ordinal);
}

void ledger::note(const moment& when, const event::server_conflict& what)
{
    const auto winner = find_write(what.what.winner);
    const auto loser = find_write(what.what.loser);
    if (loser) writes_[loser->value()].lost_to = winner;
    if (winner && loser) met_.emplace(*winner, *loser);
    change(loser, when.ordinal);
    reach_server(loser, when.ordinal);
}

void ledger::note_merge(const protocol::record& content, event_ordinal at)
{
    const auto [winner, loser] = *std::exchange(met_, std::nullopt);
    if (token_of(content.value) != winner.value() && token_of(content.value) != loser.value())
        return;

    auto members = fields_of(content.value);
    members.erase(std::prev(members.end()));
    const auto has = [&](write_index which, const fields::value_type& member) {
        const auto& of = (*this)[which].members;
        const auto found = of.find(member.first);
        return found != of.end() && found->second == member.second;
    };
    const bool is_of_the_two = std::ranges::all_of(
        members, [&](const auto& each) { return has(winner, each) || has(loser, each); });
    if (!is_of_the_two) return;

    reach_server(winner, at);
    const write_index made{static_cast<std::uint32_t>(writes_.size())};
    const auto record = (*this)[winner].record;
    merges_.emplace(content.value, made);
    records_[record.value()].writes.push_back(made);
    writes_.push_back(
        {.device = server_node,
         .record = record,
         .what = local_step::verb::edit,
         .parent = winner,
         .merged_with = loser,
         .members = std::move(members),
         .extra = (*this)[winner].extra,
         .text = content.value,
         .at = at,
         .certain = true,
         .id = content.write,
         .reached_server = at,
         .lost_to = {}});
    if (content.write) by_id_.emplace(*content.write, made);
}

void ledger::note(const moment& when, const event::server_cursor& what)
{
    auto& device = device_at(what.device);
    device.cursor_at_server = what.at;
    device.cursor_since = when.ordinal;
}

void ledger::note(const moment&, const event::server_committed&)
{
    end_commit();
}

void ledger::note(const moment& when, const event::device_put& what)
{
    auto& device = device_at(when.node);
    const auto& shown = what.row.shown;
    forget_device_row(device, shown.key);
    device_row row{version_of(shown, when.ordinal), what.row.unsent, {}};
    if (what.row.parked) row.parked = find_write(what.row.parked->value);
    device.rows.insert_or_assign(shown.key, row);
    if (row.unsent) device.unsent.insert(shown.key);
    touch(row.write);
    hold(device, row.write);
    hold(device, row.parked);
    if (!row.write) return;
    if (shown.write) by_id_.emplace(*shown.write, *row.write);
    if (what.row.refused) writes_[row.write->value()].refused = true;
    if (row.deleted || row.is_copy) return;
    const auto record = (*this)[*row.write].record.value();
    if (device.live_keys.size() <= record) device.live_keys.resize(record + 1);
    device.live_keys[record].push_back(shown.key);
}

void ledger::note(const moment& when, const event::device_removed& what)
{
    auto& device = device_at(when.node);
    forget_device_row(device, what.key);
    // A device shows that it has applied a tombstone by having nothing under its key.
    const auto at_server = server_.find(what.key);
    if (at_server != server_.end() && at_server->second.deleted)
        hold(device, at_server->second.write);
}

void ledger::note(const moment& when, const event::device_cursor& what)
{
    auto& device = device_at(when.node);
    device.own_cursor = what.at;
    device.cursor_since = when.ordinal;
}

void ledger::note(const moment& when, const event::device_committed&)
{
    const auto before = std::exchange(pending_before_, {});
    end_commit();
    for (const auto which : before) {
        if (!is_pending(when.node, which)) settled_.push_back(which);
    }
}

void ledger::begin_commit()
{
    if (!commit_is_over_) return;
    touched_.clear();
    changes_.clear();
    commit_is_over_ = false;
}

void ledger::end_commit()
{
    begin_commit();
    commit_is_over_ = true;
    met_.reset();
    settled_.clear();
}

void ledger::change(std::optional<write_index> which, event_ordinal at)
{
    begin_commit();
    changes_.push_back({.at = at, .record = record_of(which)});
}

void ledger::touch(std::optional<write_index> which)
{
    begin_commit();
    if (!which) return;
    const auto record = (*this)[*which].record;
    if (std::ranges::find(touched_, record) == touched_.end()) touched_.push_back(record);
}

void ledger::reach_server(std::optional<write_index> which, event_ordinal at)
{
    if (!which) return;
    auto& reached = writes_[which->value()].reached_server;
    if (!reached) reached = at;
}

void ledger::hold(device_view& device, std::optional<write_index> which)
{
    if (device.has_held.size() < writes_.size()) device.has_held.resize(writes_.size());
    for (auto at = which; at && !device.has_held[at->value()]; at = (*this)[*at].parent) {
        device.has_held[at->value()] = true;
        hold(device, (*this)[*at].merged_with);
    }
}

void ledger::forget_server_row(const protocol::record_key& key)
{
    replaced_.reset();
    const auto found = server_.find(key);
    if (found == server_.end()) return;
    replaced_ = found->second;
    touch(found->second.write);
    if (replaced_->order) in_order_.erase({.at = *replaced_->order, .key = key});
    if (found->second.write) {
        auto& record = records_[(*this)[*found->second.write].record.value()];
        std::erase(found->second.is_copy ? record.server_copies : record.server_keys, key);
    }
    server_.erase(found);
}

void ledger::forget_device_row(device_view& device, const protocol::record_key& key)
{
    const auto found = device.rows.find(key);
    if (found == device.rows.end()) return;
    const auto& row = found->second;
    touch(row.write);
    if (row.write && row.unsent) pending_before_.push_back(*row.write);
    if (row.write && !row.deleted && !row.is_copy) {
        std::erase(device.live_keys[(*this)[*row.write].record.value()], key);
    }
    device.unsent.erase(key);
    device.rows.erase(found);
}

}  // namespace syncsim::sim
