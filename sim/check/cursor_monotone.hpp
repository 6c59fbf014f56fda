#pragma once

#include <map>
#include <optional>

#include "protocol/variant.hpp"
#include "sim/check/findings.hpp"

namespace syncsim::sim {

/// `cursor-monotone`: what a device would use as its next lower bound, wherever the variant keeps
/// it, never goes back.
class cursor_monotone {
public:
    explicit cursor_monotone(const protocol::variant& of);

    void on(
        const moment& when,
        const event::server_cursor& moved,
        const ledger& known,
        findings& to);
    void on(
        const moment& when,
        const event::device_cursor& moved,
        const ledger& known,
        findings& to);

private:
    void move(
        const moment& when,
        node_id device,
        const std::optional<protocol::cursor>& to,
        const ledger& known,
        findings& report_to);

    bool kept_by_server_;

    struct standing {
        std::optional<protocol::cursor> at;
        event_ordinal since;
    };
    std::map<node_id, standing> standings_;
};

}  // namespace syncsim::sim
