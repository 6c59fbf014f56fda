#pragma once

#include <map>
#include <vector>

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `honest-success`: when a device says that it has synced, nothing that was unsent there when that
/// sync began is still unsent.
class honest_success {
public:
    void on(const moment& when, const event::sync_began& began, const ledger& known, findings&);
    void on(const moment& when, const event::sync_ended& ended, const ledger& known, findings& to);

private:
    /// By sync that goes on.
    std::map<sync_index, std::vector<write_index>> unsent_before_;
};

}  // namespace syncsim::sim
