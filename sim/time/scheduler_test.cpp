#include "sim/time/scheduler.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <string>

namespace syncsim::sim {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

/// Adds its letter when it is destroyed.
struct farewell {
    std::string& to;
    char letter;

    ~farewell() { to += letter; }
};

asio::awaitable<void> say_after(
    scheduler& time,
    life_id life,
    sim_clock::duration wait,
    std::string& to,
    char what)
{
    const farewell on_the_way_out{to, static_cast<char>(what - 'a' + 'A')};
    co_await time.sleep(wait, 0, life);
    to += what;
}

void run_all(scheduler& time)
{
    while (time.run_one()) {
    }
}

TEST(Scheduler, RunsWorkInTheOrderOfInstantTieAndOrdinal)
{
    scheduler time;
    std::string order;
    const auto add = [&](sim_clock::duration when, std::uint64_t tie, char what) {
        time.at(sim_time{when}, tie, scheduler::world_life, [&order, what] { order += what; });
    };
    add(2ms, 0, 'd');
    add(1ms, 7, 'c');
    add(1ms, 3, 'a');
    add(1ms, 3, 'b');

    run_all(time);

    EXPECT_EQ(order, "abcd");
    EXPECT_EQ(time.now(), sim_time{2ms});
    EXPECT_EQ(time.events(), 4U);
}

TEST(Scheduler, TimeStandsStillUntilWorkIsDue)
{
    scheduler time;
    time.at(sim_time{5s}, 0, scheduler::world_life, [] {});

    EXPECT_EQ(time.now(), sim_time{});
    EXPECT_EQ(time.next_due(), sim_time{5s});
}

TEST(Scheduler, ResumesACoroutineWhenItsSleepIsOver)
{
    scheduler time;
    const auto life = time.begin_life();
    std::string told;
    asio::co_spawn(time.executor(life), say_after(time, life, 3ms, told, 'a'), asio::detached);

    run_all(time);

    EXPECT_EQ(told, "aA");
    EXPECT_EQ(time.now(), sim_time{3ms});
}

TEST(Scheduler, EndingALifeDestroysItsCoroutinesAndNoOthers)
{
    scheduler time;
    const auto doomed = time.begin_life();
    const auto other = time.begin_life();
    std::string told;
    asio::co_spawn(time.executor(doomed), say_after(time, doomed, 9ms, told, 'a'), asio::detached);
    asio::co_spawn(time.executor(other), say_after(time, other, 9ms, told, 'b'), asio::detached);
    time.at(sim_time{1ms}, 0, scheduler::world_life, [&] { time.end_life(doomed); });

    run_all(time);

    EXPECT_EQ(told, "AbB");
}

TEST(Scheduler, ALifeMayEndFromInsideItsOwnCoroutine)
{
    scheduler time;
    const auto life = time.begin_life();
    std::string told;
    const auto die = [](scheduler& on, life_id mine, std::string& to) -> asio::awaitable<void> {
        const farewell on_the_way_out{to, 'D'};
        on.end_life(mine);
        co_await on.sleep(1ms, 0, mine);
        to += "never";
    };
    asio::co_spawn(time.executor(life), die(time, life, told), asio::detached);

    run_all(time);

    EXPECT_EQ(told, "D");
    EXPECT_FALSE(time.is_alive(life));
}

TEST(Scheduler, WorkForALifeThatHasEndedNeverRuns)
{
    scheduler time;
    const auto life = time.begin_life();
    time.end_life(life);
    bool ran = false;
    time.at(sim_time{1ms}, 0, life, [&] { ran = true; });

    run_all(time);

    EXPECT_FALSE(ran);
}

TEST(Scheduler, DestroysWhatIsStillSuspendedWhenTheWorldEnds)
{
    std::string told;
    {
        scheduler time;
        const auto life = time.begin_life();
        asio::co_spawn(time.executor(life), say_after(time, life, 1h, told, 'a'), asio::detached);
        time.run_one();
    }

    EXPECT_EQ(told, "A");
}

TEST(SchedulerDeathTest, RefusesWorkInThePast)
{
    scheduler time;
    time.at(sim_time{1s}, 0, scheduler::world_life, [] {});
    run_all(time);

    EXPECT_DEATH(time.at(sim_time{}, 0, scheduler::world_life, [] {}), "in the past");
}

}  // namespace
}  // namespace syncsim::sim
