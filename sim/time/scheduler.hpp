#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/execution.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "protocol/support/strong.hpp"
#include "sim/time/sim_time.hpp"

namespace syncsim::sim {

/// One life of a node, from a start to a crash. What a life has waiting ends with it.
using life_id = support::strong<struct life_id_tag, std::uint32_t>;

/// The only thing that moves time: an Asio execution context in virtual time.
///
/// Work runs in the order of (instant, tie, ordinal): the tie is a named choice of whoever
/// schedules it, the ordinal counts what was scheduled. Everything scheduled belongs to a life.
/// Ending a life destroys what it has waiting, its suspended coroutines included, and that is a
/// crash: nothing of the life runs afterwards.
///
/// Invariants: (1) time never goes back; (2) work of a life that has ended is never run; (3) a
/// coroutine is destroyed only from `run_one` or the destructor, never while one is running.
class scheduler : public boost::asio::execution_context {
public:
    using work = std::move_only_function<void()>;
    class executor_type;

    scheduler() = default;
    ~scheduler();

    sim_time now() const noexcept { return now_; }

    /// The life of the world itself, which does not end.
    static constexpr life_id world_life{0};

    life_id begin_life();
    /// Ends the life. Safe from inside one of its own coroutines: that coroutine must not do
    /// anything more than wait.
    void end_life(life_id which);
    bool is_alive(life_id which) const noexcept { return !ended_[which.value()]; }

    /// REQUIRES: `when` is not in the past.
    void at(sim_time when, std::uint64_t tie, life_id whose, work what);

    /// Runs the next piece of work, moving time to its instant; false where there is none.
    bool run_one();
    /// When the next piece of work is due. REQUIRES: there is one.
    sim_time next_due() const noexcept { return heap_.front().when; }
    bool idle() const noexcept { return heap_.empty(); }

    /// Where coroutines of this life run.
    executor_type executor(life_id whose) noexcept;

    /// Suspends the caller for `how_long` of true time, or for ever if its life ends first.
    boost::asio::awaitable<void> sleep(
        sim_clock::duration how_long,
        std::uint64_t tie,
        life_id whose);

    /// Pieces of work run so far.
    std::uint64_t events() const noexcept { return events_; }

private:
    struct entry {
        sim_time when;
        std::uint64_t tie;
        std::uint64_t ordinal;
        std::uint32_t slot;
    };
    struct slot {
        life_id whose;
        work what;
    };

    void bury(work what) { graveyard_.push_back(std::move(what)); }
    void clear_graveyard();

    sim_time now_{};
    std::uint64_t scheduled_ = 0;
    std::uint64_t events_ = 0;
    std::vector<entry> heap_;
    std::vector<slot> slots_;
    std::vector<std::uint32_t> free_slots_;
    std::vector<bool> ended_{false};
    /// Work of lives that have ended, waiting to be destroyed when no coroutine is running.
    std::vector<work> graveyard_;
};

/// Runs work at the present instant, in the order given, as long as its life lasts.
class scheduler::executor_type {
public:
    executor_type(scheduler& context, life_id whose) noexcept : context_(&context), whose_(whose) {}

    scheduler& query(boost::asio::execution::context_t) const noexcept { return *context_; }
    static constexpr boost::asio::execution::blocking_t query(
        boost::asio::execution::blocking_t) noexcept
    {
        return boost::asio::execution::blocking_t::never_t{};
    }
    executor_type require(boost::asio::execution::blocking_t::never_t) const noexcept
    {
        return *this;
    }

    template <class Function>
    void execute(Function what) const
    {
        context_->at(context_->now(), 0, whose_, work(std::move(what)));
    }

    friend bool operator==(const executor_type&, const executor_type&) noexcept = default;

private:
    scheduler* context_;
    life_id whose_;
};

inline scheduler::executor_type scheduler::executor(life_id whose) noexcept
{
    return executor_type{*this, whose};
}

/// A coroutine that waits for something to happen elsewhere: `start` is given what resumes it.
///
/// What resumes it is a `scheduler::work`. Destroying that instead destroys the coroutine.
template <class Start>
boost::asio::awaitable<void> wait_until_resumed(Start start)
{
    co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>&, void()>(
        [start = std::move(start)](auto handler) mutable {
            start(scheduler::work(
                [handler = std::move(handler)]() mutable { std::move(handler)(); }));
        },
        boost::asio::use_awaitable);
}

}  // namespace syncsim::sim
