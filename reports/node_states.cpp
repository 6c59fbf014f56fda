#include "reports/node_states.hpp"

#include <utility>
#include <variant>

#include "protocol/support/check.hpp"

namespace syncsim::reports {
namespace {

namespace event = sim::event;

/// A change of a transaction that is reported once it is committed; its commit follows.
bool is_in_a_transaction(const sim::happening& what)
{
    if (const auto* const work = std::get_if<event::local_work>(&what)) return work->certain;
    return std::holds_alternative<event::server_put>(what) ||
           std::holds_alternative<event::server_removed>(what) ||
           std::holds_alternative<event::server_conflict>(what) ||
           std::holds_alternative<event::server_cursor>(what) ||
           std::holds_alternative<event::device_put>(what) ||
           std::holds_alternative<event::device_removed>(what) ||
           std::holds_alternative<event::device_cursor>(what);
}

/// Follows the nodes from event to event.
class state_keeper {
public:
    explicit state_keeper(const sim::scenario& script)
    {
        for (const auto& each : script.clients) {
            states_.devices.emplace_back();
            states_.devices.back().name = each.name;
        }
    }

    void apply(const sim::trace_event& next)
    {
        now_ = next.when;
        std::visit([&](const auto& what) { on(what); }, next.what);
        states_.last = now_.ordinal;
        states_.at = now_.at;
    }

    node_states take() { return std::move(states_); }

private:
    void on(const event::server_put& put)
    {
        const auto& version = put.version;
        states_.server.insert_or_assign(
            version.content.key, dated_row<reference_server::stored_record>{version, now_.ordinal});
    }
    void on(const event::server_removed& removed) { states_.server.erase(removed.key); }
    void on(const event::server_cursor& moved) { device(moved.device).cursor_at_server = moved.at; }
    void on(const event::device_put& put)
    {
        here().rows.insert_or_assign(
            put.row.shown.key, dated_row<reference_client::local_record>{put.row, now_.ordinal});
    }
    void on(const event::device_removed& removed) { here().rows.erase(removed.key); }
    void on(const event::device_cursor& moved) { here().own_cursor = moved.at; }

    void on(const event::sync_began&)
    {
        here().in_sync_since = now_.ordinal;
        here().asked_for.reset();
    }
    void on(const event::sync_ended&) { here().in_sync_since.reset(); }
    void on(const event::request_sent& sent)
    {
        senders_.insert_or_assign(sent.message, sent.device);
        device(sent.device).asked_for = step_of(*sent.content);
    }
    void on(const event::server_committed& committed)
    {
        if (!committed.session) return;
        auto& known = device(senders_.at(committed.message)).session;
        const bool is_another = !known || known->id != committed.session->id;
        if (is_another) known = known_session{committed.session->id, now_.ordinal};
        known->state = committed.session->state;
    }

    void on(const event::crashed&) { set_down(true); }
    void on(const event::restarted&) { set_down(false); }
    void on(const event::link_cut&) { here().is_cut_off = true; }
    void on(const event::link_healed&) { here().is_cut_off = false; }
    void on(const auto&) {}

    void set_down(bool down)
    {
        if (now_.node == sim::server_node) {
            states_.server_is_down = down;
        } else {
            here().is_down = down;
        }
    }

    device_state& device(sim::node_id which) { return states_.devices[which.value() - 1U]; }
    device_state& here() { return device(now_.node); }

    node_states states_{};
    std::map<sim::message_id, sim::node_id> senders_;
    sim::moment now_{{}, {}, {}, sim::server_node};
};

}  // namespace

node_states states_after(
    const sim::scenario& script,
    const sim::trace& run,
    sim::event_ordinal last)
{
    support::check(last.value() < run.size(), "the run has this event");
    state_keeper keeper(script);
    for (std::size_t each = 0; each < run.size(); ++each) {
        const bool counts = each <= last.value() || is_in_a_transaction(run[each - 1].what);
        if (!counts) break;
        keeper.apply(run[each]);
    }
    return keeper.take();
}

}  // namespace syncsim::reports
