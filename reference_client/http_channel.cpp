#include "reference_client/http_channel.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <limits>
#include <utility>

#include "protocol/codec.hpp"

namespace syncsim::reference_client {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using namespace protocol;

struct http_channel::connection {
    explicit connection(const asio::any_io_executor& on) : stream(on) {}

    beast::tcp_stream stream;
    beast::flat_buffer received;
};

namespace {

/// How a wait ends: with its error as the first of its values.
constexpr auto with_error = asio::as_tuple(asio::use_awaitable);

using http_request = http::request<http::string_body>;
using http_parser = http::response_parser<http::string_body>;

constexpr unsigned http_1_1 = 11;
constexpr unsigned ok = 200;
constexpr std::string_view json_type = "application/json";
constexpr std::string_view problem_type = "application/problem+json";

http_request as_http(const request& message, const http_channel::settings& how)
{
    http_request post{
        http::verb::post,
        "/v1/sync/" + std::string(name(step_of(message))),
        http_1_1,
        encode(message)};
    post.set(http::field::host, to_string(how.server));
    post.set(http::field::authorization, "Bearer " + how.token);
    post.set(http::field::content_type, json_type);
    post.set(http::field::accept, "application/json, application/problem+json");
    post.prepare_payload();
    return post;
}

/// A reply may nest a record one level deeper than the request that brought it, and a pull of a
/// single page has as many records as there are.
codec_limits limits_of(const http_channel::settings& how)
{
    return {
        .max_bytes = how.reply_bytes_max,
        .max_records = std::numeric_limits<std::size_t>::max(),
        .max_depth = codec_limits{}.max_depth + 1};
}

result<reply> as_reply(
    const http::response<http::string_body>& from,
    step asked,
    const codec_limits& within,
    std::string& detail)
{
    const std::string_view type = from[http::field::content_type];
    if (from.result_int() == ok && type.starts_with(json_type)) {
        auto read = decode_reply(asked, from.body(), within);
        if (!read) return sync_errc::bad_reply;
        return *std::move(read);
    }
    if (from.result_int() == ok || !type.starts_with(problem_type)) return sync_errc::bad_reply;
    const auto told = decode_problem(from.body(), within);
    if (!told) return sync_errc::bad_reply;
    detail = told->detail;
    return told->code;
}

/// What became of a call whose reply could not be read.
sync_errc error_of_reading(const boost::system::error_code& error, bool has_begun)
{
    const bool silent = error == beast::error::timeout || !has_begun;
    return silent ? sync_errc::timed_out : sync_errc::bad_reply;
}

}  // namespace

http_channel::http_channel(asio::any_io_executor on, settings how)
    : on_(std::move(on)), how_(std::move(how))
{
}

http_channel::~http_channel() = default;

asio::awaitable<result<reply>> http_channel::call(request message)
{
    detail_.clear();
    // Put back only after a whole reply: one that comes late has no connection to come on.
    auto with = std::move(open_);
    if (!with) {
        auto made = co_await connect();
        if (!made) co_return made.error();
        with = *std::move(made);
    }

    const auto post = as_http(message, how_);
    with->stream.expires_after(how_.reply_time);
    const auto [in_write, sent] = co_await http::async_write(with->stream, post, with_error);
    if (in_write == beast::error::timeout) co_return sync_errc::timed_out;

    // A server that refuses a request may say so and close before it has read all of it.
    http_parser incoming;
    incoming.body_limit(how_.reply_bytes_max);
    const auto [in_read, received] =
        co_await http::async_read(with->stream, with->received, incoming, with_error);
    if (in_read) co_return error_of_reading(in_read, incoming.got_some());

    const auto& answer = incoming.get();
    if (answer.keep_alive() && !in_write) open_ = std::move(with);
    co_return as_reply(answer, step_of(message), limits_of(how_), detail_);
}

asio::awaitable<result<std::unique_ptr<http_channel::connection>>> http_channel::connect()
{
    tcp::resolver resolver{on_};
    const auto [unknown, found] = co_await resolver.async_resolve(
        how_.server.host, std::to_string(how_.server.port), with_error);
    if (unknown) co_return sync_errc::unavailable;

    auto made = std::make_unique<connection>(on_);
    made->stream.expires_after(how_.connect_time);
    const auto [refused, at] = co_await made->stream.async_connect(found, with_error);
    if (refused) co_return sync_errc::unavailable;
    co_return std::move(made);
}

}  // namespace syncsim::reference_client
