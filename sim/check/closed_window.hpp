#pragma once

#include <optional>

#include "protocol/variant.hpp"
#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `closed-window`: once `max_checkin` was handed out, by a begin or with a first page, nothing
/// becomes visible inside a window that ends there.
class closed_window {
public:
    explicit closed_window(const protocol::variant& of) : variant_(of) {}

    void on(
        const moment& when,
        const event::server_committed& commit,
        const ledger& known,
        findings& to);
    void on(const moment& when, const event::server_put& put, const ledger& known, findings& to);

private:
    const protocol::variant& variant_;

    /// The highest bound so far, and the request with which it was handed out.
    struct bound {
        protocol::stamp at;
        message_id by;
    };
    std::optional<bound> highest_;
};

}  // namespace syncsim::sim
