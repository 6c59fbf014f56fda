#include <benchmark/benchmark.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "sim/time/choice.hpp"
#include "sim/time/scheduler.hpp"

namespace syncsim::sim {
namespace {

/// One event that schedules its successor, with this many others pending.
void scheduler_events(benchmark::State& state)
{
    scheduler time;
    const chance luck{1};
    const auto pending = state.range(0);
    std::uint64_t scheduled = 0;
    const auto schedule = [&](auto& self) -> void {
        const auto wait = luck.up_to(sim_clock::duration{1000}, site::tie, choice_key{scheduled++});
        time.at(time.now() + wait, 0, scheduler::world_life, [&] { self(self); });
    };
    for (std::int64_t each = 0; each < pending; ++each) schedule(schedule);

    for (auto _ : state) time.run_one();

    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(scheduler_events)->Arg(1)->Arg(64)->Arg(1000);

void coroutine_sleep(benchmark::State& state)
{
    scheduler time;
    const auto life = time.begin_life();
    const auto sleeper = [](scheduler& on, life_id mine) -> boost::asio::awaitable<void> {
        for (;;) co_await on.sleep(sim_clock::duration{1}, 0, mine);
    };
    boost::asio::co_spawn(time.executor(life), sleeper(time, life), boost::asio::detached);

    for (auto _ : state) time.run_one();

    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(coroutine_sleep);

}  // namespace
}  // namespace syncsim::sim
