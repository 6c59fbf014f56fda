#pragma once

#include <map>
#include <set>

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

    void on(const moment& when, const event::request_sent& sent, const ledger&, findings&);
    void on(
        const moment& when,
        const event::message_delivered& arrival,
        const ledger& known,
        findings& to);
    void on(const moment& when, const event::sync_ended& ended, const ledger&, findings&);

private:
    const protocol::variant& variant_;
    /// By sync that goes on: the local ids of the creates it has pushed, where what they made is
    /// appended to its pull.
    std::map<sync_index, std::set<protocol::local_id>> created_;
};

}  // namespace syncsim::sim
