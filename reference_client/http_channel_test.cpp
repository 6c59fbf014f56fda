#include "reference_client/http_channel.hpp"

#include <gtest/gtest.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <exception>
#include <string>
#include <thread>
#include <vector>

#include "protocol/codec.hpp"

namespace syncsim::reference_client {
namespace {

using namespace std::chrono_literals;
using namespace protocol;
namespace asio = boost::asio;
using asio::ip::tcp;

std::string http(std::string_view status, std::string_view type, std::string_view body)
{
    return "HTTP/1.1 " + std::string(status) + "\r\nContent-Type: " + std::string(type) +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

const std::string granted =
    http("200 OK", "application/json", R"({"sync_uuid":"s","last_sync":null})");

/// A peer that gives prepared replies, one a request, whatever is asked. Behind each it closes the
/// connection, or leaves that to the other side.
class prepared_peer {
public:
    explicit prepared_peer(std::vector<std::string> replies, bool closes = false)
        : replies_(std::move(replies)), closes_(closes)
    {
    }
    ~prepared_peer() { finish(); }

    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    /// Waits until it has given its replies and the other side has closed.
    void finish()
    {
        if (thread_.joinable()) thread_.join();
    }

    /// Of a peer that is finished.
    const std::string& received() const { return received_; }
    int connections() const { return connections_; }

private:
    void run()
    {
        tcp::socket socket{context_};
        for (const auto& each : replies_) {
            while (!socket.is_open() || !read_request(socket)) {
                socket = acceptor_.accept();
                ++connections_;
            }
            boost::system::error_code ignored;
            asio::write(socket, asio::buffer(each), ignored);
            if (closes_) socket.close();
        }
        while (socket.is_open() && read_some(socket)) {
        }
    }

    bool read_request(tcp::socket& from)
    {
        received_.clear();
        while (!received_.ends_with('}')) {
            if (!read_some(from)) return false;
        }
        return true;
    }

    bool read_some(tcp::socket& from)
    {
        std::array<char, 1000> bytes{};
        boost::system::error_code error;
        received_.append(bytes.data(), from.read_some(asio::buffer(bytes), error));
        return !error;
    }

    std::vector<std::string> replies_;
    bool closes_;
    std::string received_;
    int connections_ = 0;
    asio::io_context context_;
    tcp::acceptor acceptor_{context_, {asio::ip::address_v4::loopback(), 0}};
    std::thread thread_{[this] { run(); }};
};

/// What each of `count` calls ends with, on one channel; `detail` is what the channel has to say
/// about the last of them.
std::vector<result<reply>> call(std::uint16_t port, int count, std::string* detail = nullptr)
{
    asio::io_context context;
    http_channel channel{
        context.get_executor(),
        {.server = {.host = "127.0.0.1", .port = port},
         .token = "demo",
         .connect_time = 2s,
         .reply_time = 300ms,
         .reply_bytes_max = 1000}};
    std::vector<result<reply>> outcomes;
    for (int i = 0; i < count; ++i) {
        const begin_request message{
            .device = device_id{support::short_text{"phone"}}, .number = {}};
        asio::co_spawn(
            context,
            channel.call(message),
            [&](const std::exception_ptr& thrown, result<reply> ended) {
                if (thrown) std::rethrow_exception(thrown);
                outcomes.push_back(std::move(ended));
            });
        context.restart();
        context.run();
    }
    if (detail != nullptr) *detail = channel.detail();
    return outcomes;
}

/// What a call ends with to which the peer says this.
boost::system::error_code error_after(std::string reply, bool closes = false)
{
    const prepared_peer peer{{std::move(reply)}, closes};
    return call(peer.port(), 1).at(0).error();
}

TEST(HttpChannel, DecodesAReply)
{
    const prepared_peer peer{{granted}};
    const auto outcome = call(peer.port(), 1).at(0);

    const auto expected = decode_reply(step::begin, R"({"sync_uuid":"s","last_sync":null})");
    EXPECT_EQ(outcome.value(), expected.value());
}

TEST(HttpChannel, SendsTheRequestWithItsToken)
{
    prepared_peer peer{{granted}};
    (void)call(peer.port(), 1);
    peer.finish();
    const auto& seen = peer.received();

    EXPECT_TRUE(seen.starts_with("POST /v1/sync/begin HTTP/1.1\r\n")) << seen;
    EXPECT_NE(seen.find("Authorization: Bearer demo\r\n"), std::string::npos);
    EXPECT_NE(seen.find("Content-Type: application/json\r\n"), std::string::npos);
    EXPECT_TRUE(seen.ends_with("\r\n\r\n{\"device_uuid\":\"phone\"}"));
}

TEST(HttpChannel, KeepsItsConnection)
{
    prepared_peer peer{{granted, granted, granted}};
    for (const auto& each : call(peer.port(), 3)) EXPECT_TRUE(each);
    peer.finish();

    EXPECT_EQ(peer.connections(), 1);
}

TEST(HttpChannel, NamesTheServersRefusal)
{
    const auto problem = encode(protocol::problem{.code = sync_errc::stale_begin, .detail = "x"});

    EXPECT_EQ(
        error_after(http("409 Conflict", "application/problem+json", problem)),
        sync_errc::stale_begin);
}

TEST(HttpChannel, KeepsWhatTheServerSaidAboutItsLastRefusal)
{
    const auto problem = encode(protocol::problem{.code = sync_errc::stale_begin, .detail = "x"});
    const auto refusal = http("409 Conflict", "application/problem+json", problem);
    const prepared_peer refuses{{refusal}};
    const prepared_peer relents{{refusal, granted}};

    std::string detail;
    (void)call(refuses.port(), 1, &detail);
    EXPECT_EQ(detail, "x");
    (void)call(relents.port(), 2, &detail);
    EXPECT_EQ(detail, "");
}

TEST(HttpChannel, TakesNothingElseForAReply)
{
    const std::string json = "application/json";
    for (const auto& reply : {
             http("200 OK", json, "{"),
             http("200 OK", json, "{}"),
             http("200 OK", "text/html", R"({"sync_uuid":"s","last_sync":null})"),
             http("404 Not Found", "text/html", "<h1>not here</h1>"),
             http("404 Not Found", "application/problem+json", R"({"type":"about:blank"})"),
             http("500 Internal Server Error", json, R"({"sync_uuid":"s","last_sync":null})"),
             http("200 OK", json, std::string(1001, ' ')),
             std::string("220 mail.example.org\r\n\r\n"),
         }) {
        EXPECT_EQ(error_after(reply), sync_errc::bad_reply) << reply;
    }
}

TEST(HttpChannel, CallsHalfAReplyABadOne)
{
    EXPECT_EQ(error_after(granted.substr(0, granted.size() - 1), true), sync_errc::bad_reply);
}

TEST(HttpChannel, TimesOutWhereNothingOrNotAllComes)
{
    EXPECT_EQ(error_after(""), sync_errc::timed_out);
    EXPECT_EQ(error_after(granted.substr(0, granted.size() - 1)), sync_errc::timed_out);
}

TEST(HttpChannel, CannotTellACutConnectionFromALateReply)
{
    EXPECT_EQ(error_after("", true), sync_errc::timed_out);
}

TEST(HttpChannel, CannotReachAPortThatNobodyListensOn)
{
    std::uint16_t port = 0;
    {
        asio::io_context context;
        port =
            tcp::acceptor{context, {asio::ip::address_v4::loopback(), 0}}.local_endpoint().port();
    }

    EXPECT_EQ(call(port, 1).at(0).error(), sync_errc::unavailable);
}

TEST(HttpChannel, ConnectsAgainAfterAFailure)
{
    const auto half = granted.substr(0, granted.size() - 1);
    const prepared_peer peer{{half, granted}, true};
    const auto outcomes = call(peer.port(), 2);

    EXPECT_EQ(outcomes.at(0).error(), sync_errc::bad_reply);
    EXPECT_TRUE(outcomes.at(1));
}

}  // namespace
}  // namespace syncsim::reference_client
