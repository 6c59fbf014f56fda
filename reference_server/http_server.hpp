#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "protocol/clocks.hpp"
#include "protocol/error.hpp"
#include "reference_server/endpoint.hpp"

namespace syncsim::reference_server {

/// The endpoint over HTTP/1.1 on the loopback interface, with bounds on everything that a peer
/// could make large or slow.
///
/// Everything happens on the thread that runs the context, and a request is handled without a wait
/// in between: no two requests are ever under way in the store at once.
class http_server {
public:
    struct limits {
        std::size_t body_bytes_max = std::size_t{1} << 20U;
        /// Of the request line and all headers together.
        std::size_t header_bytes_max = std::size_t{8} << 10U;
        /// Further connections are told to come back later.
        std::size_t connections_max = 64;
        /// From the first byte of a request to the end of its headers.
        protocol::duration header_time = std::chrono::seconds{5};
        protocol::duration body_time = std::chrono::seconds{10};
        /// Until the peer has taken the whole reply.
        protocol::duration reply_time = std::chrono::seconds{10};
        /// How long a connection may stay silent between two requests.
        protocol::duration idle_time = std::chrono::seconds{60};
    };

    struct settings {
        http_server::limits limits = {};
        std::function<protocol::server_time()> now;
        /// Is told, a line at a time, of what the one who runs the server should know.
        std::function<void(std::string_view)> report;
    };

    /// `answers` outlives the last run of `runs_on`.
    http_server(boost::asio::io_context& runs_on, endpoint& answers, settings how);
    ~http_server();

    http_server(const http_server&) = delete;
    http_server& operator=(const http_server&) = delete;

    /// Begins to accept connections on 127.0.0.1, and is the port. 0 asks for any free one.
    ///
    /// Errors: the system's, such as `address_in_use`.
    protocol::result<std::uint16_t> listen(std::uint16_t port);

    /// Accepts nothing more, and closes each connection as soon as no reply is under way on it.
    /// The context then runs out of work within `reply_time`.
    void stop();

private:
    class connections;

    std::shared_ptr<connections> connections_;
};

}  // namespace syncsim::reference_server
