#pragma once

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `one-identity`: on a device at most one live row a record, never one under `local_id` and
/// another under the key. Kept losers are records of their own.
class one_identity {
public:
    void on(const moment& when, const event::device_committed&, const ledger& known, findings& to);
};

}  // namespace syncsim::sim
