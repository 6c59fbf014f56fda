#include "reference_client/server_address.hpp"

#include <charconv>

namespace syncsim::reference_client {
namespace {

std::optional<std::uint16_t> parse_port(std::string_view digits)
{
    std::uint16_t port = 0;
    const auto [read_to, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc{} || read_to != digits.data() + digits.size() || port == 0)
        return std::nullopt;
    return port;
}

bool is_host(std::string_view text, std::string_view also)
{
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._";
    for (const char each : text) {
        if (!letters.contains(each) && !also.contains(each)) return false;
    }
    return !text.empty();
}

}  // namespace

std::optional<server_address> parse_server_address(std::string_view url)
{
    constexpr std::string_view scheme = "http://";
    if (!url.starts_with(scheme)) return std::nullopt;
    url.remove_prefix(scheme.size());
    if (url.ends_with('/')) url.remove_suffix(1);

    const bool bracketed = url.starts_with('[');
    const auto host_end = bracketed ? url.find(']') : url.find(':');
    if (bracketed && host_end == std::string_view::npos) return std::nullopt;
    const auto host = bracketed ? url.substr(1, host_end - 1) : url.substr(0, host_end);
    if (!is_host(host, bracketed ? ":" : "")) return std::nullopt;

    server_address read{.host = std::string(host)};
    if (host_end == std::string_view::npos) return read;
    const auto rest = url.substr(bracketed ? host_end + 1 : host_end);
    if (rest.empty()) return read;
    if (!rest.starts_with(':')) return std::nullopt;
    const auto port = parse_port(rest.substr(1));
    if (!port) return std::nullopt;
    read.port = *port;
    return read;
}

std::string to_string(const server_address& where)
{
    const bool brackets = where.host.contains(':');
    const auto host = brackets ? "[" + where.host + "]" : where.host;
    return host + ":" + std::to_string(where.port);
}

}  // namespace syncsim::reference_client
