#include "reference_server/http_server.hpp"

#include <gtest/gtest.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "reference_server/sqlite_store.hpp"

namespace syncsim::reference_server {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
namespace asio = boost::asio;
using asio::ip::tcp;

/// A blocking connection that sends text and reads what comes.
class peer {
public:
    explicit peer(std::uint16_t port) { socket_.connect({asio::ip::address_v4::loopback(), port}); }

    /// False where the connection has ended.
    bool send(std::string_view text)
    {
        boost::system::error_code error;
        asio::write(socket_, asio::buffer(text.data(), text.size()), error);
        return !error;
    }

    /// One reply with its body, which its Content-Length measures.
    std::string receive()
    {
        std::string text;
        std::size_t whole = std::string::npos;
        while (text.size() < whole && read_some(text)) {
            const auto end = text.find("\r\n\r\n");
            const auto length = text.find("Content-Length: ");
            if (end == std::string::npos || length == std::string::npos) continue;
            whole = end + 4 + std::stoul(text.substr(length + 16));
        }
        return text;
    }

    /// All that comes until the server closes.
    std::string receive_all()
    {
        std::string text;
        while (read_some(text)) {
        }
        return text;
    }

    std::string exchange(std::string_view text)
    {
        send(text);
        return receive();
    }

private:
    bool read_some(std::string& text)
    {
        char bytes[4096];
        boost::system::error_code error;
        const auto count = socket_.read_some(asio::buffer(bytes), error);
        text.append(bytes, count);
        return !error;
    }

    asio::io_context context_;
    tcp::socket socket_{context_};
};

/// A server on a thread of its own, with short limits.
class HttpServer : public testing::Test {
protected:
    HttpServer() = default;
    ~HttpServer() override { stop(); }

    void stop()
    {
        if (!thread_.joinable()) return;
        asio::post(context_, [this] { http_.stop(); });
        thread_.join();
    }

    std::uint16_t port() const { return port_; }

private:
    asio::io_context context_;
    std::unique_ptr<store> store_ =
        open_sqlite_store({.file = ":memory:"}, protocol::as_written()).value();
    server server_{{.variant = protocol::as_written()}, *store_};
    endpoint endpoint_{
        {.tokens = {{"demo", protocol::owner_id{support::short_text{"user"}}}},
         .variant = "as-written",
         .limits = {}},
        server_};
    http_server http_{
        context_,
        endpoint_,
        {.limits =
             {.body_bytes_max = 1000,
              .header_bytes_max = 1000,
              .connections_max = 3,
              .header_time = 500ms,
              .body_time = 500ms,
              .reply_time = 1s,
              .idle_time = 1500ms},
         .now = [] { return protocol::server_time{}; },
         .report = [](std::string_view) {}}};
    std::uint16_t port_ = http_.listen(0).value();
    std::thread thread_{[this] { context_.run(); }};
};

const std::string health = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";

std::string begin_of(std::string_view device, std::string_view more_headers = "")
{
    const auto body = "{\"device_uuid\":\"" + std::string(device) + "\"}";
    return "POST /v1/sync/begin HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer demo\r\n"
           "Content-Type: application/json\r\n" +
           std::string(more_headers) + "Content-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

std::string status_of(const std::string& reply)
{
    return reply.substr(0, reply.find("\r\n"));
}

TEST_F(HttpServer, AnswersTheProtocol)
{
    const auto reply = peer{port()}.exchange(begin_of("phone"));

    EXPECT_EQ(status_of(reply), "HTTP/1.1 200 OK");
    EXPECT_NE(reply.find("Content-Type: application/json\r\n"), std::string::npos);
    EXPECT_NE(reply.find("\"sync_uuid\""), std::string::npos);
}

TEST_F(HttpServer, KeepsAConnectionAlive)
{
    peer one{port()};
    for (int i = 0; i < 3; ++i) EXPECT_EQ(status_of(one.exchange(health)), "HTTP/1.1 200 OK");
}

TEST_F(HttpServer, ClosesWhereThePeerWantsIt)
{
    peer one{port()};
    one.send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    EXPECT_NE(one.receive_all().find("Connection: close\r\n"), std::string::npos);
}

TEST_F(HttpServer, AnswersRequestsThatCameTogetherInTheirOrder)
{
    peer one{port()};
    one.send(health + begin_of("phone"));

    EXPECT_NE(one.receive().find("\"ok\""), std::string::npos);
}

TEST_F(HttpServer, AnswersHeadWithoutABody)
{
    peer one{port()};
    one.send("HEAD /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const auto reply = one.receive_all();

    EXPECT_EQ(status_of(reply), "HTTP/1.1 200 OK");
    EXPECT_TRUE(reply.ends_with("\r\n\r\n"));
}

TEST_F(HttpServer, TellsAPeerThatWaitsToGoOn)
{
    peer one{port()};
    one.send(begin_of("phone", "Expect: 100-continue\r\nConnection: close\r\n"));
    const auto reply = one.receive_all();

    EXPECT_TRUE(reply.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")) << reply;
}

TEST_F(HttpServer, RefusesALargeBodyBeforeItHasCome)
{
    peer one{port()};
    one.send(
        "POST /v1/sync/push HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer demo\r\n"
        "Content-Type: application/json\r\nContent-Length: 1001\r\n\r\n");
    const auto reply = one.receive_all();

    EXPECT_EQ(status_of(reply), "HTTP/1.1 413 Payload Too Large");
    EXPECT_NE(reply.find("urn:syncsim:error:too-large"), std::string::npos);
}

// A connection that is cut while its peer still sends would take the refusal with it.
TEST_F(HttpServer, HearsOutAPeerThatItHasRefused)
{
    peer one{port()};
    one.send("POST /v1/sync/push HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n");
    EXPECT_EQ(status_of(one.receive()), "HTTP/1.1 413 Payload Too Large");

    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(one.send(std::string(1000, ' '))) << i;
        std::this_thread::sleep_for(20ms);
    }
}

TEST_F(HttpServer, RefusesALargeBodyInChunks)
{
    peer one{port()};
    one.send(
        "POST /v1/sync/push HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer demo\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" +
        std::string(1001, ' ') + "\r\n0\r\n\r\n");

    EXPECT_EQ(status_of(one.receive_all()), "HTTP/1.1 413 Payload Too Large");
}

TEST_F(HttpServer, RefusesLargeHeaders)
{
    peer one{port()};
    one.send("GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + std::string(1000, 'x') + "\r\n\r\n");

    EXPECT_EQ(status_of(one.receive_all()), "HTTP/1.1 431 Request Header Fields Too Large");
}

TEST_F(HttpServer, RefusesWhatIsNotHttp)
{
    peer one{port()};
    one.send("hello\r\n\r\n");

    EXPECT_EQ(status_of(one.receive_all()), "HTTP/1.1 400 Bad Request");
}

// Something of the request has come, so that it is not the idle time that ends the wait.
TEST_F(HttpServer, CutsOffHeadersThatComeTooSlowly)
{
    peer one{port()};
    const auto start = std::chrono::steady_clock::now();
    one.send("GET /healthz HT");
    EXPECT_EQ(one.receive_all(), "");

    EXPECT_LT(std::chrono::steady_clock::now() - start, 1400ms);
}

TEST_F(HttpServer, CutsOffABodyThatComesTooSlowly)
{
    peer one{port()};
    const auto start = std::chrono::steady_clock::now();
    auto request = begin_of("phone");
    request.pop_back();
    one.send(request);
    EXPECT_EQ(one.receive_all(), "");

    EXPECT_LT(std::chrono::steady_clock::now() - start, 1400ms);
}

TEST_F(HttpServer, ClosesAnIdleConnection)
{
    peer one{port()};
    (void)one.exchange(health);

    EXPECT_EQ(one.receive_all(), "");
}

TEST_F(HttpServer, TurnsAwayWhatIsTooMuchAndServesTheOthers)
{
    peer first{port()};
    peer second{port()};
    peer third{port()};
    for (auto* const each : {&first, &second, &third}) (void)each->exchange(health);
    const auto refused = peer{port()}.exchange(health);
    EXPECT_EQ(status_of(refused), "HTTP/1.1 503 Service Unavailable");
    EXPECT_NE(refused.find("Retry-After: 1\r\n"), std::string::npos);

    EXPECT_EQ(status_of(first.exchange(health)), "HTTP/1.1 200 OK");
}

TEST_F(HttpServer, TakesAConnectionInThePlaceOfOneThatEnded)
{
    for (int i = 0; i < 10; ++i) {
        peer one{port()};
        one.send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        EXPECT_EQ(status_of(one.receive_all()), "HTTP/1.1 200 OK");
    }
}

// It would take an idle connection and half a request longer than this to end by themselves.
TEST_F(HttpServer, StopsAtOnceWhileConnectionsWait)
{
    peer idle{port()};
    (void)idle.exchange(health);
    peer halfway{port()};
    halfway.send("GET /heal");
    // Long enough for the server to have read it, and to wait for more.
    std::this_thread::sleep_for(100ms);
    const auto start = std::chrono::steady_clock::now();
    stop();

    EXPECT_LT(std::chrono::steady_clock::now() - start, 450ms);
    EXPECT_EQ(idle.receive_all(), "");
    EXPECT_THROW(peer{port()}, boost::system::system_error);
}

TEST_F(HttpServer, CannotListenOnAPortThatIsTaken)
{
    asio::io_context context;
    auto kept = open_sqlite_store({.file = ":memory:"}, protocol::as_written()).value();
    server handles{{.variant = protocol::as_written()}, *kept};
    endpoint answers{{}, handles};
    http_server second{context, answers, {}};

    EXPECT_EQ(second.listen(port()).error(), boost::system::errc::address_in_use);
}

}  // namespace
}  // namespace syncsim::reference_server
