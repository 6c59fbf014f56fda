#include "sim/trace.hpp"

#include <type_traits>

#include "protocol/digest.hpp"

namespace syncsim::sim {
namespace {

/// Adds what an event says to the digest, member by member.
class event_hasher {
public:
    explicit event_hasher(support::hasher& to) : hash_(to) {}

    void operator()(const event::local_work& what) { add(what.write, what.certain); }
    void operator()(const event::sync_began& what) { add(what.sync); }
    void operator()(const event::sync_ended& what) { add(what.sync, what.error, what.crashed); }
    void operator()(const event::request_sent& what)
    {
        add(what.message, what.sync, what.device, what.attempt);
        add(protocol::fingerprint(*what.content));
    }
    void operator()(const event::reply_sent& what)
    {
        add(what.message, what.sync, what.device, what.answers);
        add(what.content->has_value());
        if (what.content->has_value()) {
            add(protocol::fingerprint(**what.content));
        } else {
            add(protocol::as_sync_errc(what.content->error()));
        }
    }
    void operator()(const event::message_delivered& what)
    {
        // What it says went into the digest when it was sent.
        add(what.message, what.is_reply, what.again, what.taken != nullptr);
    }
    void operator()(const event::message_lost& what) { add(what.message, what.is_reply, what.why); }
    void operator()(const event::reply_ignored& what) { add(what.message); }
    void operator()(const event::server_put& what)
    {
        add(what.version.owner, what.version.creator, protocol::fingerprint(what.version.content));
    }
    void operator()(const event::server_removed& what)
    {
        add(what.key);
        hash_.add(std::string_view{what.by});
    }
    void operator()(const event::server_conflict& what)
    {
        add(what.what.key, what.what.winner, what.what.loser);
    }
    void operator()(const event::server_cursor& what) { add(what.device, what.at); }
    void operator()(const event::server_committed& what)
    {
        add(what.message, what.session.has_value());
        if (!what.session) return;
        const auto& session = *what.session;
        add(session.id, session.device, session.state, session.last_sync, session.max_checkin);
    }
    void operator()(const event::device_put& what)
    {
        const auto& row = what.row;
        add(protocol::fingerprint(row.shown), row.unsent, row.offered, row.refused);
        add(row.parked.has_value());
        if (row.parked) add(protocol::fingerprint(*row.parked));
    }
    void operator()(const event::device_removed& what) { add(what.key); }
    void operator()(const event::device_cursor& what) { add(what.at); }
    void operator()(const event::device_committed& what) { add(what.by_user); }
    void operator()(const event::fault_fired& what)
    {
        add(what.fault);
        if (!what.detail.empty()) hash_.add(std::string_view{what.detail});
    }
    void operator()(const event::crashed&) {}
    void operator()(const event::restarted&) {}
    void operator()(const event::clock_set& what) { add(what.error); }
    void operator()(const event::link_cut& what) { add(what.which); }
    void operator()(const event::link_healed&) {}
    void operator()(const event::noted& what) { hash_.add(std::string_view{what.text}); }
    void operator()(const event::unmet& what) { hash_.add(std::string_view{what.what}); }
    void operator()(const event::settle_began&) {}
    void operator()(const event::quiescent&) {}

private:
    template <class... Values>
    void add(const Values&... values)
    {
        (put(values), ...);
    }

    template <class Number>
        requires(std::is_arithmetic_v<Number> || std::is_enum_v<Number>)
    void put(Number value)
    {
        hash_.add(static_cast<std::uint64_t>(value));
    }
    void put(duration value) { put(value.count()); }
    void put(const support::short_text& text) { hash_.add(text.view()); }
    void put(const support::uuid& id) { add(id.high, id.low); }
    void put(const protocol::stamp& at) { add(at.of(), at.ticks()); }
    void put(const protocol::cursor& at) { add(at.at, at.key); }

    template <class Tag, class Rep>
    void put(const support::strong<Tag, Rep>& id)
    {
        put(id.value());
    }
    template <class T>
    void put(const std::optional<T>& value)
    {
        put(value.has_value());
        if (value) put(*value);
    }

    support::hasher& hash_;
};

}  // namespace

void run_digest::add(const moment& when, const happening& what)
{
    hash_.add(std::uint64_t{when.ordinal.value()})
        .add(static_cast<std::uint64_t>(when.at.time_since_epoch().count()))
        .add(static_cast<std::uint64_t>(when.local.count()))
        .add(std::uint64_t{when.node.value()})
        .add(std::uint64_t{what.index()});
    std::visit(event_hasher{hash_}, what);
}

}  // namespace syncsim::sim
