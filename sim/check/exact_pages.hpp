#pragma once

#include <map>
#include <vector>

#include "protocol/variant.hpp"
#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `exact-pages`: the pages of a pull that a device has taken to its end hold each version that was
/// in the window from the last page on, once, and nothing that was never in it.
///
/// The session's own creates are apart where they are appended to its pull.
class exact_pages {
public:
    explicit exact_pages(const protocol::variant& of) : variant_(of) {}

    void on(const moment& when, const event::server_put& put, const ledger&, findings&);
    void on(
        const moment& when,
        const event::server_committed& commit,
        const ledger& known,
        findings&);
    void on(
        const moment& when,
        const event::message_delivered& arrival,
        const ledger& known,
        findings& to);
    void on(const moment& when, const event::sync_ended& ended, const ledger&, findings&);

private:
    const protocol::variant& variant_;
    /// Of the transaction whose events are coming in.
    std::vector<protocol::record_key> stored_;
    /// By sync that goes on: what its session has stored, where that is appended to its pull.
    std::map<sync_index, std::set<protocol::record_key>> own_;
};

}  // namespace syncsim::sim
