#pragma once

#include <map>
#include <utility>
#include <vector>

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `session-guarantees`: what a device shows of a record never goes back to a version that had been
/// replaced there by one that had seen it, and a device's own write stays visible there: it, a kept
/// copy of it, or a version that has seen it.
///
/// Unless the server recorded a conflict in which the later version lost, or refused it, or it was
/// deleted. A record that is back after its delete is the business of `deletes-stick`.
class session_guarantees {
public:
    void on(
        const moment& when,
        const event::device_committed& commit,
        const ledger& known,
        findings& to);

private:
    void judge(const moment& when, record_index record, const ledger& known, findings& to);

    /// By device and record: what the device has shown, without what was shown before a version
    /// that had seen it.
    std::map<std::pair<node_id, record_index>, std::vector<write_index>> shown_;
};

}  // namespace syncsim::sim
