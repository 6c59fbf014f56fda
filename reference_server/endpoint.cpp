#include "reference_server/endpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <span>

#include "protocol/json_text.hpp"
#include "protocol/support/check.hpp"

namespace syncsim::reference_server {

using namespace protocol;

namespace {

constexpr std::string_view steps_path = "/v1/sync/";
constexpr std::string_view health_path = "/healthz";
constexpr std::string_view problem_type = "application/problem+json";

std::string_view title_of(unsigned http_status)
{
    switch (http_status) {
    case 400: return "Bad Request";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 415: return "Unsupported Media Type";
    case 431: return "Request Header Fields Too Large";
    default: break;
    }
    support::check(false, "every status that HTTP itself is refused with has a title");
    return "";
}

std::string quoted(std::string_view text)
{
    std::string out;
    json::append_string(out, text);
    return out;
}

bool equal_but_for_case(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view path_of(std::string_view target)
{
    return target.substr(0, target.find('?'));
}

std::optional<step> step_at(std::string_view path)
{
    if (!path.starts_with(steps_path)) return std::nullopt;
    const auto asked = path.substr(steps_path.size());
    const auto found = std::ranges::find(all_steps, asked, [](step which) { return name(which); });
    if (found == all_steps.end()) return std::nullopt;
    return *found;
}

/// The token of "Bearer TOKEN"; empty where there is none.
std::string_view bearer_token(std::string_view authorization)
{
    constexpr std::string_view scheme = "Bearer ";
    if (!equal_but_for_case(authorization.substr(0, scheme.size()), scheme)) return {};
    authorization.remove_prefix(scheme.size());
    authorization.remove_prefix(
        std::min(authorization.find_first_not_of(' '), authorization.size()));
    return authorization;
}

/// JSON, with whatever parameters: it has no character set but UTF-8.
bool is_json(std::string_view content_type)
{
    auto type = content_type.substr(0, content_type.find(';'));
    while (type.ends_with(' ')) type.remove_suffix(1);
    return equal_but_for_case(type, "application/json");
}

http_reply wrong_method(const http_request& asked, std::string_view allowed)
{
    auto refused = http_refusal(
        405, fmt::format("{} answers {}, not {}", path_of(asked.target), allowed, asked.method));
    refused.headers.emplace_back("Allow", allowed);
    return refused;
}

http_reply unknown_path()
{
    return http_refusal(
        404,
        "there are only POST /v1/sync/begin, /v1/sync/push, /v1/sync/pull and /v1/sync/complete, "
        "and GET /healthz");
}

http_reply unauthorized(std::string_view token)
{
    auto refused = refusal_of(
        sync_errc::unauthorized,
        token.empty() ? "the request has no header \"Authorization: Bearer TOKEN\""
                      : "the server does not know this token");
    refused.headers.emplace_back(
        "WWW-Authenticate",
        token.empty() ? R"(Bearer realm="syncsim")"
                      : R"(Bearer realm="syncsim", error="invalid_token")");
    return refused;
}

/// Which request it was, for the detail of its refusal.
std::string description_of(const request& message)
{
    struct describe {
        std::string operator()(const begin_request& asked) const
        {
            return fmt::format("begin of device {}", asked.device.value().view());
        }
        std::string operator()(const push_request& asked) const
        {
            return in(asked.session, "push");
        }
        std::string operator()(const pull_request& asked) const
        {
            return in(asked.session, "pull");
        }
        std::string operator()(const complete_request& asked) const
        {
            return in(asked.session, "complete");
        }
        static std::string in(const session_id& session, std::string_view what)
        {
            return fmt::format("{} in session {}", what, session.value().view());
        }
    };
    return std::visit(describe{}, message);
}

/// What the handled request was refused for, as far as the error itself does not say it.
std::string detail_of(
    const boost::system::error_code& error,
    const request& asked,
    std::string_view variant)
{
    auto described = description_of(asked);
    if (error.category() != sync_category()) return described + ": " + error.message();
    // What one variant demands, another does not know.
    if (error == sync_errc::malformed)
        return fmt::format("{}: not of variant {}", described, variant);
    return described;
}

}  // namespace

http_reply refusal_of(sync_errc error, std::string detail)
{
    return {
        .status = traits(error).status,
        .content_type = std::string(problem_type),
        .body = encode(problem{.code = error, .detail = std::move(detail)}),
        .headers = {}};
}

http_reply http_refusal(unsigned status, std::string_view detail)
{
    return {
        .status = status,
        .content_type = std::string(problem_type),
        .body = fmt::format(
            R"({{"type":"about:blank","title":{},"status":{},"detail":{}}})",
            quoted(title_of(status)),
            status,
            quoted(detail)),
        .headers = {}};
}

endpoint::endpoint(settings how, server& handles) : how_(std::move(how)), server_(handles) {}

http_reply endpoint::answer(const http_request& asked, server_time now)
{
    const auto path = path_of(asked.target);
    if (path == health_path) {
        if (asked.method != "GET" && asked.method != "HEAD")
            return wrong_method(asked, "GET, HEAD");
        return {
            .body = fmt::format(R"({{"status":"ok","variant":{}}})", quoted(how_.variant)),
            .headers = {}};
    }

    const auto which = step_at(path);
    if (!which) return unknown_path();
    if (asked.method != "POST") return wrong_method(asked, "POST");
    return answer_step(*which, asked, now);
}

http_reply endpoint::answer_step(step which, const http_request& asked, server_time now)
{
    const auto token = bearer_token(asked.authorization);
    const auto owner = how_.tokens.find(token);
    if (owner == how_.tokens.end()) return unauthorized(token);
    if (!is_json(asked.content_type)) {
        return http_refusal(415, "a request of the protocol has Content-Type: application/json");
    }

    const auto message = decode_request(which, asked.body, how_.limits);
    if (!message) return refusal_of(message.error().code, to_string(message.error()));

    const auto handled = server_.handle(owner->second, *message, now);
    if (!handled) {
        return refusal_of(
            as_sync_errc(handled.error()), detail_of(handled.error(), *message, how_.variant));
    }
    return {.body = encode(*handled), .headers = {}};
}

}  // namespace syncsim::reference_server
