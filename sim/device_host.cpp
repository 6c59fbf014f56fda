#include "sim/device_host.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <utility>

#include "protocol/data_rules.hpp"
#include "protocol/support/check.hpp"
#include "reference_client/host.hpp"
#include "reference_client/notebook.hpp"
#include "reference_client/session.hpp"
#include "reference_client/sqlite_store.hpp"
#include "sim/fault/step_anchors.hpp"
#include "sim/observed_local_store.hpp"
#include "sim/wire_check.hpp"

namespace syncsim::sim {
namespace {

/// How long a client waits for a reply.
constexpr duration call_timeout = std::chrono::seconds{5};

}  // namespace

/// What the device lends its client for one sync or one piece of work. Chance is named after that,
/// and counts within it.
class device_host::host final : public reference_client::host {
public:
    host(device_host& device, choice_key name, std::optional<support::uuid> first = {})
        : device_(device), name_(name), first_(first)
    {
    }

    protocol::device_time now() override
    {
        return protocol::device_time{device_.run_.local_time(device_.me_)};
    }

    support::uuid draw_uuid() override
    {
        if (first_) return *std::exchange(first_, std::nullopt);
        const auto key = name_ / drawn_++;
        const auto& luck = device_.run_.luck;
        return support::as_version_4(
            {.high = luck.bits(site::uuid, key / "high"),
             .low = luck.bits(site::uuid, key / "low")});
    }

    duration draw_up_to(duration most) override
    {
        return device_.run_.luck.up_to(most, site::jitter, name_ / drawn_++);
    }

    boost::asio::awaitable<void> wait(duration how_long) override
    {
        auto& run = device_.run_;
        const auto tie = run.luck.bits(site::tie, name_ / "wait" / drawn_++);
        return run.time.sleep(how_long, tie, device_.process_->life);
    }

private:
    device_host& device_;
    choice_key name_;
    /// What the scenario lets it draw first.
    std::optional<support::uuid> first_;
    std::uint64_t drawn_ = 0;
};

/// The network as one sync sees it: a call is a request and a reply, or silence.
class device_host::channel final : public protocol::channel {
public:
    channel(device_host& device, sync_progress& sync) : device_(device), sync_(sync)
    {
        sync_.passes.give_up = [this](message_id which) { return give_up(which); };
    }

    boost::asio::awaitable<protocol::result<protocol::reply>> call(
        protocol::request message) override
    {
        finish_applying();
        if (!device_.is_up()) co_await die();

        const auto which = step_of(message);
        const int attempt = ++attempts_[static_cast<std::size_t>(which)];
        const auto name = sync_.name / protocol::name(which) / static_cast<std::uint64_t>(attempt);
        if (checks_wire(device_.run_.luck.seed())) check_wire(message);
        const auto effect =
            device_.faults_.pass(sync_.passes, anchors_of(which).request, device_.me_);
        if (!device_.is_up()) co_await die();

        waiting_for_ = device_.run_.next_message();
        answer_.reset();
        send(
            {.id = *waiting_for_,
             .from = &sync_.passes,
             .sync = sync_.index,
             .name = name,
             .content = std::make_shared<const protocol::request>(std::move(message)),
             .kills = effect.kills_receiver,
             .expires_session = effect.expires_session,
             .pause = effect.pause},
            effect.orders,
            attempt);
        co_await wait_until_resumed([this, name](scheduler::work resume) {
            resume_ = std::move(resume);
            auto& time = device_.run_.time;
            time.at(
                time.now() + call_timeout,
                device_.run_.luck.bits(site::tie, name / "time-out"),
                device_.process_->life,
                [this, id = *waiting_for_] { time_out(id); });
        });

        waiting_for_.reset();
        if (!answer_) co_return protocol::sync_errc::timed_out;
        if (const auto* const page = page_of(*answer_)) begin_applying(*page);
        if (!device_.is_up()) co_await die();
        co_return *answer_;
    }

    void receive(const arriving_reply& message, bool again)
    {
        auto& run = device_.run_;
        if (!device_.is_up()) {
            run.emit(
                device_.me_,
                event::message_lost{
                    .message = message.id,
                    .is_reply = true,
                    .why = event::message_lost::cause::receiver_down});
            return;
        }
        const bool kills = message.kills && !again && !run.healed();
        const bool is_awaited = waiting_for_ == message.id && !sync_.ended && resume_;
        run.emit(
            device_.me_,
            event::message_delivered{
                .message = message.id,
                .is_reply = true,
                .again = again,
                .taken = is_awaited && !kills ? message.content : nullptr});
        if (kills) {
            device_.faults_.act(*message.kills, device_.me_);
            return;
        }
        if (!is_awaited) {
            run.emit(device_.me_, event::reply_ignored{.message = message.id});
            return;
        }
        answer_ = *message.content;
        std::exchange(resume_, nullptr)();
    }

    /// The last page has been applied, if one was.
    void finish_applying()
    {
        if (!device_.applying_ || device_.applying_->who != &sync_.passes) return;
        device_.applying_.reset();
        device_.faults_.pass(sync_.passes, anchor::apply_after, device_.me_);
    }

    /// The device died: the coroutine that waits here goes with it.
    void drop()
    {
        if (resume_)
            device_.run_.time.at(
                device_.run_.time.now(),
                0,
                device_.process_->life,
                std::exchange(resume_, nullptr));
    }

private:
    /// Waits for an end that has come already: the coroutine is destroyed where it stands.
    boost::asio::awaitable<void> die()
    {
        return device_.run_.time.sleep(duration{0}, 0, device_.process_->life);
    }

    void send(const arriving_request& message, const message_orders& orders, int attempt)
    {
        auto& run = device_.run_;
        run.emit(
            device_.me_,
            event::request_sent{
                .message = message.id,
                .sync = sync_.index,
                .device = device_.me_,
                .content = message.content,
                .attempt = attempt});
        const auto lost = device_.links_.send(
            device_.me_, true, orders, message.name, [this, message](bool again) {
                device_.server_.receive(
                    message, again, [this](const arriving_reply& reply, bool reply_again) {
                        receive(reply, reply_again);
                    });
            });
        if (!lost) return;
        run.emit(
            device_.me_,
            event::message_lost{.message = message.id, .is_reply = false, .why = *lost});
    }

    /// As if the time of that call were up now.
    bool give_up(message_id which)
    {
        if (waiting_for_ != which || !resume_) return false;
        auto& time = device_.run_.time;
        time.at(time.now(), 0, device_.process_->life, [this, which] { time_out(which); });
        return true;
    }

    void time_out(message_id which)
    {
        if (waiting_for_ != which || !resume_) return;
        std::exchange(resume_, nullptr)();
    }

    static const protocol::pull_reply* page_of(const protocol::result<protocol::reply>& answer)
    {
        return answer ? std::get_if<protocol::pull_reply>(&*answer) : nullptr;
    }

    void begin_applying(const protocol::pull_reply& page)
    {
        device_.faults_.pass(sync_.passes, anchor::apply_before, device_.me_);
        device_.applying_ = applying{.who = &sync_.passes, .records = page.records.size()};
    }

    device_host& device_;
    sync_progress& sync_;
    std::array<int, protocol::all_steps.size()> attempts_{};

    /// The call that is under way, what resumes it, and its answer.
    std::optional<message_id> waiting_for_;
    scheduler::work resume_;
    std::optional<protocol::result<protocol::reply>> answer_;
};

struct device_host::running_sync {
    running_sync(device_host& device, sync_progress started)
        : progress(std::move(started)), device_side(device, progress.name), server(device, progress)
    {
    }

    sync_progress progress;
    host device_side;
    channel server;
};

device_host::device_host(
    run_context& run,
    injector& faults,
    network& links,
    server_host& server,
    node_id which)
    : run_(run),
      faults_(faults),
      links_(links),
      server_(server),
      me_(which),
      name_(run.script.clients[which.value() - 1U].name),
      disk_([&run, which] { return run.local_time(which); }, run.luck, choice_key{} / name_)
{
}

device_host::~device_host()
{
    process_.reset();
}

void device_host::restart()
{
    if (is_up()) return;
    const bool is_first = process_ == nullptr;
    process_ = std::make_unique<process>();
    process_->life = run_.time.begin_life();
    process_->store = open_store();
    if (!is_first) run_.emit(me_, event::restarted{});
}

void device_host::crash(std::optional<duration> restart_after)
{
    if (!is_up()) return;
    process_->alive = false;
    run_.time.end_life(process_->life);
    disk_.crash();
    applying_.reset();
    run_.emit(me_, event::crashed{});
    for (auto& each : syncs_) {
        if (each->progress.ended) continue;
        each->progress.crashed = true;
        each->server.drop();
        end_sync(each->progress);
    }
    if (!restart_after) return;
    run_.time.at(run_.time.now() + *restart_after, 0, scheduler::world_life, [this] { restart(); });
}

std::unique_ptr<reference_client::local_store> device_host::open_store()
{
    auto opened = reference_client::open_sqlite_store(
        {.file = "device.db", .vfs = disk_.vfs_name()},
        run_.variant,
        protocol::device_id{support::short_text{name_}});
    support::check(opened.has_value(), "the simulated device opens its own database");

    auto* const mine = process_.get();
    return std::make_unique<observed_local_store>(
        *std::move(opened),
        transaction_hooks{
            .is_alive = [mine] { return mine->alive; },
            .first_change_made = [this](const happening& what) { first_change_made(what); },
            .about_to_commit = [this] { about_to_commit(); },
            .committed =
                [this](std::vector<happening> changes) { committed(std::move(changes)); }});
}

// --------------------------------------------------------------------------------- the user's work

std::optional<std::string> device_host::work(
    const local_step& what,
    choice_key name,
    std::vector<fault_index> faults,
    const fault_plan& plan)
{
    host lent{*this, name, what.uuid};
    reference_client::notebook notebook{run_.variant, *process_->store, lent};

    std::optional<protocol::record_key> row;
    std::optional<write_index> write;
    if (what.what == local_step::verb::create) {
        write =
            run_.known.plan_create(me_, what.record, fields_of(what.set), fields_of(what.extra));
    } else {
        const auto which = run_.known.find_record(what.record);
        if (which) row = run_.known.row_of(me_, *which);
        if (!row) return name_ + " does not show " + what.record;
        const auto on = *run_.known.device(me_).rows.at(*row).write;
        write = what.what == local_step::verb::edit
                    ? run_.known.plan_edit(me_, on, fields_of(what.set), fields_of(what.extra))
                    : run_.known.plan_delete(me_, on);
    }

    user_work mine{
        .write = *write,
        .passes = {
            .device = me_,
            .passes = anchor_passes{plan, std::move(faults)},
            .during = {},
            .do_work = {},
            .give_up = {}}};
    const auto& value = run_.known[*write].text;
    working_ = &mine;
    boost::system::error_code error;
    switch (what.what) {
    case local_step::verb::create:
        if (const auto made = notebook.create(value, what.extra); !made) error = made.error();
        break;
    case local_step::verb::edit:
        if (const auto made = notebook.edit(*row, value, what.extra); !made) error = made.error();
        break;
    case local_step::verb::remove:
        if (const auto made = notebook.erase(*row, value); !made) error = made.error();
        break;
    }
    working_ = nullptr;
    support::check(!error || !is_up(), "the user's work fails only where the device dies");
    if (error) run_.emit(me_, event::local_work{.write = *write, .certain = false});
    return std::nullopt;
}

void device_host::do_during(const during_work& planned, choice_key name)
{
    if (!is_up()) return;
    const local_step what{
        .what = static_cast<local_step::verb>(planned.what),
        .on = name_,
        .record = planned.record,
        .set = planned.set,
        .extra = planned.extra,
        .faults = {}};
    const auto scope = name / "during" / planned.record / static_cast<std::uint64_t>(planned.what);
    // No faults hang on this work: the plan is only there to be referred to.
    const fault_plan none{scenario{}};
    const auto failed = work(what, scope, {}, none);
    if (failed) run_.emit(me_, event::unmet{.place = planned.place, .what = *failed});
}

// -------------------------------------------------------------------------------------- its syncs

sync_progress& device_host::start_sync(
    sync_index index,
    choice_key name,
    anchor_passes passes,
    std::vector<during_work> during)
{
    support::check(is_up(), "a device that is down does not sync");
    sync_progress started{
        .index = index,
        .name = name,
        .passes =
            {.device = me_,
             .passes = std::move(passes),
             .during = std::move(during),
             .do_work = [this, name](const during_work& each) { do_during(each, name); },
             .give_up = {}},
        .error = {}};
    syncs_.push_back(std::make_unique<running_sync>(*this, std::move(started)));
    auto& one = *syncs_.back();
    run_.emit(me_, event::sync_began{.sync = index});
    boost::asio::co_spawn(run_.time.executor(process_->life), run_sync(one), boost::asio::detached);
    return one.progress;
}

boost::asio::awaitable<void> device_host::run_sync(running_sync& one)
{
    const auto done = co_await reference_client::sync_once(
        {.variant = run_.variant,
         .store = *process_->store,
         .server = one.server,
         .device = one.device_side});
    if (!is_up() || one.progress.ended) co_return;
    one.server.finish_applying();
    if (!is_up()) co_return;
    if (!done) one.progress.error = protocol::as_sync_errc(done.error());
    end_sync(one.progress);
}

void device_host::end_sync(sync_progress& one)
{
    one.ended = true;
    run_.emit(
        me_, event::sync_ended{.sync = one.index, .error = one.error, .crashed = one.crashed});
}

// --------------------------------------------------------------------------- its store's
// transactions

void device_host::first_change_made(const happening& what)
{
    if (working_ != nullptr || !applying_) return;
    // A cursor that moves in a transaction of its own is no part of the page.
    if (std::holds_alternative<event::device_cursor>(what)) return;
    const bool whole_page = !protocol::applies_by_record(run_.variant);
    if (whole_page || applying_->records == 1) pass_mid();
}

void device_host::about_to_commit()
{
    if (working_ != nullptr) faults_.pass(working_->passes, anchor::local_before_commit, me_);
}

void device_host::committed(std::vector<happening> changes)
{
    auto* const mine = working_;
    if (mine != nullptr) run_.emit(me_, event::local_work{.write = mine->write, .certain = true});
    for (auto& each : changes) run_.emit(me_, std::move(each));
    run_.emit(me_, event::device_committed{.by_user = mine != nullptr});
    if (mine != nullptr) {
        faults_.pass(mine->passes, anchor::local_after_commit, me_);
        return;
    }
    if (applying_ && protocol::applies_by_record(run_.variant)) pass_mid();
}

/// Between the parts of a page's application: passed once a page, and never for an empty one.
void device_host::pass_mid()
{
    if (applying_->mid_passed || applying_->records == 0) return;
    applying_->mid_passed = true;
    faults_.pass(*applying_->who, anchor::apply_mid, me_);
}

}  // namespace syncsim::sim
