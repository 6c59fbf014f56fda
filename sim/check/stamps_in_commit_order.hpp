#pragma once

#include <optional>

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `stamps-in-commit-order`: of two commits the later has the greater stamps. What one commit
/// stores becomes visible at once, so its own stamps may be equal, and so may those of a write that
/// is stored again.
class stamps_in_commit_order {
public:
    void on(const moment& when, const event::server_put& put, const ledger& known, findings& to);
    void on(const moment& when, const event::server_committed&, const ledger& known, findings& to);

private:
    struct stamped {
        protocol::stamp at;
        std::optional<write_index> write;
        event_ordinal since;
    };
    /// Of the commits before, and of the one whose events are coming in.
    std::optional<stamped> greatest_;
    std::optional<stamped> greatest_of_commit_;
};

}  // namespace syncsim::sim
