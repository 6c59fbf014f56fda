#pragma once

#include <optional>

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `idempotent-delivery`: a message that is delivered again, at any later time, changes nothing but
/// bookkeeping: no record at the server or on a device, and no conflict is noted.
class idempotent_delivery {
public:
    void on(
        const moment& when,
        const event::server_committed& commit,
        const ledger& known,
        findings& to);
    void on(
        const moment& when,
        const event::message_delivered& arrival,
        const ledger& known,
        findings& to);
    void on(
        const moment& when,
        const event::device_committed& commit,
        const ledger& known,
        findings& to);

private:
    /// The reply that arrived last, where its device had taken one to the same request before.
    struct repeated_reply {
        node_id device;
        message_id message;
        event_ordinal at;
    };
    std::optional<repeated_reply> again_;
};

}  // namespace syncsim::sim
