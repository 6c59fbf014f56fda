#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace syncsim::reference_client {

/// Where a server listens.
struct server_address {
    /// A name or an address, without the brackets that a URL puts around an IPv6 one.
    std::string host;
    std::uint16_t port = 80;

    friend bool operator==(const server_address&, const server_address&) = default;
};

/// Reads "http://host", "http://host:port" or "http://[address]:port", with or without a slash
/// behind it; anything else is nothing.
std::optional<server_address> parse_server_address(std::string_view url);

/// As a URL and a Host header have it: "host:port".
std::string to_string(const server_address& where);

}  // namespace syncsim::reference_client
