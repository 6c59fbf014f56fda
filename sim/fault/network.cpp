#include "sim/fault/network.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

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

std::optional<event::message_lost::cause> network::send(
    node_id device,
    bool to_server,
    const message_orders& orders,
    choice_key name,
    arrival arrive)
{
    auto sent = route(device, to_server, orders, name);
    if (sent.lost) return sent.lost;

    const auto first = sent.copies.front();
    for (auto& each : sent.copies) each -= first;
    waiting message{
        .device = device,
        .to_server = to_server,
        .name = name,
        .copies = std::move(sent.copies),
        .arrive = std::move(arrive),
        .until = orders.held_until};
    if (orders.overtaken || orders.held_until) {
        set_aside(std::move(message), orders);
        return std::nullopt;
    }
    schedule(message, first);
    end_wait(first + copy_gap, [&](const waiting& other) {
        return !other.until && other.device == device && other.to_server == to_server;
    });
    return std::nullopt;
}

void network::set_aside(waiting message, const message_orders& orders)
{
    if (!orders.held_until) {
        const auto latest = run_.time.now() + *orders.overtaken;
        const auto tie = run_.luck.bits(site::tie, message.name / "overtaken");
        run_.time.at(latest, tie, scheduler::world_life, [this, name = message.name] {
            end_wait(
                duration{0}, [&](const waiting& other) { return other.name.value == name.value; });
        });
    }
    waiting_.push_back(std::move(message));
}

void network::schedule(const waiting& message, duration first)
{
    for (std::size_t copy = 0; copy < message.copies.size(); ++copy) {
        const auto tie = run_.luck.bits(site::tie, message.name / copy);
        run_.time.at(
            run_.time.now() + first + message.copies[copy],
            tie,
            scheduler::world_life,
            [arrive = message.arrive, copy] { arrive(copy > 0); });
    }
}

template <class Fits>
bool network::end_wait(duration first, Fits fits)
{
    const auto over = std::stable_partition(
        waiting_.begin(), waiting_.end(), [&](const waiting& each) { return !fits(each); });
    for (auto each = over; each != waiting_.end(); ++each) schedule(*each, first);
    const bool any = over != waiting_.end();
    waiting_.erase(over, waiting_.end());
    return any;
}

bool network::release(step_id begins)
{
    return end_wait(duration{0}, [&](const waiting& each) { return each.until == begins; });
}

void network::release_all()
{
    end_wait(duration{0}, [](const waiting&) { return true; });
}

passage network::route(
    node_id device,
    bool to_server,
    const message_orders& orders,
    choice_key name)
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
