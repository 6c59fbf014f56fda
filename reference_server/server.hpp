#pragma once

#include <cstddef>

#include "protocol/clocks.hpp"
#include "protocol/error.hpp"
#include "protocol/messages.hpp"
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
    };

    /// `keeps` outlives the server.
    server(settings how, store& keeps);

    /// Answers one request of an owner's device. `now` is the server's clock as it handles it.
    ///
    /// Errors: those of `sync_errc` that say what is wrong with the request or its session;
    /// `record_refused` and `too_large`; an error of the store, after which nothing has changed.
    result<protocol::reply> handle(
        const protocol::owner_id& owner,
        const protocol::request& request,
        protocol::server_time now);

private:
    class exchange;

    settings how_;
    store& store_;
};

}  // namespace syncsim::reference_server
