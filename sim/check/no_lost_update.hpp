#pragma once

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `no-lost-update`: at the end, a write that the server does not hold was followed by one that had
/// seen it, is kept as a loser, or lost to a concurrent write in a conflict that the server
/// recorded.
class no_lost_update {
public:
    void on(const moment& when, const event::quiescent&, const ledger& known, findings& to);
};

}  // namespace syncsim::sim
