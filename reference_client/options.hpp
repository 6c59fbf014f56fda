#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "protocol/ids.hpp"
#include "protocol/variant.hpp"
#include "reference_client/server_address.hpp"

namespace syncsim::reference_client {

/// What the command line of the executable says.
struct options {
    enum class verb : std::uint8_t { help, create, edit, remove, list, sync };

    verb what = verb::help;
    /// Of `edit` and `remove`.
    protocol::record_key key;
    /// Of `create` and `edit`: JSON as canonical text, small enough for a server to take.
    std::string value;
    /// `list` prints JSON.
    bool json = false;

    std::string database;
    /// There for `sync`.
    std::optional<server_address> server;
    std::string token = "demo";
    protocol::variant variant = protocol::hardened();
};

/// Why a command line cannot be followed: a sentence without a full stop.
struct bad_command_line {
    std::string why;

    friend bool operator==(const bad_command_line&, const bad_command_line&) = default;
};

[[noreturn]] void throw_exception_from_error(
    const bad_command_line& unexpected,
    const boost::source_location& where);

/// Reads the words behind the name of the program. Flags may stand before and behind the verb;
/// behind "--" nothing is a flag.
boost::system::result<options, bad_command_line> read_options(std::span<const char* const> words);

/// What `--help` prints.
std::string_view usage() noexcept;

}  // namespace syncsim::reference_client
