#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "protocol/clocks.hpp"
#include "protocol/error.hpp"
#include "protocol/messages.hpp"
#include "protocol/support/uuid.hpp"
#include "protocol/variant.hpp"
#include "reference_server/store.hpp"

namespace syncsim::reference_server {

/// The server's side of the protocol: a function of a request, its store and its clock.
///
/// It does no I/O of its own and never waits. Each request is one transaction, which is committed
/// before the reply exists; a request that is refused changes nothing.
class server {
public:
    struct settings {
        protocol::variant variant;
        /// Records in one reply to a pull, where the variant cuts pulls into pages.
        std::size_t page_limit = 100;
        std::size_t push_limit = 1'000;
        /// The largest value of a record, in bytes of JSON text.
        std::size_t value_bytes_max = 65'536;
        /// How long a session lives by the server's clock.
        protocol::duration lease = std::chrono::minutes{10};
        /// Names records, where the variant leaves that to chance (question `server_key`); needed
        /// there only.
        std::function<support::uuid()> draw_key;
    };

    /// `keeps` outlives the server.
    server(settings how, store& keeps);

    /// Takes note of a request that has arrived and will be handled later: where stamps are given
    /// out on arrival, one is from here on. `now` is the server's clock, which `handle` is told.
    void receive(const protocol::request& request, protocol::server_time now);

    /// Answers one request of an owner's device. `arrived` is the server's clock as it was
    /// received, `now` as it is handled.
    ///
    /// Errors: those of `sync_errc` that say what is wrong with the request or its session;
    /// `record_refused` and `too_large`; an error of the store, after which nothing has changed.
    result<protocol::reply> handle(
        const protocol::owner_id& owner,
        const protocol::request& request,
        protocol::server_time arrived,
        protocol::server_time now);

    /// The same for a request that arrives and is handled at once.
    result<protocol::reply> handle(
        const protocol::owner_id& owner,
        const protocol::request& request,
        protocol::server_time now);

private:
    class exchange;

    settings how_;
    store& store_;
    /// The newest stamp that was given out on arrival, in ticks; it need not survive a restart, as
    /// what it was given to does not.
    std::int64_t newest_given_ = 0;
};

}  // namespace syncsim::reference_server
