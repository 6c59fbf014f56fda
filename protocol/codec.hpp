#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/error.hpp"
#include "protocol/messages.hpp"

/// Messages as JSON text, and back (protocol/README.md, "Messages").
///
/// The text is compact, and its members stand in the order of wire_members.hpp. A time is text in
/// UTC, a place in the server's sequence a number; a cursor is a stamp, or {"at": stamp, "key": …}.
///
/// Reading is strict: a member that is missing, unknown, of the wrong type or out of range refuses
/// the message. The unknown members of a record are the exception, and are kept in it.
namespace syncsim::protocol {

/// How much of a message is read.
struct codec_limits {
    std::size_t max_bytes = std::size_t{1} << 20U;
    /// Of any one array: records, verdicts, keys, ids of writes.
    std::size_t max_records = 1000;
    /// How many arrays and objects may be open at once; the message itself takes up to four.
    int max_depth = 32;
    /// Of a record's value, and of its unknown members, as canonical text.
    std::size_t max_value_bytes = std::size_t{64} << 10U;
};

/// Why a text is no message.
struct decode_error {
    /// `malformed` or `too_large`.
    sync_errc code{};
    /// Where in the text, both from 1; a column is a code point.
    int line = 1;
    int column = 1;
    /// A sentence without a full stop, which does not repeat the place.
    std::string what;

    friend bool operator==(const decode_error&, const decode_error&) = default;
};

/// "line 1, column 17: …", for the detail of a problem and for logs.
std::string to_string(const decode_error& why);

/// What was read, or why nothing was. Taking the value of an error is a mistake of ours: it aborts.
template <class T>
using decoded = boost::system::result<T, decode_error>;

[[noreturn]] void throw_exception_from_error(
    const decode_error& unexpected,
    const boost::source_location& where);

/// REQUIRES: times are of the years 1 to 9999, values and unknown members are JSON.
std::string encode(const request& message);
std::string encode(const reply& message);

/// The message that travels at `at`, which the text itself does not say.
decoded<request> decode_request(step at, std::string_view text, const codec_limits& within = {});
decoded<reply> decode_reply(step at, std::string_view text, const codec_limits& within = {});

/// Records as the post sends them: a bare array.
std::string encode_records(std::span<const record> records);
decoded<std::vector<record>> decode_records(std::string_view text, const codec_limits& within = {});

/// An error as the server tells it: a problem document (RFC 9457).
struct problem {
    sync_errc code{};
    /// What happened this time, for people.
    std::string detail;

    friend bool operator==(const problem&, const problem&) = default;
};

/// Its `type` is "urn:syncsim:error:" and the error's name; `effect` ("none" or "unknown") and
/// `retry` repeat what `traits()` say, for readers that do not know the name.
std::string encode(const problem& told);

/// Reads `type` and `detail`; other members are ignored, as the RFC wants it.
decoded<problem> decode_problem(std::string_view text, const codec_limits& within = {});

}  // namespace syncsim::protocol
