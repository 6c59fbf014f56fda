#include "reference_server/http_server.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <exception>
#include <list>
#include <utility>

namespace syncsim::reference_server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using protocol::sync_errc;

namespace {

/// How a wait ends: with its error as the first of its values.
constexpr auto with_error = asio::as_tuple(asio::use_awaitable);

/// How long a peer that was refused may go on sending before the connection is cut. Cut at once,
/// the refusal would be lost with it.
constexpr std::chrono::seconds farewell_time{1};

/// How long nothing is accepted after the system had no room for one more connection.
constexpr std::chrono::milliseconds accept_pause{100};

/// What a peer has sent and we will not answer is thrown away through a buffer of this size.
constexpr std::size_t chunk_bytes = 4096;

constexpr unsigned http_1_1 = 11;

using parser = http::request_parser<http::string_body>;

http_request as_asked(const http::request<http::string_body>& message)
{
    return {
        .method = message.method_string(),
        .target = message.target(),
        .authorization = message[http::field::authorization],
        .content_type = message[http::field::content_type],
        .body = message.body()};
}

/// The peer has gone, or was too slow and has been cut off: nobody reads a reply.
bool is_end(const boost::system::error_code& error)
{
    return error == asio::error::eof || error == asio::error::connection_reset ||
           error == beast::error::timeout || error == http::error::end_of_stream ||
           error == http::error::partial_message;
}

/// What to say about a request that could not be read.
http_reply refusal_of_reading(const boost::system::error_code& error)
{
    if (error == http::error::body_limit) {
        return refusal_of(sync_errc::too_large, "the body is larger than the server takes");
    }
    if (error == http::error::header_limit || error == http::error::buffer_overflow) {
        return http_refusal(431, "the headers are larger than the server takes");
    }
    return http_refusal(400, "this is not HTTP/1.1: " + error.message());
}

}  // namespace

/// The connections of a server. A coroutine that serves one of them shares the ownership, so that
/// it does not matter whether the server or the context goes first.
class http_server::connections : public std::enable_shared_from_this<connections> {
public:
    connections(asio::io_context& runs_on, endpoint& answers, settings how)
        : acceptor_(runs_on), endpoint_(answers), how_(std::move(how))
    {
    }

    protocol::result<std::uint16_t> listen(std::uint16_t port);
    void stop();

private:
    struct connection {
        explicit connection(tcp::socket socket) : stream(std::move(socket)) {}

        beast::tcp_stream stream;
        /// What has been received and not been read: part of the next request.
        beast::flat_buffer received;
        /// A reply is under way.
        bool answering = false;
    };

    /// Runs `work` to its end. A mistake of ours that it throws ends the program.
    void start(asio::awaitable<void> work);

    asio::awaitable<void> accept();
    asio::awaitable<void> serve(std::list<connection>::iterator open);
    asio::awaitable<void> turn_away(tcp::socket socket);

    /// Serves one request; true where another may follow.
    asio::awaitable<bool> exchange(connection& with);
    asio::awaitable<boost::system::error_code> read(connection& from, parser& into);
    asio::awaitable<void> refuse(connection& to, http_reply why);
    asio::awaitable<bool> send(
        connection& to,
        http_reply answer,
        unsigned version,
        bool keep_alive,
        bool without_body);
    static asio::awaitable<void> say_farewell(connection& to);

    tcp::acceptor acceptor_;
    endpoint& endpoint_;
    settings how_;
    std::list<connection> open_;
    bool stopping_ = false;
};

protocol::result<std::uint16_t> http_server::connections::listen(std::uint16_t port)
{
    const tcp::endpoint here{asio::ip::address_v4::loopback(), port};
    boost::system::error_code error;
    if (acceptor_.open(here.protocol(), error)) return error;
    if (acceptor_.set_option(tcp::acceptor::reuse_address{true}, error)) return error;
    if (acceptor_.bind(here, error)) return error;
    if (acceptor_.listen(asio::socket_base::max_listen_connections, error)) return error;
    const auto bound = acceptor_.local_endpoint(error);
    if (error) return error;

    start(accept());
    return bound.port();
}

void http_server::connections::stop()
{
    stopping_ = true;
    boost::system::error_code error;
    if (acceptor_.close(error)) how_.report("cannot stop listening: " + error.message());
    for (auto& each : open_) {
        if (!each.answering) each.stream.close();
    }
}

void http_server::connections::start(asio::awaitable<void> work)
{
    asio::co_spawn(
        acceptor_.get_executor(),
        std::move(work),
        [self = shared_from_this()](const std::exception_ptr& thrown) {
            if (thrown) std::rethrow_exception(thrown);
        });
}

asio::awaitable<void> http_server::connections::accept()
{
    while (!stopping_) {
        auto [error, socket] = co_await acceptor_.async_accept(with_error);
        if (stopping_) break;
        if (error) {
            how_.report(fmt::format("cannot accept a connection: {}", error.message()));
            asio::steady_timer pause{acceptor_.get_executor(), accept_pause};
            co_await pause.async_wait(with_error);
        } else if (open_.size() >= how_.limits.connections_max) {
            // One at a time: who is turned away must not cost more than who is served.
            co_await turn_away(std::move(socket));
        } else {
            start(serve(open_.emplace(open_.end(), std::move(socket))));
        }
    }
}

asio::awaitable<void> http_server::connections::serve(std::list<connection>::iterator open)
{
    while (!stopping_) {
        const bool another = co_await exchange(*open);
        if (!another) break;
    }
    open->stream.close();
    open_.erase(open);
}

asio::awaitable<void> http_server::connections::turn_away(tcp::socket socket)
{
    connection brief{std::move(socket)};
    auto busy = refusal_of(sync_errc::unavailable, "the server has all the connections it takes");
    busy.headers.emplace_back("Retry-After", "1");
    co_await refuse(brief, std::move(busy));
}

asio::awaitable<bool> http_server::connections::exchange(connection& with)
{
    if (with.received.size() == 0) {
        with.stream.expires_after(how_.limits.idle_time);
        const auto [error, bytes] =
            co_await with.stream.async_read_some(with.received.prepare(chunk_bytes), with_error);
        if (error) co_return false;
        with.received.commit(bytes);
    }

    parser incoming;
    incoming.header_limit(static_cast<std::uint32_t>(how_.limits.header_bytes_max));
    incoming.body_limit(how_.limits.body_bytes_max);
    const auto error = co_await read(with, incoming);
    if (stopping_ || is_end(error)) co_return false;
    if (error) {
        co_await refuse(with, refusal_of_reading(error));
        co_return false;
    }

    const auto& message = incoming.get();
    auto answer = endpoint_.answer(as_asked(message), how_.now());
    constexpr unsigned first_error_of_ours = 500;
    if (answer.status >= first_error_of_ours) {
        how_.report(fmt::format(
            "{} {}: {}",
            std::string_view(message.method_string()),
            std::string_view(message.target()),
            answer.body));
    }
    co_return co_await send(
        with,
        std::move(answer),
        message.version(),
        message.keep_alive(),
        message.method() == http::verb::head);
}

asio::awaitable<boost::system::error_code> http_server::connections::read(
    connection& from,
    parser& into)
{
    from.stream.expires_after(how_.limits.header_time);
    const auto [in_header, header_bytes] =
        co_await http::async_read_header(from.stream, from.received, into, with_error);
    if (in_header) co_return in_header;

    from.stream.expires_after(how_.limits.body_time);
    if (beast::iequals(into.get()[http::field::expect], "100-continue")) {
        constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        const auto [in_go_on, sent] = co_await asio::async_write(
            from.stream, asio::buffer(go_on.data(), go_on.size()), with_error);
        if (in_go_on) co_return in_go_on;
    }
    const auto [in_body, body_bytes] =
        co_await http::async_read(from.stream, from.received, into, with_error);
    co_return in_body;
}

/// What follows the request cannot be told from what belongs to it: the connection ends.
asio::awaitable<void> http_server::connections::refuse(connection& to, http_reply why)
{
    co_await send(to, std::move(why), http_1_1, false, false);
    co_await say_farewell(to);
}

asio::awaitable<bool> http_server::connections::send(
    connection& to,
    http_reply answer,
    unsigned version,
    bool keep_alive,
    bool without_body)
{
    http::response<http::string_body> message{static_cast<http::status>(answer.status), version};
    message.set(http::field::content_type, answer.content_type);
    for (const auto& [name, content] : answer.headers) message.set(name, content);
    message.body() = std::move(answer.body);
    message.prepare_payload();
    message.keep_alive(keep_alive && !stopping_);
    http::response_serializer<http::string_body> serializer{message};

    to.answering = true;
    to.stream.expires_after(how_.limits.reply_time);
    boost::system::error_code error;
    if (without_body) {
        error = std::get<0>(co_await http::async_write_header(to.stream, serializer, with_error));
    } else {
        error = std::get<0>(co_await http::async_write(to.stream, serializer, with_error));
    }
    to.answering = false;
    co_return !error && message.keep_alive();
}

asio::awaitable<void> http_server::connections::say_farewell(connection& to)
{
    boost::system::error_code ended;
    ended = to.stream.socket().shutdown(tcp::socket::shutdown_send, ended);
    to.stream.expires_after(farewell_time);
    std::array<char, chunk_bytes> ignored{};
    while (!ended) {
        const auto [error, bytes] =
            co_await to.stream.async_read_some(asio::buffer(ignored), with_error);
        ended = error;
    }
}

http_server::http_server(asio::io_context& runs_on, endpoint& answers, settings how)
    : connections_(std::make_shared<connections>(runs_on, answers, std::move(how)))
{
}

http_server::~http_server() = default;

protocol::result<std::uint16_t> http_server::listen(std::uint16_t port)
{
    return connections_->listen(port);
}

void http_server::stop()
{
    connections_->stop();
}

}  // namespace syncsim::reference_server
