#include "reference_server/server.hpp"

#include <algorithm>
#include <span>
#include <string>
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
    kept.base_value.reset();
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
    /// When the request arrived and is handled, and the newest stamp given out by then.
    struct moment {
        server_time arrived;
        server_time now;
        std::int64_t newest_given;
    };

    exchange(const settings& how, store& keeps, const owner_id& owner, const moment& when)
        : how_(how), variant_(how.variant), store_(keeps), owner_(owner), when_(when)
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
    result<push_verdict> insert(const stored_session& session, const record& pushed);
    result<push_verdict> replace(const record& pushed, stored_record current);
    result<push_verdict> meet(const record& pushed, stored_record current);
    result<push_verdict> replay(const record& pushed, const remembered_write& outcome);
    /// The session's pull brings the record that this create made, where own creates are added to
    /// it.
    result<void> note_created(const stored_session& session, const record_key& key);

    /// The record that this create has made before, as far as it is known again.
    result<std::optional<stored_record>> find_repeated(
        const stored_session& session,
        const record& created);
    /// A create that was known again by its local id, and that is to leave the record as it is.
    bool leaves_unread(const record& created, const record& current) const;

    result<record_key> name_record(const record& created);
    result<record> commit_version(stored_record version);
    result<void> keep_loser(const stored_record& loser, const record_key& of);
    result<void> remember(const record& pushed, const remembered_write& outcome, bool has_local_id);

    result<void> forget_sent_local_ids(
        const stored_session& session,
        std::span<const stored_record> sent);
    result<void> forget_brought_local_ids(const stored_session& session);
    /// The local id of a record that this device created, with what goes when it does.
    result<void> forget_local_id(const device_id& creator, const local_id& local);

    /// The record as it travels to a device.
    record outgoing(const stored_record& from, const device_id& to) const;

    const settings& how_;
    const variant& variant_;
    store& store_;
    const owner_id& owner_;
    moment when_;
};

server::server(settings how, store& keeps) : how_(std::move(how)), store_(keeps) {}

void server::receive(const request& message, server_time now)
{
    if (step_of(message) != step::push) return;
    const auto given = stamp_on_arrival(how_.variant, now);
    if (given) newest_given_ = std::max(newest_given_, given->ticks());
}

result<reply> server::handle(
    const owner_id& owner,
    const request& message,
    server_time arrived,
    server_time now)
{
    exchange one{
        how_, store_, owner, {.arrived = arrived, .now = now, .newest_given = newest_given_}};
    return support::in_transaction(store_, [&] { return std::visit(one, message); });
}

result<reply> server::handle(const owner_id& owner, const request& message, server_time now)
{
    receive(message, now);
    return handle(owner, message, now, now);
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
            .max_checkin = begin_sets_upper(variant_) ? (*session)->max_checkin : std::nullopt,
            .digest = {}});
}

result<reply> server::exchange::open_session(const begin_request& asked, stored_device device)
{
    const auto count = store_.draw(counter::session, 1);
    if (!count) return count.error();
    const auto newest = store_.last_drawn(counter::place);
    if (!newest) return newest.error();

    stored_session session{
        .id = name_session(owner_, asked.device, *count),
        .owner = owner_,
        .device = asked.device,
        .opened = when_.now,
        .last_sync = server_keeps_cursor(variant_) ? device.last_sync : std::nullopt,
        .max_checkin = std::nullopt};
    if (begin_sets_upper(variant_)) {
        const auto newest_given = std::max(*newest, when_.newest_given);
        session.max_checkin = upper_at_begin(variant_, when_.now, newest_given);
    }
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
        .age = when_.now - (*session)->opened};
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

/// Nothing tells this write from another: a pending record is inserted, unless its local id is
/// known, and any other replaces the row of its key.
result<push_verdict> server::exchange::place_without_identity(
    const stored_session& session,
    const record& pushed)
{
    auto before =
        pushed.is_pending ? find_repeated(session, pushed) : store_.find_record(owner_, pushed.key);
    if (!before) return before.error();
    if (pushed.deleted && deletes_rows(variant_)) {
        const auto& key = *before ? (*before)->content.key : pushed.key;
        if (const auto gone = store_.remove_record(owner_, key); !gone) return gone.error();
        return push_verdict{.pushed_as = pushed.key, .write = {}, .current = {}, .reason = {}};
    }
    if (!*before && pushed.is_pending) return insert(session, pushed);
    if (!*before) {
        // An edit of a row that is gone stores it again.
        *before = stored_record{.owner = owner_, .creator = session.device, .content = pushed};
    }
    if (pushed.is_pending) {
        const auto noted = note_created(session, (*before)->content.key);
        if (!noted) return noted.error();
    }
    return replace(pushed, **std::move(before));
}

/// A version takes the place of the one that is there, unless the rule keeps that.
result<push_verdict> server::exchange::replace(const record& pushed, stored_record current)
{
    push_verdict verdict{.pushed_as = pushed.key, .write = {}, .current = {}, .reason = {}};
    if (leaves_unread(pushed, current.content) || !follows(variant_, pushed, current.content)) {
        verdict.current = std::move(current.content);
        return verdict;
    }
    stored_record version{
        .owner = owner_, .creator = current.creator, .content = kept_part(variant_, pushed)};
    version.content.key = current.content.key;
    version.content.local = current.content.local;
    auto committed = commit_version(std::move(version));
    if (!committed) return committed.error();
    verdict.current = *std::move(committed);
    return verdict;
}

/// A create that the server has not seen makes a record under a key of the server's.
result<push_verdict> server::exchange::insert(const stored_session& session, const record& pushed)
{
    const auto key = name_record(pushed);
    if (!key) return key.error();
    stored_record version{
        .owner = owner_, .creator = session.device, .content = kept_part(variant_, pushed)};
    version.content.key = *key;
    version.content.local = local_id{pushed.key.value()};
    if (const auto noted = note_created(session, *key); !noted) return noted.error();
    auto committed = commit_version(std::move(version));
    if (!committed) return committed.error();
    return push_verdict{
        .pushed_as = pushed.key,
        .write = pushed.write,
        .current = *std::move(committed),
        .reason = {}};
}

/// The write has an id, so a retry, a late copy and a write that was replaced meanwhile are told
/// from a new one.
result<push_verdict> server::exchange::place_by_write(
    const stored_session& session,
    const record& pushed)
{
    const auto remembered = store_.find_write(owner_, *pushed.write);
    if (!remembered) return remembered.error();
    if (*remembered && pushed.is_pending) {
        const auto noted = note_created(session, (*remembered)->key);
        if (!noted) return noted.error();
    }
    if (*remembered) return replay(pushed, **remembered);

    auto current =
        pushed.is_pending ? find_repeated(session, pushed) : store_.find_record(owner_, pushed.key);
    if (!current) return current.error();
    if (*current && pushed.is_pending) {
        const auto noted = note_created(session, (*current)->content.key);
        if (!noted) return noted.error();
    }
    if (*current) return meet(pushed, **std::move(current));
    if (!pushed.is_pending) {
        return push_verdict{
            .pushed_as = pushed.key,
            .write = pushed.write,
            .what = push_verdict::kind::refused,
            .current = {},
            .reason = sync_errc::no_such_record};
    }

    auto verdict = insert(session, pushed);
    if (!verdict) return verdict;
    const auto noted = remember(pushed, {.key = verdict->current->key}, true);
    if (!noted) return noted.error();
    return verdict;
}

/// A write meets the server's current version of its record.
result<push_verdict> server::exchange::meet(const record& pushed, stored_record current)
{
    const record_key key = current.content.key;
    const bool has_local_id = current.content.local.has_value();
    push_verdict verdict{
        .pushed_as = pushed.key, .write = pushed.write, .current = {}, .reason = {}};
    ruling ruled{};
    if (leaves_unread(pushed, current.content)) {
        ruled.pushed_wins = false;
    } else if (!follows(variant_, pushed, current.content)) {
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

    if (ruled.merges) {
        auto merged = merge_of(pushed, current.content);
        version.content.write = merged.write;
        version.content.updated = std::max(pushed.updated, current.content.updated);
        const bool fits = merged.value.size() <= how_.value_bytes_max;
        if (fits) version.content.value = std::move(merged.value);
        if (!fits && !ruled.pushed_wins) version.content.value = current.content.value;
    }
    if (ruled.keep_loser) {
        const auto kept = keep_loser(ruled.pushed_wins ? current : version, key);
        if (!kept) return kept.error();
    }
    verdict.current = std::move(current.content);
    if (ruled.pushed_wins || ruled.merges) {
        auto committed = commit_version(std::move(version));
        if (!committed) return committed.error();
        verdict.current = *std::move(committed);
    }
    const remembered_write outcome{.key = key, .verdict = verdict.what};
    if (const auto noted = remember(pushed, outcome, has_local_id); !noted) return noted.error();
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

result<void> server::exchange::note_created(const stored_session& session, const record_key& key)
{
    if (!appends_own_pushes(variant_)) return {};
    return store_.note_created(session.id, key);
}

result<std::optional<stored_record>> server::exchange::find_repeated(
    const stored_session& session,
    const record& created)
{
    const local_id local{created.key.value()};
    switch (recognises_creates(variant_)) {
    case create_recognition::none: break;
    case create_recognition::by_local_id:
        return store_.find_by_local_id(owner_, std::nullopt, local);
    case create_recognition::by_local_id_of_device:
        return store_.find_by_local_id(owner_, session.device, local);
    case create_recognition::by_write_id: {
        const auto made = store_.find_write(owner_, *created.create_write);
        if (!made) return made.error();
        if (*made) return store_.find_record(owner_, (*made)->key);
        break;
    }
    }
    // A key that follows from the create says it as well.
    if (source_of_keys(variant_) != key_source::create_id) return std::nullopt;
    return store_.find_record(owner_, derived_key(owner_, created));
}

bool server::exchange::leaves_unread(const record& created, const record& current) const
{
    const auto by = recognises_creates(variant_);
    const bool by_local_id =
        by == create_recognition::by_local_id || by == create_recognition::by_local_id_of_device;
    return created.is_pending && by_local_id && !takes_repeated_create(variant_, created, current);
}

result<record_key> server::exchange::name_record(const record& created)
{
    switch (source_of_keys(variant_)) {
    case key_source::create_id: return derived_key(owner_, created);
    case key_source::chance:
        return record_key{support::short_text{support::to_string(how_.draw_key())}};
    case key_source::counter: break;
    }
    const auto drawn = store_.draw(counter::key, 1);
    if (!drawn) return drawn.error();
    return record_key{support::short_text{std::to_string(*drawn)}};
}

/// Gives the version its stamp and stores it; the record as stored.
result<record> server::exchange::commit_version(stored_record version)
{
    commit_facts facts{.arrived = when_.arrived, .now = when_.now};
    if (draws_a_place(variant_)) {
        const auto drawn = store_.draw(counter::place, lowest_place(variant_, when_.now));
        if (!drawn) return drawn.error();
        facts.place = *drawn;
    }
    version.content.order = stamp_in_commit(variant_, version.content, facts);
    if (server_stamps(variant_) && !draws_a_place(variant_)) {
        const auto raised = store_.raise(counter::place, version.content.order->ticks());
        if (!raised) return raised.error();
    }
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
result<void> server::exchange::remember(
    const record& pushed,
    const remembered_write& outcome,
    bool has_local_id)
{
    if (!remembers_writes(variant_, has_local_id)) return {};
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

    const bool counts = pages_by_counting(variant_);
    if (asked.offset && !counts) return sync_errc::malformed;
    const auto begins_after = pull_begins_after(variant_, session->last_sync, asked.after);
    const auto stretch = window(variant_, begins_after, *session->max_checkin);
    const auto limit = page_size(variant_, how_.page_limit);
    const auto skip = static_cast<std::size_t>(asked.offset.value_or(0));
    auto found = store_.records_in(owner_, stretch, skip, limit);
    if (!found) return found.error();

    pull_reply answer{
        .records = {},
        .max_checkin = begin_sets_upper(variant_) ? std::nullopt : session->max_checkin,
        .next = {},
        .next_offset = {},
        .digest = {}};
    if (found->size() == limit && counts) answer.next_offset = skip + limit;
    if (found->size() == limit && !counts) {
        const auto& last = found->back().content;
        answer.next = cursor{.at = stamp_of(variant_, last), .key = last.key};
    }
    if (appends_own_pushes(variant_) && is_last_page(answer)) {
        auto created = store_.created_in(*session);
        if (!created) return created.error();
        for (auto& each : *created) {
            const auto& key = each.content.key;
            const bool sent = std::ranges::any_of(
                *found, [&](const stored_record& other) { return other.content.key == key; });
            if (!sent) found->push_back(std::move(each));
        }
    }
    for (const auto& each : *found) answer.records.push_back(outgoing(each, session->device));
    if (const auto done = forget_sent_local_ids(*session, *found); !done) return done.error();
    return signed_reply(variant_, std::move(answer));
}

result<void> server::exchange::forget_sent_local_ids(
    const stored_session& session,
    std::span<const stored_record> sent)
{
    if (!forgets_local_id_when_sent(variant_)) return {};
    for (const auto& each : sent) {
        if (each.creator != session.device || !each.content.local) continue;
        const auto gone = forget_local_id(each.creator, *each.content.local);
        if (!gone) return gone;
    }
    return {};
}

record server::exchange::outgoing(const stored_record& from, const device_id& to) const
{
    record sent = from.content;
    if (!shows_local_id(variant_, from.creator == to)) sent.local.reset();
    if (!server_stamps(variant_)) sent.order.reset();
    return sent;
}

// ------------------------------------------------------------------------------------- complete

result<reply> server::exchange::operator()(const complete_request& asked)
{
    auto session = admit(asked.session, step::complete);
    if (!session) return session.error();

    auto device = store_.find_device(owner_, session->device);
    if (!device) return device.error();
    device->last_sync = cursor_after_session(variant_, device->last_sync, asked.last_update);
    const auto kept = store_.put_device(owner_, session->device, *device);
    if (!kept) return kept.error();

    for (const auto& swapped : asked.confirmed) {
        const auto gone = forget_local_id(session->device, swapped);
        if (!gone) return gone.error();
    }
    if (const auto done = forget_brought_local_ids(*session); !done) return done.error();

    session->state = session_state::completed;
    if (const auto put = store_.put_session(*session); !put) return put.error();
    return signed_reply(variant_, complete_reply{});
}

/// Every record of this device that the session's pull has brought, or added to its window.
result<void> server::exchange::forget_brought_local_ids(const stored_session& session)
{
    if (!forgets_local_id_at_complete(variant_) || !session.max_checkin) return {};
    const auto waiting = store_.with_local_id(owner_, session.device);
    if (!waiting) return waiting.error();
    const auto created = store_.created_in(session);
    if (!created) return created.error();
    for (const auto& each : *waiting) {
        const bool in_window = *each.content.order <= *session.max_checkin;
        const bool added = std::ranges::any_of(*created, [&](const stored_record& other) {
            return other.content.key == each.content.key;
        });
        if (!in_window && !added) continue;
        const auto gone = forget_local_id(session.device, *each.content.local);
        if (!gone) return gone;
    }
    return {};
}

result<void> server::exchange::forget_local_id(const device_id& creator, const local_id& local)
{
    if (forgets_writes_with_local_id(variant_)) {
        const auto found = store_.find_by_local_id(owner_, creator, local);
        if (!found) return found.error();
        if (*found) {
            const auto gone = store_.forget_writes(owner_, (*found)->content.key);
            if (!gone) return gone;
        }
    }
    return store_.forget_local_id(owner_, creator, local);
}

}  // namespace syncsim::reference_server
