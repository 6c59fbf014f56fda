#pragma once

#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `unique-keys`: no two server records share a key, and a key never changes the create it came
/// from.
class unique_keys {
public:
    void on(const moment& when, const event::server_put& put, const ledger& known, findings& to);

private:
    struct origin {
        record_index record;
        bool is_copy;
        event_ordinal since;
    };
    /// By key, keys of removed records included: what it was given to first.
    std::map<protocol::record_key, origin> origins_;
};

}  // namespace syncsim::sim
