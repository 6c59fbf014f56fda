#include "protocol/session_rules.hpp"

namespace syncsim::protocol {
namespace {

/// Enough to ride out a server's restart, few enough that a person still waits for the answer.
constexpr int attempts_with_backoff = 4;

}  // namespace

bool numbers_sessions(const variant& of) noexcept
{
    return of.session == answer::session::numbered;
}

bool ends_sessions(const variant& of) noexcept
{
    return of.session != answer::session::independent;
}

begin_ruling rule_begin(
    const variant& of,
    std::optional<begin_number> last_seen,
    std::optional<begin_number> asked) noexcept
{
    if (!numbers_sessions(of) || !last_seen || asked > last_seen) return begin_ruling::open;
    return asked == last_seen ? begin_ruling::replay : begin_ruling::refuse;
}

std::optional<sync_errc> refusal(
    const variant& of,
    step which,
    const session_facts& session,
    duration lease) noexcept
{
    if (ends_sessions(of)) {
        if (!session.is_latest) return sync_errc::session_superseded;
        // A complete that is said again is answered again.
        const bool closed = session.state == session_state::completed;
        if (closed && which == step::complete) return std::nullopt;
        if (closed) return sync_errc::session_closed;
    }
    if (session.age >= lease) return sync_errc::session_expired;
    return std::nullopt;
}

std::optional<cursor> cursor_after_session(
    const variant& of,
    const std::optional<cursor>& kept,
    const std::optional<cursor>& reported) noexcept
{
    if (of.complete == answer::complete::any_order) return reported;
    if (!kept || !reported) return reported ? reported : kept;
    return is_further(*kept, *reported) ? kept : reported;
}

int attempts_per_call(const variant& of) noexcept
{
    return of.retry == answer::retry::next_session ? 1 : attempts_with_backoff;
}

}  // namespace syncsim::protocol
