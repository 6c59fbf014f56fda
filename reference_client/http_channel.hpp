#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <memory>
#include <string>

#include "protocol/channel.hpp"
#include "protocol/clocks.hpp"
#include "reference_client/server_address.hpp"

namespace syncsim::reference_client {

/// A server over HTTP/1.1. One connection is kept for as long as calls go well.
///
/// What a failure ends a call with, besides the server's own refusals:
///   unavailable   no connection was made: the server has seen nothing
///   timed_out     the connection ended, or the time was up, before there was any reply
///   bad_reply     what came is not a reply, or not a whole one
///
/// One call at a time, on the thread that runs the executor. A name is looked up for as long as the
/// system takes; everything after that is bounded.
class http_channel final : public protocol::channel {
public:
    struct settings {
        server_address server;
        /// The bearer token that names the owner.
        std::string token;
        protocol::duration connect_time = std::chrono::seconds{5};
        /// From the first byte of a request to the last one of its reply.
        protocol::duration reply_time = std::chrono::seconds{15};
        std::size_t reply_bytes_max = std::size_t{64} << 20U;
    };

    http_channel(boost::asio::any_io_executor on, settings how);
    ~http_channel() override;

    boost::asio::awaitable<protocol::result<protocol::reply>> call(
        protocol::request message) override;

    /// What the server said, for people, when it refused the last call; empty where it did not.
    const std::string& detail() const noexcept { return detail_; }

private:
    struct connection;

    boost::asio::awaitable<protocol::result<std::unique_ptr<connection>>> connect();

    boost::asio::any_io_executor on_;
    settings how_;
    /// None before the first call and after one that failed.
    std::unique_ptr<connection> open_;
    std::string detail_;
};

}  // namespace syncsim::reference_client
