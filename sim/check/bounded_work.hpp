#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `bounded-work`: once a run has settled, a session moves no records and writes nothing but its
/// own session and cursor rows, and no push is refused in the same way twice.
///
/// Judged by each device's session in the last settle round, where there are three or more.
class bounded_work {
public:
    void on(const moment& when, const event::settle_began&, const ledger&, findings&);
    void on(const moment& when, const event::sync_began& began, const ledger&, findings&);
    void on(const moment& when, const event::request_sent& sent, const ledger& known, findings&);
    void on(const moment& when, const event::reply_sent& sent, const ledger& known, findings& to);
    void on(
        const moment& when,
        const event::server_committed& commit,
        const ledger& known,
        findings&);
    void on(const moment& when, const event::device_put& put, const ledger& known, findings&);
    void on(const moment& when, const event::device_removed& removed, const ledger&, findings&);
    void on(const moment& when, const event::quiescent&, const ledger& known, findings& to);

private:
    /// Something that a session of a device should not have done any more.
    struct work {
        event_ordinal at;
        std::string what;
        std::optional<record_index> record;
    };
    /// A device's latest session while the run settles.
    struct session {
        sync_index sync;
        int round = 0;
        std::optional<work> first_work;
    };
    /// A push, as the one device that sent it may repeat it, and how it was refused.
    using refusal = std::tuple<node_id, std::uint64_t, protocol::sync_errc>;

    void add(node_id device, work done);

    bool settling_ = false;
    std::map<node_id, session> sessions_;
    std::map<message_id, std::uint64_t> pushes_;
    std::map<refusal, event_ordinal> refusals_;
};

}  // namespace syncsim::sim
