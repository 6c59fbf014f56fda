#pragma once

#include <optional>

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `stamps-in-commit-order`: the stamps of committed versions are a strict order, without ties, and
/// it is the order of their commits.
class stamps_in_commit_order {
public:
    void on(const moment& when, const event::server_put& put, const ledger& known, findings& to);

private:
    struct stamped {
        protocol::stamp at;
        std::optional<write_index> write;
        event_ordinal since;
    };
    std::optional<stamped> greatest_;
};

}  // namespace syncsim::sim
