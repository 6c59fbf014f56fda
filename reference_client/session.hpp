#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>

#include "protocol/channel.hpp"
#include "protocol/variant.hpp"
#include "reference_client/host.hpp"
#include "reference_client/local_store.hpp"

namespace syncsim::reference_client {

/// What a session needs. Everything referred to outlives the session.
struct session_context {
    const protocol::variant& variant;
    local_store& store;
    protocol::channel& server;
    host& device;
    /// Records in one push, and keys in one complete.
    std::size_t push_limit = 500;
    /// About how large a push may become; one record is always taken.
    std::size_t push_bytes_max = std::size_t{512} << 10U;
};

/// What a session that went through has done.
struct sync_summary {
    std::size_t pushed = 0;
    std::size_t pulled = 0;

    friend bool operator==(const sync_summary&, const sync_summary&) = default;
};

/// Runs one session: begin, push, pull, apply, complete (protocol/README.md, "Steps").
///
/// It ends at the first step that fails for good, with that step's error. It may be run again after
/// any failure, and after a crash at any point: what it has done so far is in the store.
boost::asio::awaitable<result<sync_summary>> sync_once(session_context with);

}  // namespace syncsim::reference_client
