#pragma once

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `pending-shield`: applying a pull never replaces a pending body except by the conflict rule.
class pending_shield {
public:
    void on(
        const moment& when,
        const event::device_committed& commit,
        const ledger& known,
        findings& to);
};

}  // namespace syncsim::sim
