#pragma once

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `create-once`: at most one server record for each create of the ledger, and at most one kept
/// copy for each losing write.
class create_once {
public:
    void on(const moment& when, const event::server_put& put, const ledger& known, findings& to);
};

}  // namespace syncsim::sim
