#include "reports/state_table.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "protocol/error.hpp"
#include "reports/clock_words.hpp"
#include "reports/text_columns.hpp"
#include "sim/body.hpp"

namespace syncsim::reports {
namespace {

using json = nlohmann::ordered_json;

/// As much of a session's id as tells it from the others that people see.
constexpr std::size_t id_columns = 8;

/// A record of a node, in words.
struct state_row {
    std::string name;
    std::string key;
    std::string value;
    /// What people would see of it; none of a body that nobody wrote.
    std::optional<sim::fields> members;
    /// "*pending", "deleted", "local_id b407".
    std::vector<std::string> marks;
    sim::event_ordinal since;
};

/// A node, in words.
struct node_words {
    std::string name;
    /// What it is at: "down", "in a sync since event 27, has asked for push".
    std::vector<std::string> facts;
    std::vector<state_row> rows;
};

std::string joined(const std::vector<std::string>& parts, std::string_view between)
{
    std::string text;
    for (const auto& each : parts) text += (text.empty() ? "" : std::string(between)) + each;
    return text;
}

class state_words {
public:
    state_words(const node_states& states, const vocabulary& with) : states_(states), with_(with) {}

    std::vector<node_words> nodes() const
    {
        std::vector all{server()};
        for (const auto& each : states_.devices) all.push_back(device(each));
        return all;
    }

private:
    node_words server() const
    {
        node_words node{.name = "server", .facts = {}, .rows = {}};
        if (states_.server_is_down) node.facts.emplace_back("down");
        for (const auto& each : states_.devices) {
            const auto name = printable(each.name);
            if (each.session) node.facts.push_back(words_of(*each.session, name));
            if (!each.cursor_at_server) continue;
            node.facts.push_back(name + "'s last_sync is " + words_of(*each.cursor_at_server));
        }
        for (const auto& [key, held] : states_.server) {
            auto row = row_of(held.row.content, held.since);
            if (held.row.content.order) {
                const auto stamp = stamp_words(*held.row.content.order, with_.script.start);
                row.marks.insert(row.marks.begin(), "stamped " + stamp);
            }
            node.rows.push_back(std::move(row));
        }
        return node;
    }

    node_words device(const device_state& of) const
    {
        node_words node{.name = printable(of.name), .facts = {}, .rows = {}};
        if (of.is_down) node.facts.emplace_back("down");
        if (of.is_cut_off) node.facts.emplace_back("cut off from the server");
        if (of.in_sync_since) {
            auto fact = fmt::format("in a sync since event {}", of.in_sync_since->value());
            if (of.asked_for) fact += fmt::format(", has sent {}", protocol::name(*of.asked_for));
            node.facts.push_back(std::move(fact));
        }
        if (of.own_cursor) node.facts.push_back("last_sync is " + words_of(*of.own_cursor));
        for (const auto& [key, held] : of.rows) node.rows.push_back(row_of(held.row, held.since));
        return node;
    }

    state_row row_of(const reference_client::local_record& held, sim::event_ordinal since) const
    {
        auto row = row_of(held.shown, since);
        std::vector<std::string> marks;
        if (held.unsent) marks.emplace_back("*pending");
        if (held.unsent && held.shown.is_pending) marks.emplace_back("no key of the server yet");
        if (held.unsent && held.offered) marks.emplace_back("may have reached the server");
        if (held.refused) {
            marks.push_back(
                "refused for good: " + std::string(protocol::traits(*held.refused).name));
        }
        if (held.parked) marks.push_back(with_.names.body(held.parked->value) + " set aside");
        row.marks.insert(row.marks.begin(), marks.begin(), marks.end());
        return row;
    }

    state_row row_of(const protocol::record& content, sim::event_ordinal since) const
    {
        state_row row{
            .name = with_.names.body(content.value),
            .key = with_.keys(content.key.value().view()),
            .value = content.value,
            .members = members_of(content.value),
            .marks = {},
            .since = since};
        if (content.deleted) row.marks.emplace_back("deleted");
        if (content.local)
            row.marks.push_back("local_id " + with_.keys(content.local->value().view()));
        if (!content.unknown.empty()) {
            row.marks.push_back("beside it " + printable(content.unknown));
        }
        if (content.conflict_of) {
            row.marks.push_back("kept loser of " + with_.names.key(*content.conflict_of));
        }
        return row;
    }

    /// Without the token by which the run knows the write.
    std::optional<sim::fields> members_of(std::string_view value) const
    {
        const auto write = with_.known.find_write(value);
        if (!write) return std::nullopt;
        return with_.known[*write].members;
    }

    std::string words_of(const protocol::cursor& at) const
    {
        auto text = stamp_words(at.at, with_.script.start);
        if (at.key) text += ", " + with_.names.key(*at.key);
        return text;
    }

    std::string words_of(const known_session& session, const std::string& device) const
    {
        return fmt::format(
            "session {} of {}, begun at event {}{}",
            session.id.value().view().substr(0, id_columns),
            device,
            session.begun.value(),
            session.state == protocol::session_state::completed ? ", completed" : "");
    }

    const node_states& states_;
    const vocabulary& with_;
};

/// A member's name without the quotes that JSON gives it.
std::string_view bare(std::string_view name)
{
    const bool quoted = name.size() > 1 && name.starts_with('"') && name.ends_with('"');
    return quoted ? name.substr(1, name.size() - 2) : name;
}

/// `text="buy milk"`.
std::string content_of(const state_row& row)
{
    if (!row.members) return printable(row.value);
    std::vector<std::string> members;
    for (const auto& [name, content] : *row.members) {
        members.push_back(printable(bare(name)) + "=" + printable(content));
    }
    return joined(members, " ");
}

class table_writer {
public:
    table_writer(const std::vector<node_words>& nodes, const text_style& style) : style_(style)
    {
        for (const auto& node : nodes) {
            for (const auto& row : node.rows) {
                name_ = std::max(name_, columns_of(row.name));
                key_ = std::max(key_, columns_of(row.key));
            }
        }
    }

    void write(const node_words& node)
    {
        text_ += "\n  " + toned(node.name, tone::quiet, style_.color) + "\n";
        for (const auto& each : node.facts) text_ += headed("    ", each, style_.width);
        if (node.rows.empty()) text_ += "    no records\n";
        for (const auto& each : node.rows) write(each);
    }

    std::string take() { return std::move(text_); }

private:
    /// What is in the record, and what marks it, behind its name and key where there is room.
    void write(const state_row& row)
    {
        constexpr std::size_t room_min = 30;
        auto heading = "    " + padded(row.name, std::min(name_, name_max)) + "  " +
                       padded(row.key, key_) + "  ";
        if (columns_of(heading) + room_min > style_.width) {
            text_ += headed("    ", row.name + "  " + row.key, style_.width);
            heading = "      ";
        }
        auto marks = row.marks;
        marks.push_back(fmt::format("event {}", row.since.value()));
        const auto content = content_of(row);
        const auto* const between = content.empty() ? "" : "; ";
        text_ += headed(heading, content + between + joined(marks, ", "), style_.width);
    }

    static constexpr std::size_t name_max = 24;

    const text_style& style_;
    std::size_t name_ = 0;
    std::size_t key_ = 0;
    std::string text_;
};

std::string when_of(const node_states& states)
{
    return fmt::format("after event {}, at {}", states.last.value(), true_time(states.at));
}

json record_json(const state_row& row)
{
    json value = row.value;
    if (row.members) {
        value = json::object();
        for (const auto& [name, content] : *row.members) {
            value[std::string(bare(name))] = json::parse(content, nullptr, false);
        }
    }
    return {
        {"record", row.name},
        {"key", row.key},
        {"value", std::move(value)},
        {"marks", row.marks},
        {"since", row.since.value()}};
}

}  // namespace

std::string state_table(const node_states& states, const vocabulary& with, const text_style& style)
{
    const auto nodes = state_words(states, with).nodes();
    table_writer writer(nodes, style);
    for (const auto& each : nodes) writer.write(each);
    return headed("  state    ", when_of(states), style.width) + writer.take();
}

nlohmann::ordered_json state_json(const node_states& states, const vocabulary& with)
{
    auto nodes = json::array();
    for (const auto& node : state_words(states, with).nodes()) {
        auto records = json::array();
        for (const auto& row : node.rows) records.push_back(record_json(row));
        nodes.push_back(
            {{"node", node.name}, {"facts", node.facts}, {"records", std::move(records)}});
    }
    return {
        {"event", states.last.value()},
        {"true_time_us", states.at.time_since_epoch().count()},
        {"nodes", std::move(nodes)}};
}

}  // namespace syncsim::reports
