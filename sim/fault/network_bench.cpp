#include <benchmark/benchmark.h>

#include "sim/fault/network.hpp"
#include "sim/script.hpp"

namespace syncsim::sim {
namespace {

/// A request to the server and the reply to it, over a link with jitter, with nobody at either end.
void network_round_trip(benchmark::State& state)
{
    auto settings = script{{device("phone")}};
    settings.settings().network.jitter = std::chrono::milliseconds{20};
    const scenario& scene = settings;
    run_context run{scene, protocol::hardened(), false};
    network links{run};
    std::uint64_t sent = 0;
    const auto carry = [&](bool to_server) {
        const auto passage = links.route(node_id{1}, to_server, {}, choice_key{++sent});
        run.time.at(run.time.now() + passage.copies.front(), 0, scheduler::world_life, [] {});
        run.time.run_one();
    };

    for (auto _ : state) {
        carry(true);
        carry(false);
    }

    state.SetItemsProcessed(2 * state.iterations());
}
BENCHMARK(network_round_trip);

}  // namespace
}  // namespace syncsim::sim
