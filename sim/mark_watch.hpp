#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <vector>

#include "protocol/variant.hpp"
#include "sim/ledger.hpp"
#include "sim/mark.hpp"
#include "sim/scenario.hpp"
#include "sim/trace.hpp"

namespace syncsim::sim {

/// Recognizes the marks of a run in its events.
class mark_watch {
public:
    /// Both outlive it.
    mark_watch(const scenario& script, const protocol::variant& variant);

    /// Takes note of what happened; `before` is as it was until then.
    void operator()(const moment& when, const happening& what, const ledger& before);

    bool has_reached(mark which) const { return reached_[static_cast<std::size_t>(which)]; }

private:
    /// A sync as far as its messages show it.
    struct session {
        node_id device;
        bool has_pushed = false;
        /// Where the next page begins after the one that the server gave last.
        std::optional<protocol::cursor> next;
        bool asks_for_next = false;
        bool stored_since_page = false;
        /// The stamp at which that page ended.
        std::optional<protocol::stamp> edge;
        /// How many commits the page that has arrived takes at the device.
        std::size_t commits_to_come = 0;
        /// The last page is at the device; it is applied there; the server has closed the session.
        bool has_all_pages = false;
        bool has_applied = false;
        bool is_complete = false;
    };

    void reach(mark which) { reached_[static_cast<std::size_t>(which)] = true; }
    session& session_at(sync_index which) { return sessions_[which.value()]; }
    /// Visits the device's syncs that run.
    template <class Visit>
    void visit_open(node_id device, Visit visit);

    void on(const moment& when, const event::local_work& what, const ledger& before);
    void on(const moment& when, const event::sync_began& what, const ledger& before);
    void on(const moment& when, const event::sync_ended& what, const ledger& before);
    void on(const moment& when, const event::request_sent& what, const ledger& before);
    void on(const moment& when, const event::reply_sent& what, const ledger& before);
    void on(const moment& when, const event::message_delivered& what, const ledger& before);
    void on(const moment& when, const event::server_put& what, const ledger& before);
    void on(const moment& when, const event::server_removed& what, const ledger& before);
    void on(const moment& when, const event::server_conflict& what, const ledger& before);
    void on(const moment& when, const event::server_committed& what, const ledger& before);
    void on(const moment& when, const event::device_committed& what, const ledger& before);
    void on(const moment& when, const event::crashed& what, const ledger& before);
    void on(const moment& when, const event::settle_began& what, const ledger& before);

    void refused(protocol::sync_errc why);
    void answered(sync_index sync, const protocol::begin_reply& answer);
    void answered(sync_index sync, const protocol::push_reply& answer);
    void answered(sync_index sync, const protocol::pull_reply& answer);
    void answered(sync_index sync, const protocol::complete_reply& answer);
    void request_arrives(message_id which, const ledger& before);
    void page_arrives(session& in, const protocol::pull_reply& page, const ledger& before);
    void look_at_stamp(const protocol::record& version, const server_row* replaced);
    void something_is_stored();

    const scenario& script_;
    const protocol::variant& variant_;
    std::bitset<64> reached_;
    std::vector<session> sessions_;
    std::vector<sync_index> open_;
    /// By node: its last sync failed.
    std::vector<bool> failed_last_;
    std::optional<protocol::stamp> highest_;
    bool begun_since_highest_ = false;
    std::optional<duration> last_commit_;
    bool is_settling_ = false;
};

}  // namespace syncsim::sim
