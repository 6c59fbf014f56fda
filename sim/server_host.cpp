#include "sim/server_host.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <cstddef>
#include <optional>
#include <utility>

#include "protocol/support/check.hpp"
#include "protocol/support/transaction.hpp"
#include "reference_server/sqlite_store.hpp"
#include "sim/fault/corruption.hpp"
#include "sim/fault/step_anchors.hpp"
#include "sim/observed_server_store.hpp"
#include "sim/wire_check.hpp"

namespace syncsim::sim {
namespace {

/// The value of the delete in this push that takes the row of that key away.
std::string deleting_value(const protocol::request& message, const protocol::record_key& key)
{
    const auto* const push = std::get_if<protocol::push_request>(&message);
    support::check(push != nullptr, "only a push removes rows");
    const auto found = std::ranges::find_if(push->records, [&](const protocol::record& each) {
        return each.key == key && each.deleted;
    });
    support::check(found != push->records.end(), "a row is removed for a delete that was pushed");
    return found->value;
}

void limit(std::size_t& what, const std::optional<int>& by)
{
    if (by) what = static_cast<std::size_t>(*by);
}

reference_server::server::settings settings_of(
    const protocol::variant& of,
    const server_limits& limits)
{
    reference_server::server::settings made{.variant = of};
    limit(made.page_limit, limits.page);
    limit(made.push_limit, limits.push);
    limit(made.value_bytes_max, limits.value_bytes);
    return made;
}

}  // namespace

const protocol::owner_id& the_owner()
{
    static const protocol::owner_id owner{support::short_text{"user"}};
    return owner;
}

server_host::server_host(run_context& run, injector& faults, network& links, store_wrapper wrap)
    : run_(run),
      faults_(faults),
      links_(links),
      wrap_(std::move(wrap)),
      disk_([&run] { return run.local_time(server_node); }, run.luck, choice_key{} / "server")
{
}

server_host::~server_host()
{
    process_.reset();
}

void server_host::restart()
{
    if (is_up()) return;
    const bool is_first = process_ == nullptr;
    process_ = std::make_unique<process>();
    process_->life = run_.time.begin_life();
    process_->store = open_store();
    auto settings = settings_of(run_.variant, run_.script.server.limits);
    settings.draw_key = [this] { return draw_key(); };
    process_->server =
        std::make_unique<reference_server::server>(std::move(settings), *process_->store);
    if (!is_first) run_.emit(server_node, event::restarted{});
}

void server_host::crash(std::optional<duration> restart_after)
{
    if (!is_up()) return;
    process_->alive = false;
    run_.time.end_life(process_->life);
    disk_.crash();
    run_.emit(server_node, event::crashed{});
    if (!restart_after) return;
    run_.time.at(run_.time.now() + *restart_after, 0, scheduler::world_life, [this] { restart(); });
}

std::unique_ptr<reference_server::store> server_host::open_store()
{
    auto opened = reference_server::open_sqlite_store(
        {.file = "server.db", .vfs = disk_.vfs_name()}, run_.variant);
    support::check(opened.has_value(), "the simulated server opens its own database");

    auto* const mine = process_.get();
    mine->database = opened->get();
    transaction_hooks hooks{
        .is_alive = [mine] { return mine->alive; },
        .first_change_made = [](const happening&) {},
        .about_to_commit =
            [this] {
                if (handling_ == nullptr) return;
                const auto at = anchors_of(step_of(*handling_->content)).before_commit;
                if (at) faults_.pass(*handling_->from, *at, server_node);
            },
        .committed =
            [this](std::vector<happening> changes) {
                // A session that expires by a fault is no request's doing.
                if (handling_ == nullptr) return session_.reset();
                for (auto& each : changes) run_.emit(server_node, std::move(each));
                run_.emit(
                    server_node,
                    event::server_committed{
                        .message = handling_->id, .session = std::exchange(session_, {})});
                const auto at = anchors_of(step_of(*handling_->content)).after_commit;
                if (at) faults_.pass(*handling_->from, *at, server_node);
            }};
    observed_server_store::attribution attributes{
        .deleting_value =
            [this](const protocol::record_key& key) {
                support::check(handling_ != nullptr, "changes come from requests");
                return deleting_value(*handling_->content, key);
            },
        .node_of =
            [this](const protocol::device_id& device) {
                const auto& clients = run_.script.clients;
                const auto found = std::ranges::find(
                    clients, device.value().view(), [](const client_settings& each) {
                        return std::string_view{each.name};
                    });
                return node_id{static_cast<std::uint16_t>(found - clients.begin() + 1)};
            },
        .session_stored =
            [this](const reference_server::stored_session& session) { session_ = session; }};
    std::unique_ptr<reference_server::store> observed = std::make_unique<observed_server_store>(
        *std::move(opened), std::move(hooks), std::move(attributes));
    return wrap_ ? wrap_(std::move(observed)) : std::move(observed);
}

/// Chance is named after the request that is being handled, and counts within it.
support::uuid server_host::draw_key()
{
    support::check(handling_ != nullptr, "records are made by requests");
    const auto name = handling_->name / "key" / keys_drawn_++;
    return support::as_version_4(
        {.high = run_.luck.bits(site::uuid, name / "high"),
         .low = run_.luck.bits(site::uuid, name / "low")});
}

void server_host::receive(
    const arriving_request& message,
    bool again,
    std::function<void(arriving_reply, bool again)> deliver)
{
    if (!is_up()) {
        run_.emit(
            server_node,
            event::message_lost{
                .message = message.id,
                .is_reply = false,
                .why = event::message_lost::cause::receiver_down});
        return;
    }
    run_.emit(
        server_node,
        event::message_delivered{
            .message = message.id, .is_reply = false, .again = again, .taken = nullptr});
    if (message.kills && !again && !run_.healed()) {
        faults_.act(*message.kills, server_node);
        return;
    }
    const auto session = run_.known.sessions()[message.id].session;
    if (message.expires_session && session && !again && !run_.healed()) {
        expire_session(*session, *message.expires_session);
    }
    boost::asio::co_spawn(
        run_.time.executor(process_->life),
        serve(message, std::move(deliver)),
        boost::asio::detached);
}

boost::asio::awaitable<void> server_host::serve(
    arriving_request message,
    std::function<void(arriving_reply, bool again)> deliver)
{
    auto* const mine = process_.get();
    const auto work = run_.script.server.work;
    const protocol::server_time arrived{run_.local_time(server_node)};
    mine->server->receive(*message.content, arrived);
    const auto tie = run_.luck.bits(site::tie, message.name / "serve");
    const auto pause = run_.healed() ? duration{0} : message.pause;
    co_await run_.time.sleep(pause + work, tie, mine->life);

    const protocol::server_time now{run_.local_time(server_node)};
    handling_ = &message;
    session_.reset();
    keys_drawn_ = 0;
    auto answer = mine->server->handle(the_owner(), *message.content, arrived, now);
    handling_ = nullptr;
    if (!mine->alive) co_return;

    const auto handled = anchors_of(step_of(*message.content)).handle;
    if (handled) faults_.pass(*message.from, *handled, server_node);
    if (!mine->alive) co_return;

    co_await run_.time.sleep(work, tie, mine->life);
    reply(message, std::move(answer), deliver);
}

void server_host::reply(
    const arriving_request& to,
    protocol::result<protocol::reply> answer,
    const std::function<void(arriving_reply, bool again)>& deliver)
{
    const auto which = step_of(*to.content);
    const auto effect = faults_.pass(*to.from, anchors_of(which).response, server_node);
    if (!is_up()) return;
    if (effect.error_reply) answer = *effect.error_reply;
    if (effect.gives_up && to.from->give_up(to.id)) faults_.fire(*effect.gives_up, server_node);
    const auto name = to.name / "reply";
    const auto sent = std::make_shared<const protocol::result<protocol::reply>>(std::move(answer));
    arriving_reply message{.id = to.id, .content = sent, .kills = effect.kills_receiver};
    if (effect.corrupts) corrupt(message, *effect.corrupts, name);
    if (checks_wire(run_.luck.seed())) check_wire(which, *message.content);

    const auto device = to.from->device;
    run_.emit(
        server_node,
        event::reply_sent{
            .message = to.id,
            .sync = to.sync,
            .device = device,
            .answers = which,
            .content = sent});
    const auto lost =
        links_.send(device, false, effect.orders, name, [deliver, message](bool again) {
            deliver(message, again);
        });
    if (!lost) return;
    run_.emit(server_node, event::message_lost{.message = to.id, .is_reply = true, .why = *lost});
}

void server_host::corrupt(arriving_reply& message, fault_index by, choice_key name)
{
    if (!*message.content) return;
    auto content = **message.content;
    const auto changed = corrupt_value(content, run_.luck, name);
    if (changed.empty()) return;
    message.content = std::make_shared<const protocol::result<protocol::reply>>(std::move(content));
    faults_.fire(by, server_node, changed);
}

void server_host::expire_session(const protocol::session_id& which, fault_index by)
{
    // No request does this, so nothing that observes requests is told.
    auto& store = *process_->database;
    const auto expired = support::in_transaction(store, [&]() -> protocol::result<void> {
        auto session = store.find_session(which);
        if (!session) return session.error();
        if (!*session) return {};
        faults_.fire(by, server_node);
        const auto lease = settings_of(run_.variant, run_.script.server.limits).lease;
        (*session)->opened = protocol::server_time{run_.local_time(server_node) - lease};
        return store.put_session(**session);
    });
    support::check(expired.has_value(), "the simulated server's database works");
}

}  // namespace syncsim::sim
