#include "sim/time/scheduler.hpp"

#include <algorithm>

#include "protocol/support/check.hpp"

namespace syncsim::sim {
namespace {

/// Orders a heap so that what is due first is on top.
constexpr auto later = [](const auto& a, const auto& b) {
    if (a.when != b.when) return a.when > b.when;
    if (a.tie != b.tie) return a.tie > b.tie;
    return a.ordinal > b.ordinal;
};

}  // namespace

scheduler::~scheduler()
{
    // Unwinding a coroutine may post the rest of its unwinding here: go on until nothing is left.
    ended_.assign(ended_.size(), true);
    while (!slots_.empty() || !graveyard_.empty()) {
        heap_.clear();
        free_slots_.clear();
        auto slots = std::exchange(slots_, {});
        slots.clear();
        clear_graveyard();
    }
}

life_id scheduler::begin_life()
{
    ended_.push_back(false);
    return life_id{static_cast<std::uint32_t>(ended_.size() - 1)};
}

void scheduler::end_life(life_id which)
{
    support::check(which != world_life, "the world does not crash");
    ended_[which.value()] = true;
    for (auto& each : slots_) {
        if (each.whose == which && each.what) bury(std::move(each.what));
    }
}

void scheduler::at(sim_time when, std::uint64_t tie, life_id whose, work what)
{
    support::check(when >= now_, "nothing is scheduled in the past");
    if (!is_alive(whose)) {
        bury(std::move(what));
        return;
    }

    std::uint32_t index = 0;
    if (free_slots_.empty()) {
        index = static_cast<std::uint32_t>(slots_.size());
        slots_.push_back({whose, std::move(what)});
    } else {
        index = free_slots_.back();
        free_slots_.pop_back();
        slots_[index] = {whose, std::move(what)};
    }
    heap_.push_back({when, tie, scheduled_++, index});
    std::ranges::push_heap(heap_, later);
}

bool scheduler::run_one()
{
    while (!heap_.empty()) {
        std::ranges::pop_heap(heap_, later);
        const entry next = heap_.back();
        heap_.pop_back();
        auto what = std::move(slots_[next.slot].what);
        slots_[next.slot].what = nullptr;
        free_slots_.push_back(next.slot);
        if (!what) continue;  // its life ended

        now_ = next.when;
        ++events_;
        what();
        what = nullptr;
        clear_graveyard();
        return true;
    }
    return false;
}

boost::asio::awaitable<void> scheduler::sleep(
    sim_clock::duration how_long,
    std::uint64_t tie,
    life_id whose)
{
    const auto due = now_ + std::max(how_long, sim_clock::duration{0});
    co_await wait_until_resumed(
        [this, due, tie, whose](work resume) { at(due, tie, whose, std::move(resume)); });
}

void scheduler::clear_graveyard()
{
    while (!graveyard_.empty()) {
        auto buried = std::exchange(graveyard_, {});
        buried.clear();
    }
}

}  // namespace syncsim::sim
