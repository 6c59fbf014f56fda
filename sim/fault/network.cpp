#include "sim/fault/network.hpp"

#include <algorithm>

namespace syncsim::sim {
namespace {

/// A copy on the heels of its original: late enough to be a message of its own.
constexpr duration copy_gap = std::chrono::milliseconds{1};

}  // namespace

network::network(run_context& run) : run_(run), links_(run.script.clients.size()) {}

void network::cut(node_id device, partition_step::direction which)
{
    auto& between = links_[device.value() - 1U];
    if (which != partition_step::direction::from_server) between.to_server.is_cut = true;
    if (which != partition_step::direction::to_server) between.from_server.is_cut = true;
}

void network::heal(node_id device)
{
    links_[device.value() - 1U] = link{};
}

passage network::send(node_id device, bool to_server, const message_orders& orders, choice_key name)
{
    using cause = event::message_lost::cause;
    auto& between = links_[device.value() - 1U];
    auto& way = to_server ? between.to_server : between.from_server;
    const auto& settings = run_.script.network;
    const bool whole = run_.healed();

    if (orders.drop) return {.lost = cause::fault, .copies = {}};
    if (way.is_cut) return {.lost = cause::partition, .copies = {}};
    if (!whole && run_.luck.happens(settings.loss, site::loss, name)) {
        return {.lost = cause::loss, .copies = {}};
    }

    duration takes = settings.latency + run_.luck.up_to(settings.jitter, site::latency, name);
    if (!settings.reorder) {
        const auto earliest = way.last_arrival - run_.time.now();
        takes = std::max(takes, earliest);
        way.last_arrival = run_.time.now() + takes;
    }
    takes += orders.delay;

    passage result{.lost = {}, .copies = {takes}};
    int extra = orders.extra_copies;
    if (!whole && run_.luck.happens(settings.duplicate, site::duplicate, name)) ++extra;
    for (int copy = 1; copy <= extra; ++copy) result.copies.push_back(takes + copy * copy_gap);
    if (orders.late_copy) result.copies.push_back(takes + *orders.late_copy);
    return result;
}

}  // namespace syncsim::sim
