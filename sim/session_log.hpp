#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "sim/trace.hpp"

namespace syncsim::sim {

/// A request on the network, with what became of it.
struct message_view {
    sync_index sync;
    node_id device;
    protocol::step step{};
    /// The session that it names; none for a begin.
    std::optional<protocol::session_id> session;
    event_ordinal sent;
    /// What the server's clock showed when a copy of it arrived last.
    duration arrived{0};
    /// When the server's first transaction for it was committed, and when it was first answered.
    std::optional<event_ordinal> committed;
    std::optional<event_ordinal> answered;
    /// When the device first took an answer to it.
    std::optional<event_ordinal> taken;
};

/// A sync of a device, as far as it has come.
struct sync_view {
    node_id device;
    event_ordinal began;
    /// Where its pull begins, and how far it goes: known once it has asked, and once it was told.
    std::optional<protocol::cursor> after;
    std::optional<protocol::stamp> upper;

    /// A reply to its pull that the device took.
    struct page {
        message_id message;
        std::shared_ptr<const protocol::result<protocol::reply>> content;

        const protocol::pull_reply& reply() const
        {
            return std::get<protocol::pull_reply>(**content);
        }
    };
    /// In their order; forgotten when the sync ends.
    std::vector<page> pages;
    /// The last page was among them.
    bool has_pulled = false;

    /// The pull has been asked for.
    bool has_asked = false;
};

/// A session, as the server's transactions have left it.
struct session_view {
    node_id device;
    sync_index sync;
    /// By the server's clock.
    protocol::server_time opened;
    /// The complete that closed it was committed.
    std::optional<event_ordinal> completed;
};

/// What messages and commits have told of the syncs of a run and of their sessions.
///
/// REQUIRES: events come in their order.
class session_log {
public:
    /// Takes note of what happened.
    void apply(const moment& when, const happening& what);

    const message_view& operator[](message_id which) const { return messages_[which.value()]; }
    const sync_view& operator[](sync_index which) const { return syncs_[which.value()]; }
    /// Null for a session that the server has never stored.
    const session_view* find(const protocol::session_id& which) const;
    /// When the begin of a later sync of the device was sent, if the server has taken one.
    std::optional<event_ordinal> later_begin(node_id device, sync_index than) const;

private:
    void note(const moment& when, const event::sync_began& what);
    void note(const moment& when, const event::sync_ended& what);
    void note(const moment& when, const event::request_sent& what);
    void note(const moment& when, const event::reply_sent& what);
    void note(const moment& when, const event::message_delivered& what);
    void note(const moment& when, const event::server_committed& what);
    void take(sync_view& by, message_id answered, const event::message_delivered& what);

    std::vector<message_view> messages_;
    std::vector<sync_view> syncs_;
    std::map<protocol::session_id, session_view> sessions_;

    /// By device: the latest sync whose begin the server has taken.
    struct begun {
        sync_index sync;
        event_ordinal sent;
    };
    std::map<node_id, begun> begun_;
};

}  // namespace syncsim::sim
