#pragma once

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `payload-preserved`: at the end every version has the members that the software does not know,
/// as the users of that software have set them, at the server and on every device.
class payload_preserved {
public:
    void on(const moment& when, const event::quiescent&, const ledger& known, findings& to);
};

}  // namespace syncsim::sim
