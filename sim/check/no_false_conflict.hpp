#pragma once

#include <set>

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `no-false-conflict`: only writes of which neither had seen the other are called a conflict, and
/// only what lost one is kept as a copy.
class no_false_conflict {
public:
    void on(
        const moment& when,
        const event::server_conflict& met,
        const ledger& known,
        findings& to);
    void on(const moment& when, const event::server_put& put, const ledger& known, findings& to);

private:
    /// Keys of kept losers. What is stored under one of them later is the work of users on it.
    std::set<protocol::record_key> copies_;
};

}  // namespace syncsim::sim
