#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "protocol/variant.hpp"
#include "reference_server/endpoint.hpp"

namespace syncsim::reference_server {

/// What the command line of the executable says.
struct options {
    std::string database;
    /// 0 is any free port.
    std::uint16_t port = 0;
    protocol::variant variant = protocol::hardened();
    endpoint::token_table tokens;
    bool help = false;
};

/// Why a command line cannot be followed: a sentence without a full stop.
struct bad_command_line {
    std::string why;

    friend bool operator==(const bad_command_line&, const bad_command_line&) = default;
};

[[noreturn]] void throw_exception_from_error(
    const bad_command_line& unexpected,
    const boost::source_location& where);

/// Reads the words behind the name of the program.
boost::system::result<options, bad_command_line> read_options(std::span<const char* const> words);

/// What `--help` prints.
std::string_view usage() noexcept;

}  // namespace syncsim::reference_server
