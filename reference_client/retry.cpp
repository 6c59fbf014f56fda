#include "reference_client/retry.hpp"

#include "protocol/session_rules.hpp"
#include "protocol/support/check.hpp"

namespace syncsim::reference_client {
namespace {

constexpr protocol::duration first_wait = std::chrono::seconds{1};

}  // namespace

std::optional<wait_before_retry> next_attempt(
    const protocol::variant& of,
    protocol::sync_errc error,
    int failures) noexcept
{
    support::check(failures > 0, "a call that did not fail is not made again");
    if (!protocol::traits(error).retry) return std::nullopt;
    if (failures >= protocol::attempts_per_call(of)) return std::nullopt;

    const auto whole = first_wait * (1 << (failures - 1));
    return wait_before_retry{.least = whole / 2, .spread = whole / 2};
}

}  // namespace syncsim::reference_client
