#include "sim/world.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <memory>
#include <utility>

#include "protocol/support/check.hpp"
#include "sim/baseline.hpp"
#include "sim/check/deterministic_merge.hpp"
#include "sim/device_host.hpp"
#include "sim/expectations.hpp"
#include "sim/fault/fault_plan.hpp"
#include "sim/fault/injector.hpp"
#include "sim/fault/network.hpp"
#include "sim/run_context.hpp"

namespace syncsim::sim {
namespace {

/// A run that goes on longer than this many events does not end by itself.
constexpr std::uint64_t events_max = 50'000'000;

class world {
public:
    /// In a settle round the devices sync in this order.
    world(
        const scenario& script,
        const protocol::variant& variant,
        const run_options& how,
        std::vector<node_id> settle_order);

    outcome run();

    /// Writes of several devices to one record that were unsent when the last local work was done.
    const std::vector<write_index>& meeting() const noexcept { return meeting_; }

private:
    void perform(const scenario_step& step);
    void perform(const scenario_step& step, const local_step& what);
    void perform(const scenario_step& step, const sync_step& what);
    void perform(const scenario_step& step, const join_step& what);
    void perform(const scenario_step& step, const advance_step& what);
    void perform(const scenario_step& step, const clock_step& what);
    void perform(const scenario_step& step, const partition_step& what);
    void perform(const scenario_step& step, const heal_step& what);
    void perform(const scenario_step& step, const crash_step& what);
    void perform(const scenario_step& step, const restart_step& what);
    void perform(const scenario_step& step, const fault_step& what);
    void perform(const scenario_step& step, const note_step& what);
    void perform(const scenario_step& step, const expect_step& what);

    void settle();
    void settle_round(int round);
    void wait_for_background();
    void note_meeting_writes();
    outcome judge();
    std::vector<std::string> reached() const;

    /// Runs until the condition holds, or nothing is left to happen.
    template <class Condition>
    void run_until(Condition holds);
    void pass_time(duration how_long);
    /// The device, once it is up; null where it stays down.
    device_host* device_that_is_up(node_id which);
    void check_outcome(const sync_step& wanted, const sync_progress& one, source_place place);

    node_id find(std::string_view name) const;
    device_host& device(node_id which) { return *devices_[which.value() - 1U]; }
    node& any_node(node_id which);
    void unmet(const source_place& place, node_id where, std::string what);

    const scenario& script_;
    run_context run_;
    fault_plan plan_;
    network links_;
    injector faults_;
    server_host server_;
    std::vector<std::unique_ptr<device_host>> devices_;
    std::uint32_t syncs_ = 0;
    std::vector<const sync_progress*> background_;
    std::vector<std::string> doubts_;
    std::vector<node_id> settle_order_;
    std::vector<write_index> meeting_;
};

world::world(
    const scenario& script,
    const protocol::variant& variant,
    const run_options& how,
    std::vector<node_id> settle_order)
    : script_(script),
      run_(script, variant, how.keep_trace, how.by_design ? *how.by_design : baseline(variant)),
      plan_(script),
      links_(run_),
      faults_(run_, plan_),
      server_(run_, faults_, links_, how.wrap_server_store),
      settle_order_(std::move(settle_order))
{
    faults_.attach(server_);
    for (std::uint16_t each = 1; each <= script.clients.size(); ++each) {
        devices_.push_back(
            std::make_unique<device_host>(run_, faults_, links_, server_, node_id{each}));
        faults_.attach(*devices_.back());
    }
    server_.restart();
    for (auto& each : devices_) each->restart();
}

outcome world::run()
{
    const auto work_ends = first_step_without_work(script_);
    for (std::size_t each = 0; each < script_.steps.size(); ++each) {
        if (each == work_ends) note_meeting_writes();
        const auto& step = script_.steps[each];
        perform(step);
        if (std::holds_alternative<expect_step>(step.action)) continue;
        if (std::holds_alternative<note_step>(step.action)) continue;
        pass_time(script_.pace);
    }
    if (work_ends == script_.steps.size()) note_meeting_writes();
    wait_for_background();
    settle();
    return judge();
}

void world::note_meeting_writes()
{
    // Work of a sync that is under way is still to come.
    const bool works = std::ranges::any_of(background_, [](const sync_progress* one) {
        return !one->ended && !one->passes.during.empty();
    });
    if (!works) meeting_ = meeting_writes(run_.known);
}

void world::perform(const scenario_step& step)
{
    // What was held until now arrives, and is taken, before the step does anything.
    if (links_.release(step.id)) pass_time(duration{0});
    std::visit([&](const auto& what) { perform(step, what); }, step.action);
}

void world::perform(const scenario_step& step, const local_step& what)
{
    const auto where = find(what.on);
    auto* const on = device_that_is_up(where);
    if (on == nullptr) return unmet(step.place, where, what.on + " is down");

    const choice_key name{step.id.value()};
    const auto failed = on->work(what, name, plan_.of_step(step), plan_);
    if (failed) unmet(step.place, where, *failed);
}

void world::perform(const scenario_step& step, const sync_step& what)
{
    const auto where = find(what.on);
    auto* const on = device_that_is_up(where);
    if (on == nullptr) return unmet(step.place, where, what.on + " is down");

    const auto& one = on->start_sync(
        sync_index{syncs_++},
        choice_key{step.id.value()},
        anchor_passes{plan_, plan_.of_step(step)},
        what.during);
    if (what.background) {
        background_.push_back(&one);
        return;
    }
    run_until([&] { return one.ended; });
    check_outcome(what, one, step.place);
}

void world::check_outcome(const sync_step& wanted, const sync_progress& one, source_place place)
{
    if (wanted.wanted == sync_step::outcome::any) return;
    const bool ok = wanted.wanted == sync_step::outcome::ok;
    if (ok == one.went_through()) return;
    unmet(
        place,
        one.passes.device,
        ok ? wanted.on + "'s sync failed, and was to go through"
           : wanted.on + "'s sync went through, and was to fail");
}

void world::perform(const scenario_step&, const join_step&)
{
    wait_for_background();
}

void world::perform(const scenario_step&, const advance_step& what)
{
    pass_time(what.by);
}

void world::perform(const scenario_step&, const clock_step& what)
{
    const auto where = find(what.on);
    auto& clock = run_.clock_of(where);
    const auto now = run_.time.now();
    if (what.offset) clock.set_error(now, *what.offset);
    if (what.jump) clock.jump(*what.jump);
    if (what.drift_ppm) clock.set_drift(now, *what.drift_ppm);
    run_.emit(where, event::clock_set{.error = clock.error(now)});
}

void world::perform(const scenario_step&, const partition_step& what)
{
    for (std::uint16_t each = 1; each <= devices_.size(); ++each) {
        if (!what.device.empty() && find(what.device) != node_id{each}) continue;
        links_.cut(node_id{each}, what.which);
        run_.emit(node_id{each}, event::link_cut{.which = what.which});
    }
}

void world::perform(const scenario_step&, const heal_step& what)
{
    for (std::uint16_t each = 1; each <= devices_.size(); ++each) {
        if (!what.device.empty() && find(what.device) != node_id{each}) continue;
        links_.heal(node_id{each});
        run_.emit(node_id{each}, event::link_healed{});
    }
}

void world::perform(const scenario_step&, const crash_step& what)
{
    any_node(find(what.on)).crash(std::nullopt);
}

void world::perform(const scenario_step&, const restart_step& what)
{
    any_node(find(what.on)).restart();
}

void world::perform(const scenario_step& step, const fault_step& what)
{
    const auto here = plan_.of_step(step);
    support::check(here.size() == 1, "a fault step holds one fault");
    const auto where = what.what.kind == fault_kind::crash_server ? server_node
                       : what.what.node.empty()                   ? server_node
                                                                  : find(what.what.node);
    faults_.act(here.front(), where);
}

void world::perform(const scenario_step&, const note_step& what)
{
    run_.emit(server_node, event::noted{.text = what.text});
}

void world::perform(const scenario_step& step, const expect_step& what)
{
    const auto where = find(what.on);
    for (auto& each : failures(run_.known, where, what)) unmet(step.place, where, std::move(each));
}

// ---------------------------------------------------------------------------------- the settle
// phase

void world::settle()
{
    run_.heal();
    for (std::uint16_t each = 1; each <= devices_.size(); ++each) links_.heal(node_id{each});
    links_.release_all();
    server_.restart();
    for (auto& each : devices_) each->restart();
    run_.emit(server_node, event::settle_began{});

    for (int round = 0; round < script_.settle.rounds; ++round) {
        if (round > 0) pass_time(script_.settle.apart);
        settle_round(round);
    }
    // Late copies of messages arrive before the end.
    run_until([] { return false; });
    run_.emit(server_node, event::quiescent{});
}

void world::settle_round(int round)
{
    const auto began = run_.time.now();
    for (const auto each : settle_order_) {
        const auto name =
            choice_key{} / "settle" / static_cast<std::uint64_t>(round) / each.value();
        const auto& one =
            device(each).start_sync(sync_index{syncs_++}, name, anchor_passes{plan_, {}}, {});
        run_until([&] { return one.ended; });
        if (!one.ended) doubts_.push_back(run_.known.name(each) + " did not end its sync");
    }
    if (run_.time.now() - began <= script_.settle.within) return;
    doubts_.push_back("settle round " + std::to_string(round + 1) + " took longer than allowed");
}

bool judges(const scenario& script, invariant which)
{
    return script.invariants.empty() ||
           std::ranges::find(script.invariants, which) != script.invariants.end();
}

verdict_kind verdict_of(const outcome& run)
{
    if (!run.doubts.empty()) return verdict_kind::inconclusive;
    const bool outcome_broken = std::ranges::any_of(run.violations, [](const violation& each) {
        return traits(each.which).kind == invariant_traits::kind::outcome;
    });
    if (outcome_broken) return verdict_kind::violates;
    return run.violations.empty() ? verdict_kind::holds : verdict_kind::at_risk;
}

outcome world::judge()
{
    outcome result;
    std::ranges::copy_if(
        run_.found().all(), std::back_inserter(result.violations), [&](const violation& each) {
            return judges(script_, each.which);
        });
    std::ranges::copy_if(
        run_.found().baseline(), std::back_inserter(result.baseline), [&](invariant each) {
            return judges(script_, each);
        });
    for (const auto& id : plan_.not_fired()) doubts_.push_back("fault " + id + " never fired");
    result.reached = reached();
    for (const auto& each : script_.must_reach) {
        if (std::ranges::find(result.reached, each) != result.reached.end()) continue;
        doubts_.push_back("never reached " + each);
    }
    result.doubts = std::move(doubts_);
    result.unmet = run_.unmet();
    result.faults = plan_.uses();
    result.verdict = verdict_of(result);

    result.digest = run_.digest();
    result.events = run_.events();
    result.messages = run_.messages();
    result.ended = run_.time.now();
    result.story = run_.take_trace();
    result.known = std::move(run_.known);
    return result;
}

/// The marks, then the anchors, then the faults, each in its own order.
std::vector<std::string> world::reached() const
{
    std::vector<std::string> names;
    for (const auto& each : all_marks()) {
        if (run_.marks().has_reached(each.which)) names.emplace_back(each.name);
    }
    for (const auto& each : all_anchors()) {
        if (faults_.was_passed(each.which)) names.push_back("anchor:" + std::string(each.name));
    }
    for (const auto& each : plan_.uses()) {
        if (each.fired > 0) names.push_back("fault:" + each.id);
    }
    return names;
}

// -------------------------------------------------------------------------------------------
// helpers

template <class Condition>
void world::run_until(Condition holds)
{
    while (!holds()) {
        if (!run_.time.run_one()) return;
        support::check(run_.time.events() < events_max, "a run ends");
    }
}

void world::pass_time(duration how_long)
{
    bool passed = false;
    run_.time.at(
        run_.time.now() + how_long,
        std::numeric_limits<std::uint64_t>::max(),
        scheduler::world_life,
        [&] { passed = true; });
    run_until([&] { return passed; });
}

void world::wait_for_background()
{
    for (const auto* const one : background_) run_until([&] { return one->ended; });
    background_.clear();
}

device_host* world::device_that_is_up(node_id which)
{
    auto& found = device(which);
    // A restart may be on its way; one that is not will not come by waiting.
    if (!found.is_up()) run_until([&] { return found.is_up(); });
    return found.is_up() ? &found : nullptr;
}

node_id world::find(std::string_view name) const
{
    if (name == "server") return server_node;
    const auto found = std::ranges::find(script_.clients, name, &client_settings::name);
    support::check(found != script_.clients.end(), "a scenario names nodes that it has");
    return node_id{static_cast<std::uint16_t>(found - script_.clients.begin() + 1)};
}

node& world::any_node(node_id which)
{
    if (which == server_node) return server_;
    return device(which);
}

void world::unmet(const source_place& place, node_id where, std::string what)
{
    run_.emit(where, event::unmet{.place = place, .what = std::move(what)});
}

/// Runs the scenario again with the other order of arrival, and adds what comes out differently.
void judge_merges(
    outcome& seen,
    const std::vector<write_index>& meeting,
    const scenario& script,
    const protocol::variant& variant,
    run_options how)
{
    how.keep_trace = false;
    const auto other_order = without_syncs(script, first_step_without_work(script));
    world other{other_order, variant, how, reverse_of_arrival(meeting, seen.known)};
    const auto turned = other.run();

    findings found;
    compare_merges(meeting, seen.known, turned.known, event_ordinal{seen.events - 1}, found);
    std::ranges::copy(found.all(), std::back_inserter(seen.violations));
    seen.verdict = verdict_of(seen);
}

std::vector<node_id> all_devices(const scenario& of)
{
    std::vector<node_id> devices;
    for (std::uint16_t each = 1; each <= of.clients.size(); ++each) devices.emplace_back(each);
    return devices;
}

}  // namespace

outcome run(const scenario& script, const protocol::variant& variant, const run_options& how)
{
    world one{script, variant, how, all_devices(script)};
    auto seen = one.run();
    const bool pairs = !one.meeting().empty() && judges(script, invariant::deterministic_merge);
    if (pairs) judge_merges(seen, one.meeting(), script, variant, how);
    return seen;
}

}  // namespace syncsim::sim
