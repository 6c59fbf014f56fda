#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "protocol/variant.hpp"
#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `gap-free-windows`: no current version stands behind the windows that a device has read to their
/// end and at or before the bound at which its next one begins.
///
/// A window counts as read once everything that its pages brought is durable at the device, and at
/// the latest when its session sends a complete. What pages brought from outside of the window, the
/// session's own creates, counts as read with it.
class gap_free_windows {
public:
    explicit gap_free_windows(const protocol::variant& of) : variant_(of) {}

    void on(
        const moment& when,
        const event::message_delivered& arrival,
        const ledger& known,
        findings& to);
    void on(const moment& when, const event::device_committed&, const ledger& known, findings& to);
    void on(const moment& when, const event::request_sent& sent, const ledger& known, findings& to);
    void on(const moment& when, const event::sync_ended& ended, const ledger&, findings&);

private:
    /// A pull whose last page has arrived, and how much of its pages is known to be durable.
    struct pull {
        sync_index sync;
        std::size_t page = 0;
        std::size_t record = 0;
    };
    /// What a device has read.
    struct coverage {
        /// The end of its windows, and the event with which the one that got so far was read.
        std::optional<protocol::stamp> until;
        event_ordinal since;
        /// Beyond that end.
        std::set<position> beyond;
    };

    bool is_durable(pull& one, const ledger& known) const;
    bool covers(const coverage& read, const position& which) const;
    void read(const moment& when, const pull& one, const ledger& known, findings& to);
    void extend(coverage& read, const moment& when, const sync_view& by) const;

    const protocol::variant& variant_;
    std::vector<pull> pulls_;
    std::map<node_id, coverage> coverages_;
};

}  // namespace syncsim::sim
