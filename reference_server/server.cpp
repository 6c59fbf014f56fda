#include "reference_server/server.hpp"

#include <algorithm>
#include <utility>

#include "protocol/conflict.hpp"
#include "protocol/data_rules.hpp"
#include "protocol/digest.hpp"
#include "protocol/identity.hpp"
#include "protocol/ordering.hpp"
#include "protocol/session_rules.hpp"
#include "protocol/support/hash.hpp"
#include "protocol/support/transaction.hpp"
#include "protocol/window.hpp"

namespace syncsim::reference_server {

using namespace protocol;  // the whole file is about the protocol's words

namespace {

/// "some-unique-session-based-on-device-uuid-and-user", in the post's words.
session_id name_session(const owner_id& owner, const device_id& device, std::int64_t count)
{
    const auto named = support::hasher{}
                           .add(owner.value().view())
                           .add(device.value().view())
                           .add(static_cast<std::uint64_t>(count))
                           .finish128();
    return session_id{support::short_text{support::to_string(named)}};
}

/// The part of a pushed record that the server keeps.
record kept_part(const variant& of, const record& pushed)
{
    record kept = pushed;
    kept.is_pending = false;
    kept.base.reset();
    kept.supersedes.clear();
    if (!keeps_unknown_members(of)) kept.unknown.clear();
    return kept;
}

template <class Reply>
reply signed_reply(const variant& of, Reply answer)
{
    if (checks_replies(of)) answer.digest = digest_of(answer);
    return answer;
}

}  // namespace

/// One request on its way through one transaction.
class server::exchange {
public:
    exchange(const settings& how, store& keeps, const owner_id& owner, server_time now)
        : how_(how), variant_(how.variant), store_(keeps), owner_(owner), now_(now)
    {
    }

    result<reply> operator()(const begin_request& asked);
    result<reply> operator()(const push_request& asked);
    result<reply> operator()(const pull_request& asked);
    result<reply> operator()(const complete_request& asked);

private:
    result<reply> open_session(const begin_request& asked, stored_device device);

    /// The session that a message names, if it may be used for this step.
    result<stored_session> admit(const session_id& id, step which);

    result<push_verdict> place(const stored_session& session, const record& pushed);
    result<push_verdict> place_without_identity(
        const stored_session& session,
        const record& pushed);
    result<push_verdict> place_by_write(const stored_session& session, const record& pushed);
    result<push_verdict> meet(const record& pushed, stored_record current);
    result<push_verdict> replay(const record& pushed, const remembered_write& outcome);

    result<record_key> key_of(const record& pushed);
    result<record_key> name_record(const record& created);
    result<record> commit_version(stored_record version);
    result<void> keep_loser(const stored_record& loser, const record_key& of);
    result<void> remember(const record& pushed, const remembered_write& outcome);

    /// The record as it travels to a device.
    record outgoing(const stored_record& from, const device_id& to) const;

    const settings& how_;
    const variant& variant_;
    store& store_;
    const owner_id& owner_;
    server_time now_;
};

server::server(settings how, store& keeps) : how_(std::move(how)), store_(keeps) {}

result<reply> server::handle(const owner_id& owner, const request& message, server_time now)
{
    exchange one{how_, store_, owner, now};
    return support::in_transaction(store_, [&] { return std::visit(one, message); });
}

// ---------------------------------------------------------------------------------------- begin

result<reply> server::exchange::operator()(const begin_request& asked)
{
    auto device = store_.find_device(owner_, asked.device);
    if (!device) return device.error();
    if (numbers_sessions(variant_) && !asked.number) return sync_errc::malformed;

    switch (rule_begin(variant_, device->last_begin, asked.number)) {
    case begin_ruling::open: return open_session(asked, *std::move(device));
    case begin_ruling::refuse: return sync_errc::stale_begin;
    case begin_ruling::replay: break;
    }
    support::check(
        device->latest_session.has_value(), "a begin that was numbered opened a session");
    const auto session = store_.find_session(*device->latest_session);
    if (!session) return session.error();
    support::check(session->has_value(), "a device's latest session is kept");
    return signed_reply(
        variant_,
        begin_reply{
            .session = (*session)->id,
            .last_sync = (*session)->last_sync,
            .max_checkin = upper_at_begin(variant_, (*session)->opened),
            .digest = {}});
}

result<reply> server::exchange::open_session(const begin_request& asked, stored_device device)
{
    const auto count = store_.draw(counter::session);
    if (!count) return count.error();

    const stored_session session{
        .id = name_session(owner_, asked.device, *count),
        .owner = owner_,
        .device = asked.device,
        .opened = now_,
        .last_sync = server_keeps_cursor(variant_) ? device.last_sync : std::nullopt,
        .max_checkin = upper_at_begin(variant_, now_)};
    if (const auto put = store_.put_session(session); !put) return put.error();

    device.last_begin = asked.number;
    device.latest_session = session.id;
    if (const auto put = store_.put_device(owner_, asked.device, device); !put) return put.error();

    return signed_reply(
        variant_,
        begin_reply{
            .session = session.id,
            .last_sync = session.last_sync,
            .max_checkin = session.max_checkin,
            .digest = {}});
}

result<stored_session> server::exchange::admit(const session_id& id, step which)
{
    auto session = store_.find_session(id);
    if (!session) return session.error();
    if (!*session || (*session)->owner != owner_) return sync_errc::unknown_session;

    const auto device = store_.find_device(owner_, (*session)->device);
    if (!device) return device.error();
    const session_facts facts{
        .state = (*session)->state,
        .is_latest = device->latest_session == id,
        .age = now_ - (*session)->opened};
    if (const auto refused = refusal(variant_, which, facts, how_.lease)) return *refused;
    return **std::move(session);
}

// ----------------------------------------------------------------------------------------- push

result<reply> server::exchange::operator()(const push_request& asked)
{
    if (asked.records.size() > how_.push_limit) return sync_errc::too_large;
    const auto session = admit(asked.session, step::push);
    if (!session) return session.error();

    push_reply answer;
    for (const auto& pushed : asked.records) {
        auto verdict = place(*session, pushed);
        if (!verdict) return verdict.error();
        const bool refused = verdict->what == push_verdict::kind::refused;
        if (refused && one_bad_record_fails_the_push(variant_)) return sync_errc::record_refused;
        if (!answers_pushes(variant_)) continue;
        // `pushed_as` says it already.
        if (verdict->current) verdict->current->local.reset();
        answer.verdicts.push_back(*std::move(verdict));
    }
    return signed_reply(variant_, std::move(answer));
}

result<push_verdict> server::exchange::place(const stored_session& session, const record& pushed)
{
    push_verdict refused{
        .pushed_as = pushed.key,
        .write = pushed.write,
        .what = push_verdict::kind::refused,
        .current = {},
        .reason = sync_errc::too_large};
    if (pushed.value.size() > how_.value_bytes_max) return refused;

    refused.reason = sync_errc::malformed;
    if (!names_writes(variant_)) return place_without_identity(session, pushed);
    if (!pushed.write || (pushed.is_pending && !pushed.create_write)) return refused;
    return place_by_write(session, pushed);
}

/// Nothing tells this write from another: a pending record is inserted, any other replaces the row
/// of its key.
result<push_verdict> server::exchange::place_without_identity(
    const stored_session& session,
    const record& pushed)
{
    push_verdict verdict{.pushed_as = pushed.key, .write = {}, .current = {}, .reason = {}};
    if (pushed.deleted && deletes_rows(variant_)) {
        if (const auto gone = store_.remove_record(owner_, pushed.key); !gone) return gone.error();
        return verdict;
    }

    stored_record version{
        .owner = owner_, .creator = session.device, .content = kept_part(variant_, pushed)};
    if (pushed.is_pending) {
        const auto key = name_record(pushed);
        if (!key) return key.error();
        version.content.local = local_id{pushed.key.value()};
        version.content.key = *key;
        if (const auto noted = store_.note_created(session.id, *key); !noted) return noted.error();
    } else {
        const auto before = store_.find_record(owner_, pushed.key);
        if (!before) return before.error();
        if (*before) version.creator = (*before)->creator;
        if (*before) version.content.local = (*before)->content.local;
    }
    auto current = commit_version(std::move(version));
    if (!current) return current.error();
    verdict.current = *std::move(current);
    return verdict;
}

/// The write has an id, so a retry, a late copy and a write that was replaced meanwhile are told
/// from a new one.
result<push_verdict> server::exchange::place_by_write(
    const stored_session& session,
    const record& pushed)
{
    const auto remembered = store_.find_write(owner_, *pushed.write);
    if (!remembered) return remembered.error();
    if (*remembered) return replay(pushed, **remembered);

    const auto key = key_of(pushed);
    if (!key) return key.error();
    auto current = store_.find_record(owner_, *key);
    if (!current) return current.error();
    if (*current) return meet(pushed, **std::move(current));
    push_verdict verdict{
        .pushed_as = pushed.key, .write = pushed.write, .current = {}, .reason = {}};
    if (!pushed.is_pending) {
        verdict.what = push_verdict::kind::refused;
        verdict.reason = sync_errc::no_such_record;
        return verdict;
    }

    stored_record version{
        .owner = owner_, .creator = session.device, .content = kept_part(variant_, pushed)};
    version.content.key = *key;
    version.content.local = local_id{pushed.key.value()};
    auto committed = commit_version(std::move(version));
    if (!committed) return committed.error();
    verdict.current = *std::move(committed);
    if (const auto noted = remember(pushed, {.key = *key}); !noted) return noted.error();
    return verdict;
}

/// A write meets the server's current version of its record.
result<push_verdict> server::exchange::meet(const record& pushed, stored_record current)
{
    const record_key key = current.content.key;
    push_verdict verdict{
        .pushed_as = pushed.key, .write = pushed.write, .current = {}, .reason = {}};
    ruling ruled{};
    if (!follows(variant_, pushed, current.content)) {
        ruled = rule(variant_, pushed, current.content);
        verdict.what = ruled.pushed_wins ? push_verdict::kind::won : push_verdict::kind::lost;
        const stored_conflict met{
            .key = key,
            .winner = ruled.pushed_wins ? *pushed.write : *current.content.write,
            .loser = ruled.pushed_wins ? *current.content.write : *pushed.write};
        if (const auto noted = store_.note_conflict(owner_, met); !noted) return noted.error();
    }

    stored_record version = current;
    version.content = kept_part(variant_, pushed);
    version.content.key = key;
    version.content.local = current.content.local;
    version.content.created = current.content.created;
    version.content.create_write = current.content.create_write;
    version.content.conflict_of = current.content.conflict_of;

    if (ruled.keep_loser) {
        const auto kept = keep_loser(ruled.pushed_wins ? current : version, key);
        if (!kept) return kept.error();
    }
    verdict.current = std::move(current.content);
    if (ruled.pushed_wins) {
        auto committed = commit_version(std::move(version));
        if (!committed) return committed.error();
        verdict.current = *std::move(committed);
    }
    const remembered_write outcome{.key = key, .verdict = verdict.what};
    if (const auto noted = remember(pushed, outcome); !noted) return noted.error();
    return verdict;
}

result<push_verdict> server::exchange::replay(const record& pushed, const remembered_write& outcome)
{
    auto current = store_.find_record(owner_, outcome.key);
    if (!current) return current.error();
    push_verdict verdict{
        .pushed_as = pushed.key,
        .write = pushed.write,
        .what = outcome.verdict,
        .current = {},
        .reason = {}};
    if (*current) verdict.current = std::move((*current)->content);
    return verdict;
}

/// The record that the write is about: the one its create made before, or one that has yet to be.
result<record_key> server::exchange::key_of(const record& pushed)
{
    if (!pushed.is_pending) return pushed.key;
    if (recognises_creates(variant_)) {
        const auto made = store_.find_write(owner_, *pushed.create_write);
        if (!made) return made.error();
        if (*made) return (*made)->key;
    }
    return name_record(pushed);
}

result<record_key> server::exchange::name_record(const record& created)
{
    std::int64_t count = 0;
    if (counts_keys(variant_)) {
        const auto drawn = store_.draw(counter::key);
        if (!drawn) return drawn.error();
        count = *drawn;
    }
    return key_of_create(variant_, owner_, created, count);
}

/// Gives the version its stamp and stores it; the record as stored.
result<record> server::exchange::commit_version(stored_record version)
{
    std::int64_t place = 0;
    if (draws_a_place(variant_)) {
        const auto drawn = store_.draw(counter::place);
        if (!drawn) return drawn.error();
        place = *drawn;
    }
    version.content.order = stamp_in_commit(variant_, version.content, place);
    if (const auto put = store_.put_record(version); !put) return put.error();
    return std::move(version.content);
}

/// The body that lost becomes an ordinary record of the same owner, visible on every device.
result<void> server::exchange::keep_loser(const stored_record& loser, const record_key& of)
{
    stored_record copy = loser;
    copy.content.key = key_of_kept_loser(owner_, of, *loser.content.write);
    const auto before = store_.find_record(owner_, copy.content.key);
    if (!before) return before.error();
    if (*before) return {};

    copy.content.local.reset();
    copy.content.create_write = loser.content.write;
    copy.content.conflict_of = of;
    const auto committed = commit_version(std::move(copy));
    if (!committed) return committed.error();
    return {};
}

/// Also remembers the device's own earlier writes that this one replaces: a late copy of one of
/// them must not be taken for a new write.
result<void> server::exchange::remember(const record& pushed, const remembered_write& outcome)
{
    if (!remembers_writes(variant_)) return {};
    const auto noted = store_.remember_write(owner_, *pushed.write, outcome);
    if (!noted) return noted.error();
    if (pushed.is_pending && pushed.create_write != pushed.write) {
        const auto made = store_.remember_write(owner_, *pushed.create_write, outcome);
        if (!made) return made.error();
    }
    for (const auto& earlier : pushed.supersedes) {
        const auto also = store_.remember_write(owner_, earlier, outcome);
        if (!also) return also.error();
    }
    return {};
}

// ----------------------------------------------------------------------------------------- pull

result<reply> server::exchange::operator()(const pull_request& asked)
{
    auto session = admit(asked.session, step::pull);
    if (!session) return session.error();

    if (!session->max_checkin) {
        const auto newest = store_.last_drawn(counter::place);
        if (!newest) return newest.error();
        session->max_checkin = upper_at_first_page(variant_, *newest);
        if (const auto put = store_.put_session(*session); !put) return put.error();
    }

    const auto begins_after = pull_begins_after(variant_, session->last_sync, asked.after);
    const auto stretch = window(variant_, begins_after, *session->max_checkin);
    const auto limit = page_size(variant_, how_.page_limit);
    auto found = store_.records_in(owner_, stretch, limit);
    if (!found) return found.error();

    pull_reply answer{.records = {}, .max_checkin = session->max_checkin, .next = {}, .digest = {}};
    if (upper_at_begin(variant_, now_)) answer.max_checkin.reset();
    if (found->size() == limit) {
        const auto& last = found->back().content;
        answer.next = cursor{.at = stamp_of(variant_, last), .key = last.key};
    }
    for (const auto& each : *found) answer.records.push_back(outgoing(each, session->device));

    if (appends_own_pushes(variant_)) {
        const auto created = store_.created_in(*session);
        if (!created) return created.error();
        for (const auto& each : *created) {
            const auto sent = std::ranges::find(answer.records, each.content.key, &record::key);
            if (sent != answer.records.end()) continue;
            answer.records.push_back(outgoing(each, session->device));
        }
    }
    return signed_reply(variant_, std::move(answer));
}

record server::exchange::outgoing(const stored_record& from, const device_id& to) const
{
    record sent = from.content;
    if (!shows_local_id(variant_, from.creator == to)) sent.local.reset();
    if (!draws_a_place(variant_)) sent.order.reset();
    return sent;
}

// ------------------------------------------------------------------------------------- complete

result<reply> server::exchange::operator()(const complete_request& asked)
{
    auto session = admit(asked.session, step::complete);
    if (!session) return session.error();

    auto device = store_.find_device(owner_, session->device);
    if (!device) return device.error();
    device->last_sync = cursor_after_complete(variant_, device->last_sync, asked.last_update);
    const auto kept = store_.put_device(owner_, session->device, *device);
    if (!kept) return kept.error();

    for (const auto& swapped : asked.confirmed) {
        const auto gone = store_.forget_local_id(owner_, session->device, swapped);
        if (!gone) return gone.error();
    }

    session->state = session_state::completed;
    if (const auto put = store_.put_session(*session); !put) return put.error();
    return signed_reply(variant_, complete_reply{});
}

}  // namespace syncsim::reference_server
