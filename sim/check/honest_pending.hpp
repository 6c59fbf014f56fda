#pragma once

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `honest-pending`: pending is cleared only for a write that the server durably holds, held before
/// a later one, kept as a loser, or refused for good.
class honest_pending {
public:
    void on(
        const moment& when,
        const event::device_committed& commit,
        const ledger& known,
        findings& to);
};

}  // namespace syncsim::sim
