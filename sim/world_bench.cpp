#include "sim/world.hpp"

#include <benchmark/benchmark.h>

#include "sim/standard_workload.hpp"

namespace syncsim::sim {
namespace {

/// Whole runs, from opening the databases to the verdict: `hardened`, all invariants and the digest
/// on, no trace. The seed is one for which no message goes through the codec.
void run_workload(benchmark::State& state, const scenario& fixed)
{
    auto scene = fixed;
    scene.seed = 1;
    std::uint64_t events = 0;
    std::uint64_t messages = 0;
    for (auto _ : state) {
        const auto done = run(scene, protocol::hardened(), {.keep_trace = false});
        events += done.events;
        messages += done.messages;
    }

    using rate = benchmark::Counter;
    state.SetItemsProcessed(state.iterations());
    state.counters["events/s"] = rate(static_cast<double>(events), rate::kIsRate);
    state.counters["messages/s"] = rate(static_cast<double>(2 * messages), rate::kIsRate);
}
BENCHMARK_CAPTURE(run_workload, s, workload_s());
BENCHMARK_CAPTURE(run_workload, m, workload_m());

}  // namespace
}  // namespace syncsim::sim
