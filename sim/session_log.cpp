#include "sim/session_log.hpp"

#include <variant>

namespace syncsim::sim {
namespace {

std::optional<protocol::session_id> session_of(const protocol::request& message)
{
    return std::visit(
        [](const auto& asked) -> std::optional<protocol::session_id> {
            if constexpr (requires { asked.session; }) return asked.session;
            return std::nullopt;
        },
        message);
}

}  // namespace

void session_log::apply(const moment& when, const happening& what)
{
    const auto take_note = [&](const auto& each) {
        if constexpr (requires { note(when, each); }) note(when, each);
    };
    std::visit(take_note, what);
}

const session_view* session_log::find(const protocol::session_id& which) const
{
    const auto found = sessions_.find(which);
    return found == sessions_.end() ? nullptr : &found->second;
}

std::optional<event_ordinal> session_log::later_begin(node_id device, sync_index than) const
{
    const auto found = begun_.find(device);
    if (found == begun_.end() || found->second.sync <= than) return std::nullopt;
    return found->second.sent;
}

void session_log::note(const moment& when, const event::sync_began& what)
{
    if (syncs_.size() <= what.sync.value()) syncs_.resize(what.sync.value() + 1U);
    auto& started = syncs_[what.sync.value()];
    started.device = when.node;
    started.began = when.ordinal;
}

void session_log::note(const moment&, const event::sync_ended& what)
{
    syncs_[what.sync.value()].pages = {};
}

void session_log::note(const moment& when, const event::request_sent& what)
{
    if (messages_.size() <= what.message.value()) messages_.resize(what.message.value() + 1U);
    messages_[what.message.value()] = {
        .sync = what.sync,
        .device = what.device,
        .step = step_of(*what.content),
        .session = session_of(*what.content),
        .sent = when.ordinal,
        .committed = {},
        .answered = {},
        .taken = {}};

    const auto* const pull = std::get_if<protocol::pull_request>(&*what.content);
    auto& by = syncs_[what.sync.value()];
    if (pull == nullptr || by.has_asked) return;
    by.has_asked = true;
    if (pull->after) by.after = pull->after;
}

void session_log::note(const moment& when, const event::reply_sent& what)
{
    auto& answered = messages_[what.message.value()].answered;
    if (!answered) answered = when.ordinal;
}

void session_log::note(const moment& when, const event::message_delivered& what)
{
    auto& message = messages_[what.message.value()];
    if (!what.is_reply) message.arrived = when.local;
    if (!what.taken) return;
    if (!message.taken) message.taken = when.ordinal;
    if (*what.taken) take(syncs_[message.sync.value()], what.message, what);
}

void session_log::take(sync_view& by, message_id answered, const event::message_delivered& what)
{
    const auto& content = **what.taken;
    if (const auto* const grant = std::get_if<protocol::begin_reply>(&content)) {
        by.after = grant->last_sync;
        by.upper = grant->max_checkin;
    }
    const auto* const page = std::get_if<protocol::pull_reply>(&content);
    if (page == nullptr) return;
    if (page->max_checkin) by.upper = page->max_checkin;
    by.pages.push_back({.message = answered, .content = what.taken});
    by.has_pulled = protocol::is_last_page(*page);
}

void session_log::note(const moment& when, const event::server_committed& what)
{
    auto& message = messages_[what.message.value()];
    if (!message.committed) message.committed = when.ordinal;
    if (message.step == protocol::step::begin) {
        auto& latest =
            begun_.try_emplace(message.device, begun{message.sync, message.sent}).first->second;
        if (latest.sync < message.sync) latest = {.sync = message.sync, .sent = message.sent};
    }
    if (!what.session) return;

    const auto [found, is_first] = sessions_.try_emplace(
        what.session->id,
        session_view{
            .device = message.device,
            .sync = message.sync,
            .opened = what.session->opened,
            .completed = {}});
    const bool is_completed = what.session->state == protocol::session_state::completed;
    if (is_completed && !found->second.completed) found->second.completed = when.ordinal;
}

}  // namespace syncsim::sim
