#pragma once

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace syncsim::protocol {

/// Everything that can end a call or a session early. Zero is reserved for success.
///
/// The one table of error codes: names and numbers are stored and sent, so they do not change.
enum class sync_errc {
    /// No reply came in time; the server may or may not have acted.
    timed_out = 1,

    /// The server could not be reached, or is too busy; it did nothing.
    unavailable = 2,

    /// The message is not of the protocol: bad JSON, a missing or unknown member, a wrong type.
    malformed = 3,

    /// The message is larger, or has more records, than the server takes.
    too_large = 4,

    /// The credentials name no owner.
    unauthorized = 5,

    /// The server has no session of that id for this owner.
    unknown_session = 6,

    /// The session was completed, and takes no more work.
    session_closed = 7,

    /// A later begin of the same device has taken this session's place.
    session_superseded = 8,

    /// The session is older than the server's lease.
    session_expired = 9,

    /// The begin carries a lower number than one the server has seen from this device.
    stale_begin = 10,

    /// A record of the push cannot be stored as it is; under `batch: all-or-nothing`, none was.
    record_refused = 11,

    /// The reply is not an answer to this request, or does not match its own digest.
    bad_reply = 12,

    /// The database under the server or the client failed; what was there is still there.
    storage_failed = 13,

    /// The record is not on this device, or is deleted.
    no_such_record = 14,

    /// The database holds records of another variant of the protocol.
    wrong_variant = 15,

    /// The server failed in a way it did not foresee; it may or may not have acted.
    internal = 16,
};

/// What a caller may conclude from an error.
struct error_traits {
    sync_errc code;
    /// "timed-out": the stable name, used in `type` of a problem document and in scenario files.
    std::string_view name;
    /// A sentence for people.
    std::string_view message;
    /// The HTTP status it travels under.
    unsigned status;
    /// The server certainly did not act on the request.
    bool definite;
    /// The same request may succeed later.
    bool retry;
};

/// Every error, in the order of the numbers.
std::span<const error_traits> all_errors() noexcept;

const error_traits& traits(sync_errc code) noexcept;

/// The error of that stable name.
std::optional<sync_errc> find_error(std::string_view name) noexcept;

const boost::system::error_category& sync_category() noexcept;

inline boost::system::error_code make_error_code(sync_errc code) noexcept
{
    return {static_cast<int>(code), sync_category()};
}

template <class T>
using result = boost::system::result<T>;

/// The error as one of ours; a code of another category, such as SQLite's, is `storage_failed`.
sync_errc as_sync_errc(const boost::system::error_code& error) noexcept;

}  // namespace syncsim::protocol

template <>
struct boost::system::is_error_code_enum<syncsim::protocol::sync_errc> : std::true_type {};
