#include "protocol/ordering.hpp"

#include "protocol/support/check.hpp"

namespace syncsim::protocol {
namespace {

stamp read_clock(const variant& of, server_time at) noexcept
{
    const auto read = rounded_down(at.time_since_epoch(), clock_resolution(of));
    return stamp::by_server_clock(server_time{read});
}

}  // namespace

bool server_stamps(const variant& of) noexcept
{
    return of.stamp != answer::stamp::client_clock;
}

bool draws_a_place(const variant& of) noexcept
{
    return of.stamp == answer::stamp::server_sequence ||
           of.stamp == answer::stamp::hybrid_logical_clock;
}

std::int64_t lowest_place(const variant& of, server_time now) noexcept
{
    if (of.stamp != answer::stamp::hybrid_logical_clock) return 1;
    return read_clock(of, now).ticks();
}

std::optional<stamp> stamp_on_arrival(const variant& of, server_time arrived) noexcept
{
    if (of.stamp != answer::stamp::server_clock_at_arrival) return std::nullopt;
    return read_clock(of, arrived);
}

stamp stamp_in_commit(const variant& of, const record& version, const commit_facts& facts) noexcept
{
    switch (of.stamp) {
    case answer::stamp::client_clock: return stamp::by_client_clock(version.updated);
    case answer::stamp::server_clock_at_arrival: return read_clock(of, facts.arrived);
    case answer::stamp::server_clock_in_commit: return read_clock(of, facts.now);
    case answer::stamp::hybrid_logical_clock:
    case answer::stamp::server_sequence: return stamp_of_ticks(of, facts.place);
    }
    support::check(false, "what stamps a version is one of the answers");
    return stamp::by_client_clock(version.updated);
}

stamp stamp_of_ticks(const variant& of, std::int64_t ticks) noexcept
{
    if (of.stamp == answer::stamp::server_sequence) return stamp::by_sequence(ticks);
    return stamp::by_server_clock(server_time{duration{ticks}});
}

stamp stamp_of(const variant& of, const record& version) noexcept
{
    if (!server_stamps(of)) return stamp::by_client_clock(version.updated);
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
