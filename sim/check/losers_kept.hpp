#pragma once

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `losers-kept`: every body that lost a conflict which the server recorded is there at the end: as
/// a record of its own, in a body that has seen it, or deleted by somebody who had seen it. A
/// delete that lost has no body to keep.
class losers_kept {
public:
    void on(const moment& when, const event::quiescent&, const ledger& known, findings& to);
};

}  // namespace syncsim::sim
