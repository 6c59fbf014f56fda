#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/clocks.hpp"
#include "protocol/codec.hpp"
#include "protocol/error.hpp"
#include "protocol/ids.hpp"
#include "reference_server/server.hpp"

namespace syncsim::reference_server {

/// What the endpoint reads of an HTTP request. A header that is not there is empty.
struct http_request {
    std::string_view method;
    std::string_view target;
    std::string_view authorization;
    std::string_view content_type;
    std::string_view body;
};

struct http_reply {
    unsigned status = 200;
    std::string content_type = "application/json";
    std::string body;
    /// Headers beside those that the transport adds: names and values.
    std::vector<std::pair<std::string, std::string>> headers;

    friend bool operator==(const http_reply&, const http_reply&) = default;
};

/// A problem document about an error of the protocol.
http_reply refusal_of(protocol::sync_errc error, std::string detail);

/// A problem document about a mistake in the HTTP itself, for which the protocol has no error.
///
/// REQUIRES: `status` is 400, 404, 405, 415 or 431.
http_reply http_refusal(unsigned status, std::string_view detail);

/// The server as HTTP sees it, without the I/O: decode, handle, encode (protocol/README.md,
/// "HTTP").
///
///   POST /v1/sync/{begin,push,pull,complete}   a request of the protocol, and its reply
///   GET  /healthz                              the server is up, and which variant it speaks
class endpoint {
public:
    /// The owner that each bearer token stands for.
    using token_table = std::map<std::string, protocol::owner_id, std::less<>>;

    struct settings {
        token_table tokens;
        /// The name of the server's variant, to tell those who speak another.
        std::string variant;
        protocol::codec_limits limits;
    };

    /// `handles` outlives the endpoint.
    endpoint(settings how, server& handles);

    /// Answers one request, whatever it is. `now` is the server's clock as it handles it.
    http_reply answer(const http_request& asked, protocol::server_time now);

private:
    http_reply answer_step(
        protocol::step which,
        const http_request& asked,
        protocol::server_time now);

    settings how_;
    server& server_;
};

}  // namespace syncsim::reference_server
