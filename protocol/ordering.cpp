#include "protocol/ordering.hpp"

#include "protocol/support/check.hpp"

namespace syncsim::protocol {

bool draws_a_place(const variant& of) noexcept
{
    return of.stamp == answer::stamp::server_sequence;
}

stamp stamp_in_commit(const variant& of, const record& version, std::int64_t place) noexcept
{
    if (draws_a_place(of)) return stamp::by_sequence(place);
    return stamp::by_client_clock(version.updated);
}

stamp stamp_of(const variant& of, const record& version) noexcept
{
    if (!draws_a_place(of)) return stamp::by_client_clock(version.updated);
    support::check(version.order.has_value(), "a version of the server carries its stamp");
    return *version.order;
}

duration clock_resolution(const variant& of) noexcept
{
    switch (of.stamp_resolution) {
    case answer::stamp_resolution::seconds: return std::chrono::seconds{1};
    case answer::stamp_resolution::milliseconds: return std::chrono::milliseconds{1};
    case answer::stamp_resolution::microseconds: return std::chrono::microseconds{1};
    }
    return std::chrono::seconds{1};
}

}  // namespace syncsim::protocol
