#include "reference_client/session.hpp"

#include <algorithm>
#include <ranges>
#include <span>
#include <utility>

#include "protocol/conflict.hpp"
#include "protocol/data_rules.hpp"
#include "protocol/digest.hpp"
#include "protocol/identity.hpp"
#include "protocol/ordering.hpp"
#include "protocol/session_rules.hpp"
#include "protocol/support/transaction.hpp"
#include "protocol/window.hpp"
#include "reference_client/retry.hpp"

namespace syncsim::reference_client {

using namespace protocol;
using boost::asio::awaitable;

namespace {

/// The record as it is pushed.
record outgoing(const variant& of, const local_record& row)
{
    record sent = row.shown;
    sent.local.reset();
    sent.order.reset();
    if (!keeps_unknown_members(of)) sent.unknown.clear();
    return sent;
}

/// About how large the record is in a push. Far from exact where it is small, and never too little.
std::size_t pushed_bytes(const record& sent)
{
    constexpr std::size_t all_other_members = 1024;
    constexpr std::size_t a_write_id = 40;
    return sent.value.size() + sent.unknown.size() + sent.supersedes.size() * a_write_id +
           all_other_members;
}

/// The record as the server has it, with nothing left to send.
local_record as_the_server_has_it(const variant& of, record version)
{
    local_record row{.shown = std::move(version), .refused = {}, .parked = {}};
    row.shown.local.reset();
    if (!keeps_unknown_members(of)) row.shown.unknown.clear();
    return row;
}

/// The device has this version of the record, or a later one.
bool has_already(const record& mine, const record& pulled)
{
    if (!mine.order || !pulled.order) return false;
    return *mine.order > *pulled.order ||
           (*mine.order == *pulled.order && mine.write == pulled.write);
}

class session {
public:
    explicit session(session_context with) : with_(with), variant_(with.variant) {}

    awaitable<result<sync_summary>> run();

private:
    awaitable<result<begin_reply>> begin();
    awaitable<result<void>> push(session_id in);
    awaitable<result<void>> pull_and_apply(session_id in);
    awaitable<result<void>> complete(session_id in);

    result<begin_request> next_begin();
    result<std::vector<local_record>> offer_unsent();
    std::vector<record> next_batch(std::span<const local_record> unsent) const;
    result<void> settle(std::span<const record> sent, const push_reply& answer);
    result<void> settle_one(const push_verdict& verdict);
    result<void> drop_deleted(std::span<const record> sent);
    result<void> apply_page(const pull_reply& page);
    result<void> apply(std::span<const record> pulled, bool moves_cursor);
    result<void> apply_one(const record& pulled, const std::optional<cursor>& kept);
    result<void> put_pulled(local_record mine, local_record version, pull_ruling ruled);
    result<std::optional<local_record>> find_mine(const record& pulled);
    result<void> move_cursor();
    std::optional<cursor> reached() const;
    result<void> strip_confirmed(std::span<const local_id> confirmed);
    result<void> clear_pending();

    /// Makes a call, and makes it again as the variant's retry says.
    template <class Reply, class Request>
    awaitable<result<Reply>> attempt(Request message);

    session_context with_;
    const variant& variant_;
    pull_progress progress_;
    sync_summary summary_;
};

awaitable<result<sync_summary>> session::run()
{
    const auto grant = co_await begin();
    if (!grant) co_return grant.error();

    const auto pushed = co_await push(grant->session);
    if (!pushed) co_return pushed.error();

    const auto pulled = co_await pull_and_apply(grant->session);
    if (!pulled) co_return pulled.error();

    const auto completed = co_await complete(grant->session);
    if (!completed) co_return completed.error();

    const auto cleared = clear_pending();
    if (!cleared) co_return cleared.error();
    co_return summary_;
}

// ---------------------------------------------------------------------------------------- begin

awaitable<result<begin_reply>> session::begin()
{
    const auto message = next_begin();
    if (!message) co_return message.error();
    auto grant = co_await attempt<begin_reply>(*message);
    if (!grant) co_return grant.error();

    if (server_keeps_cursor(variant_)) progress_.before = grant->last_sync;
    progress_.upper = grant->max_checkin;
    co_return grant;
}

/// The number is durable before it is sent: a device that crashes never uses one twice.
result<begin_request> session::next_begin()
{
    return support::in_transaction(with_.store, [&]() -> result<begin_request> {
        auto state = with_.store.device();
        if (!state) return state.error();
        if (!server_keeps_cursor(variant_)) progress_.before = state->last_sync;
        begin_request message{.device = state->device, .number = {}};
        if (!numbers_sessions(variant_)) return message;

        state->begins = begin_number{state->begins.value() + 1};
        message.number = state->begins;
        if (const auto put = with_.store.put_device(*state); !put) return put.error();
        return message;
    });
}

// ----------------------------------------------------------------------------------------- push

awaitable<result<void>> session::push(session_id in)
{
    const auto unsent = offer_unsent();
    if (!unsent) co_return unsent.error();

    for (std::span<const local_record> rest{*unsent}; !rest.empty();) {
        const push_request message{.session = in, .records = next_batch(rest)};
        const auto answer = co_await attempt<push_reply>(message);
        if (!answer) co_return answer.error();
        const auto settled = settle(message.records, *answer);
        if (!settled) co_return settled.error();
        summary_.pushed += message.records.size();
        rest = rest.subspan(message.records.size());
    }
    co_return result<void>{};
}

/// As many records from the front as one push takes.
std::vector<record> session::next_batch(std::span<const local_record> unsent) const
{
    std::vector<record> batch;
    std::size_t bytes = 0;
    for (const auto& row : unsent) {
        auto sent = outgoing(variant_, row);
        bytes += pushed_bytes(sent);
        const bool full = batch.size() == with_.push_limit || bytes > with_.push_bytes_max;
        if (full && !batch.empty()) break;
        batch.push_back(std::move(sent));
    }
    return batch;
}

/// Unsent work, marked as offered before it leaves: an edit made while it is on the wire must say
/// that it follows it.
result<std::vector<local_record>> session::offer_unsent()
{
    return support::in_transaction(with_.store, [&]() -> result<std::vector<local_record>> {
        auto rows = with_.store.unsent();
        if (!rows || !names_writes(variant_)) return rows;
        for (auto& row : *rows) {
            if (row.offered) continue;
            row.offered = true;
            if (const auto put = with_.store.put(row); !put) return put.error();
        }
        return rows;
    });
}

result<void> session::settle(std::span<const record> sent, const push_reply& answer)
{
    if (!answers_pushes(variant_)) return drop_deleted(sent);
    if (answer.verdicts.size() != sent.size()) return sync_errc::bad_reply;

    return support::in_transaction(with_.store, [&]() -> result<void> {
        for (const auto& verdict : answer.verdicts) {
            if (const auto settled = settle_one(verdict); !settled) return settled.error();
        }
        return {};
    });
}

result<void> session::settle_one(const push_verdict& verdict)
{
    auto found = with_.store.find(verdict.pushed_as);
    if (!found) return found.error();
    if (!*found || !(*found)->unsent) return {};
    local_record row = **std::move(found);

    const bool settled = settles(variant_, row.shown, verdict.write);
    if (verdict.what == push_verdict::kind::refused) {
        if (!settled && row.shown.write != verdict.write) return {};
        row.unsent = false;
        row.refused = verdict.reason;
        return with_.store.put(row);
    }
    if (!verdict.current) return sync_errc::bad_reply;

    std::optional<local_id> swapped = row.shown.local;
    if (row.shown.is_pending) swapped = local_id{row.shown.key.value()};
    if (const auto gone = with_.store.erase(verdict.pushed_as); !gone) return gone.error();

    if (settled) {
        if (verdict.current->deleted) return {};
        row = as_the_server_has_it(variant_, *verdict.current);
    } else {
        // The user has written again since. That write stands on the one the server has now.
        row.shown.key = verdict.current->key;
        row.shown.is_pending = false;
        row.shown.base = verdict.write;
        row.shown.supersedes.clear();
        row.shown.base_value.reset();
        const bool is_the_base = verdict.current->write == verdict.write;
        if (sends_base_value(variant_) && is_the_base) {
            row.shown.base_value = verdict.current->value;
        }
    }
    if (confirms_swaps(variant_)) row.shown.local = swapped;
    return with_.store.put(row);
}

/// Where rows are removed, nothing of a deleted record will ever be pulled: that the push went
/// through is all there is to wait for.
result<void> session::drop_deleted(std::span<const record> sent)
{
    return support::in_transaction(with_.store, [&]() -> result<void> {
        for (const auto& record : sent) {
            if (!record.deleted) continue;
            if (const auto gone = with_.store.erase(record.key); !gone) return gone.error();
        }
        return {};
    });
}

// ------------------------------------------------------------------------------- pull and apply

awaitable<result<void>> session::pull_and_apply(session_id in)
{
    pull_request message{.session = in, .after = {}};
    if (!server_keeps_cursor(variant_)) message.after = progress_.before;
    for (;;) {
        const auto page = co_await attempt<pull_reply>(message);
        if (!page) co_return page.error();
        if (page->max_checkin) progress_.upper = page->max_checkin;

        const auto applied = apply_page(*page);
        if (!applied) co_return applied.error();
        summary_.pulled += page->records.size();
        if (is_last_page(*page)) co_return result<void>{};
        if (page->next) message.after = page->next;
        message.offset = page->next_offset;
    }
}

result<void> session::apply_page(const pull_reply& page)
{
    for (const auto& pulled : page.records) {
        if (server_stamps(variant_) && !pulled.order) return sync_errc::bad_reply;
        const auto at = cursor_at(variant_, pulled);
        auto& newest = progress_.newest_received;
        if (!newest || is_further(at, *newest)) newest = at;
    }

    const bool is_last = is_last_page(page);
    if (is_last && cursor_moves_before_apply(variant_)) {
        const auto moved = apply({}, true);
        if (!moved) return moved;
    }
    const bool moves_with_data = is_last && cursor_moves_with_apply(variant_);
    if (!applies_by_record(variant_)) return apply(page.records, moves_with_data);
    for (const auto& pulled : page.records) {
        if (const auto applied = apply({&pulled, 1}, false); !applied) return applied;
    }
    return moves_with_data ? apply({}, true) : result<void>{};
}

/// One transaction: these records, and the cursor behind them.
result<void> session::apply(std::span<const record> pulled, bool moves_cursor)
{
    return support::in_transaction(with_.store, [&]() -> result<void> {
        const auto state = with_.store.device();
        if (!state) return state.error();
        for (const auto& each : pulled) {
            if (const auto done = apply_one(each, state->last_sync); !done) return done;
        }
        return moves_cursor ? move_cursor() : result<void>{};
    });
}

result<void> session::apply_one(const record& pulled, const std::optional<cursor>& kept)
{
    auto mine = find_mine(pulled);
    if (!mine) return mine.error();

    auto ruled = pull_ruling::replace;
    if (*mine && (*mine)->unsent) ruled = rule_pull(variant_, (*mine)->shown, pulled);
    if (ruled == pull_ruling::skip) return {};
    const auto at = cursor_at(variant_, pulled);
    auto& newest = progress_.newest_applied;
    if (!newest || is_further(at, *newest)) newest = at;

    auto version = as_the_server_has_it(variant_, pulled);
    if (*mine) return put_pulled(**std::move(mine), std::move(version), ruled);
    // What is not here may have been deleted by a session that was faster.
    if (pulled.deleted || is_stale(variant_, kept, pulled)) return {};
    return with_.store.put(version);
}

/// A pulled version comes to a record that is here.
result<void> session::put_pulled(local_record mine, local_record version, pull_ruling ruled)
{
    if (has_already(mine.shown, version.shown)) return {};
    if (ruled == pull_ruling::park) {
        if (mine.parked && has_already(*mine.parked, version.shown)) return {};
        mine.parked = std::move(version.shown);
        return with_.store.put(mine);
    }

    // The swap: the row under the device's own key goes, the one under the server's comes.
    if (const auto gone = with_.store.erase(mine.shown.key); !gone) return gone.error();
    if (version.shown.deleted) return {};
    const bool swaps = mine.shown.is_pending && confirms_swaps(variant_);
    version.shown.local = swaps ? local_id{mine.shown.key.value()} : mine.shown.local;
    version.unsent = mine.unsent && clears_when_session_is_ok(variant_);
    return with_.store.put(version);
}

/// This device's row of the record: under the server's key, or still under its own.
result<std::optional<local_record>> session::find_mine(const record& pulled)
{
    auto by_key = with_.store.find(pulled.key);
    if (!by_key || *by_key || !pulled.local) return by_key;

    auto by_local_id = with_.store.find(record_key{pulled.local->value()});
    if (!by_local_id || !*by_local_id) return by_local_id;
    if ((*by_local_id)->shown.create_write != pulled.create_write) return std::nullopt;
    return by_local_id;
}

result<void> session::move_cursor()
{
    auto state = with_.store.device();
    if (!state) return state.error();
    state->last_sync = cursor_after_session(variant_, state->last_sync, reached());
    return with_.store.put_device(*state);
}

std::optional<cursor> session::reached() const
{
    return cursor_after_pull(variant_, progress_, with_.device.now());
}

// ------------------------------------------------------------------------------------- complete

awaitable<result<void>> session::complete(session_id in)
{
    complete_request message{.session = in, .last_update = reached(), .confirmed = {}};
    if (confirms_swaps(variant_)) {
        const auto swapped =
            support::in_transaction(with_.store, [&] { return with_.store.unconfirmed(); });
        if (!swapped) co_return swapped.error();
        // What does not fit is confirmed by the next session.
        for (const auto& row : *swapped | std::views::take(with_.push_limit)) {
            message.confirmed.push_back(*row.shown.local);
        }
    }

    const auto answer = co_await attempt<complete_reply>(message);
    if (!answer) co_return answer.error();
    co_return strip_confirmed(message.confirmed);
}

/// The server has let go of these local ids, so the device may.
result<void> session::strip_confirmed(std::span<const local_id> confirmed)
{
    if (confirmed.empty()) return {};
    return support::in_transaction(with_.store, [&]() -> result<void> {
        auto rows = with_.store.unconfirmed();
        if (!rows) return rows.error();
        for (auto& row : *rows) {
            const bool told = std::ranges::find(confirmed, *row.shown.local) != confirmed.end();
            if (!told) continue;
            row.shown.local.reset();
            if (const auto put = with_.store.put(row); !put) return put.error();
        }
        return {};
    });
}

/// The session has gone through. Where that is what clears, all that is unsent counts as sent.
result<void> session::clear_pending()
{
    if (!clears_when_session_is_ok(variant_)) return {};
    return support::in_transaction(with_.store, [&]() -> result<void> {
        auto rows = with_.store.unsent();
        if (!rows) return rows.error();
        for (auto& row : *rows) {
            if (row.parked) {
                const auto local = row.shown.local;
                row = as_the_server_has_it(variant_, *std::move(row.parked));
                row.shown.local = local;
            }
            row.unsent = row.offered = false;
            if (row.shown.deleted) {
                if (const auto gone = with_.store.erase(row.shown.key); !gone) return gone;
            } else if (const auto put = with_.store.put(row); !put) {
                return put;
            }
        }
        return {};
    });
}

template <class Reply, class Request>
awaitable<result<Reply>> session::attempt(Request message)
{
    for (int failures = 0;;) {
        auto answer = co_await call<Reply>(with_.server, message);
        const bool damaged =
            answer && checks_replies(variant_) && answer->digest != digest_of(*answer);
        if (answer && !damaged) co_return answer;

        ++failures;
        const auto error = damaged ? sync_errc::bad_reply : as_sync_errc(answer.error());
        const auto wait = next_attempt(variant_, error, failures);
        if (!wait) co_return damaged ? make_error_code(error) : answer.error();
        co_await with_.device.wait(wait->least + with_.device.draw_up_to(wait->spread));
    }
}

}  // namespace

awaitable<result<sync_summary>> sync_once(session_context with)
{
    session one{with};
    co_return co_await one.run();
}

}  // namespace syncsim::reference_client
