#pragma once

#include <vector>

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `session-isolation`: a message of a session that is over changes nothing, and no session changes
/// what the server keeps of another device, except through records.
///
/// A session is over once its complete or the begin of a later sync of its device was committed, or
/// its lease has ended, whether or not the variant's own rule says so.
class session_isolation {
public:
    void on(const moment& when, const event::server_cursor& moved, const ledger&, findings&);
    void on(
        const moment& when,
        const event::server_committed& commit,
        const ledger& known,
        findings& to);

private:
    void judge_end(
        const moment& when,
        const message_view& message,
        const ledger& known,
        findings& to) const;

    struct cursor_move {
        event_ordinal at;
        node_id of;
    };
    /// Of the transaction whose events are coming in.
    std::vector<cursor_move> moves_;
};

}  // namespace syncsim::sim
