#pragma once

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `no-lost-record`: a create whose local commit returned is pending on its device, held by the
/// server or kept as a loser, unless it was refused for good or deleted by somebody who had seen
/// it.
class no_lost_record {
public:
    void on(const moment& when, const event::server_committed&, const ledger& known, findings& to);
    void on(const moment& when, const event::device_committed&, const ledger& known, findings& to);
    void on(const moment& when, const event::quiescent&, const ledger& known, findings& to);
};

}  // namespace syncsim::sim
