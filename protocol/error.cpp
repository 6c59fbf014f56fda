#include "protocol/error.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "protocol/support/check.hpp"

namespace syncsim::protocol {
namespace {

// clang-format off
constexpr std::array table{
    error_traits{sync_errc::timed_out, "timed-out",
        "no reply came in time; the server may or may not have acted", 504, false, true},
    error_traits{sync_errc::unavailable, "unavailable",
        "the server could not be reached or is too busy; it did nothing", 503, true, true},
    error_traits{sync_errc::malformed, "malformed",
        "the message is not of the protocol", 400, true, false},
    error_traits{sync_errc::too_large, "too-large",
        "the message is larger than the server takes", 413, true, false},
    error_traits{sync_errc::unauthorized, "unauthorized",
        "the credentials name no owner", 401, true, false},
    error_traits{sync_errc::unknown_session, "unknown-session",
        "the server does not know this session", 404, true, false},
    error_traits{sync_errc::session_closed, "session-closed",
        "the session has been completed", 409, true, false},
    error_traits{sync_errc::session_superseded, "session-superseded",
        "a later begin of this device has taken the session's place", 409, true, false},
    error_traits{sync_errc::session_expired, "session-expired",
        "the session is older than the server's lease", 409, true, false},
    error_traits{sync_errc::stale_begin, "stale-begin",
        "the server has seen a higher begin number from this device", 409, true, false},
    error_traits{sync_errc::record_refused, "record-refused",
        "a record of the push cannot be stored as it is", 422, true, false},
    error_traits{sync_errc::bad_reply, "bad-reply",
        "the reply does not answer the request, or is damaged", 502, false, true},
    error_traits{sync_errc::storage_failed, "storage-failed",
        "the database failed; what it held before is still there", 507, true, true},
    error_traits{sync_errc::no_such_record, "no-such-record",
        "the record is not on this device", 404, true, false},
    error_traits{sync_errc::wrong_variant, "wrong-variant",
        "the database holds records of another variant of the protocol", 409, true, false},
    error_traits{sync_errc::internal, "internal",
        "the server failed unexpectedly; it may or may not have acted", 500, false, true},
};
// clang-format on

class category final : public boost::system::error_category {
public:
    const char* name() const noexcept override { return "syncsim"; }

    std::string message(int value) const override
    {
        const auto found =
            std::ranges::find(table, static_cast<sync_errc>(value), &error_traits::code);
        if (found == table.end()) return "unknown sync error " + std::to_string(value);
        return std::string(found->message);
    }
};

}  // namespace

std::span<const error_traits> all_errors() noexcept
{
    return table;
}

const error_traits& traits(sync_errc code) noexcept
{
    const auto found = std::ranges::find(table, code, &error_traits::code);
    support::check(found != table.end(), "every error has a row in the table");
    return *found;
}

std::optional<sync_errc> find_error(std::string_view name) noexcept
{
    const auto found = std::ranges::find(table, name, &error_traits::name);
    if (found == table.end()) return std::nullopt;
    return found->code;
}

const boost::system::error_category& sync_category() noexcept
{
    static const category instance;
    return instance;
}

sync_errc as_sync_errc(const boost::system::error_code& error) noexcept
{
    if (error.category() == sync_category()) return static_cast<sync_errc>(error.value());
    return sync_errc::storage_failed;
}

}  // namespace syncsim::protocol
