#pragma once

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `eventual-convergence`: at the end the server and every device show the same live records with
/// the same bodies, and no device shows a deleted one. Refused and parked ones are apart.
class eventual_convergence {
public:
    void on(const moment& when, const event::quiescent&, const ledger& known, findings& to);
};

}  // namespace syncsim::sim
