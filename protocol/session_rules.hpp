#pragma once

#include <cstdint>
#include <optional>

#include "protocol/clocks.hpp"
#include "protocol/error.hpp"
#include "protocol/ids.hpp"
#include "protocol/stamp.hpp"
#include "protocol/step.hpp"
#include "protocol/variant.hpp"

/// Decisions on sessions: how they begin, end and follow each other
/// (protocol/README.md, questions `session`, `complete` and `retry`).
namespace syncsim::protocol {

/// The device numbers its begins, and the server knows the last one.
bool numbers_sessions(const variant& of) noexcept;

/// A later begin of a device, or its complete, ends its session: messages of it are refused.
bool ends_sessions(const variant& of) noexcept;

enum class begin_ruling : std::uint8_t {
    /// Open another session.
    open,
    /// The same begin again: give the reply of the first time.
    replay,
    /// An older begin than one already seen.
    refuse,
};

/// What a begin is, given the last number that the server has seen of its device.
begin_ruling rule_begin(
    const variant& of,
    std::optional<begin_number> last_seen,
    std::optional<begin_number> asked) noexcept;

enum class session_state : std::uint8_t { open, completed };

/// What the server knows of the session that a message names.
struct session_facts {
    session_state state = session_state::open;
    /// A later session of the same device has begun.
    bool is_latest = true;
    duration age{0};
};

/// Why a message of this step is refused in such a session; nothing where it is taken. `lease` is
/// how long a session lives.
std::optional<sync_errc> refusal(
    const variant& of,
    step which,
    const session_facts& session,
    duration lease) noexcept;

/// `last_sync`, wherever it lives, after a session that reports `reported`; it stood at `kept`,
/// which another session may have moved meanwhile.
std::optional<cursor> cursor_after_session(
    const variant& of,
    const std::optional<cursor>& kept,
    const std::optional<cursor>& reported) noexcept;

/// How often a call is made before its session fails, the first time included.
int attempts_per_call(const variant& of) noexcept;

}  // namespace syncsim::protocol
