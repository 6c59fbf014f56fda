#pragma once

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `no-invention`: every record and body anywhere descends from a write in the ledger.
class no_invention {
public:
    void on(const moment& when, const event::server_put& put, const ledger& known, findings& to);
    void on(const moment& when, const event::device_put& put, const ledger& known, findings& to);
};

}  // namespace syncsim::sim
