#pragma once

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `deletes-stick`: a deleted record is not live again on a device that applied the delete, unless
/// by a write that the delete had not seen.
class deletes_stick {
public:
    void on(const moment& when, const event::device_put& put, const ledger& known, findings& to);
};

}  // namespace syncsim::sim
