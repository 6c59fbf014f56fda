#pragma once

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `cursor-sound`: whatever a device would use as its next lower bound, every current version of
/// the server at or below it is durably applied or parked there.
class cursor_sound {
public:
    void on(const moment& when, const event::server_put& put, const ledger& known, findings& to);
    void on(
        const moment& when,
        const event::server_cursor& moved,
        const ledger& known,
        findings& to);
    void on(const moment& when, const event::server_committed&, const ledger& known, findings& to);
    void on(const moment& when, const event::device_cursor&, const ledger& known, findings& to);
    void on(const moment& when, const event::device_committed&, const ledger& known, findings& to);

private:
    /// Of the transaction whose events are coming in: what has to be looked at after its commit.
    std::vector<protocol::record_key> stored_;
    std::vector<node_id> moved_;
};

}  // namespace syncsim::sim
