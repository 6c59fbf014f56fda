#pragma once

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `no-stuck-pending`: at the end nothing that has no final verdict is pending.
class no_stuck_pending {
public:
    void on(const moment& when, const event::quiescent&, const ledger& known, findings& to);
};

}  // namespace syncsim::sim
