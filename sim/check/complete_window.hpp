#pragma once

#include <map>
#include <set>

#include "protocol/variant.hpp"
#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `complete-window`: when a sync has gone through, the device has applied or parked every current
/// version up to the `max_checkin` of its session. What it shows as refused is apart.
class complete_window {
public:
    explicit complete_window(const protocol::variant& of) : variant_(of) {}

    void on(const moment& when, const event::server_put& put, const ledger& known, findings&);
    void on(const moment& when, const event::sync_ended& ended, const ledger& known, findings& to);

private:
    void judge(
        const moment& when,
        const sync_view& sync,
        const protocol::record_key& key,
        const ledger& known,
        findings& to) const;

    const protocol::variant& variant_;
    /// By device: keys of which the server stored a version that was not applied there then.
    std::map<node_id, std::set<protocol::record_key>> unread_;
};

}  // namespace syncsim::sim
