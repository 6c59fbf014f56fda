#pragma once

#include <optional>

#include "protocol/clocks.hpp"
#include "protocol/error.hpp"
#include "protocol/variant.hpp"

namespace syncsim::reference_client {

/// When to make a failed call again (protocol/README.md, question `retry`).
struct wait_before_retry {
    /// Wait at least this long …
    protocol::duration least;
    /// … and up to this much longer, by chance.
    protocol::duration spread;

    friend bool operator==(const wait_before_retry&, const wait_before_retry&) = default;
};

/// The wait after the call has failed `failures` times; nothing where the session fails instead.
///
/// Only errors of which `traits()` says so are tried again. The wait doubles with each failure, and
/// half of it is left to chance so that devices which failed together do not come back together.
std::optional<wait_before_retry> next_attempt(
    const protocol::variant& of,
    protocol::sync_errc error,
    int failures) noexcept;

}  // namespace syncsim::reference_client
