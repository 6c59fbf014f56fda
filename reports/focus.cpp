#include "reports/focus.hpp"

#include <algorithm>
#include <array>

#include "sim/body.hpp"

namespace syncsim::reports {
namespace {

namespace event = sim::event;
using sim::invariant;

/// More would be read by nobody; the rest is counted.
constexpr std::size_t violations_max = 4;

std::vector<std::size_t> chosen_violations(const std::vector<sim::violation>& all)
{
    std::set<std::size_t> chosen;
    std::set<invariant> told;
    for (std::size_t each = 0; each < all.size() && chosen.size() < violations_max; ++each) {
        if (told.insert(all[each].which).second) chosen.insert(each);
    }
    for (std::size_t each = 0; each < all.size() && chosen.size() < violations_max; ++each) {
        chosen.insert(each);
    }
    return {chosen.begin(), chosen.end()};
}

/// What a device is never sent may be outside of what it asks for.
bool is_about_order(invariant which)
{
    static constexpr std::array about_order{
        invariant::cursor_sound,
        invariant::eventual_convergence,
        invariant::no_stuck_pending,
        invariant::cursor_monotone,
        invariant::gap_free_windows,
        invariant::stamps_in_commit_order,
        invariant::closed_window,
        invariant::exact_pages,
        invariant::complete_window};
    return std::ranges::find(about_order, which) != about_order.end();
}

bool is_right(const sim::clock_settings& clock)
{
    return clock.offset.count() == 0 && clock.drift_ppm == 0;
}

/// Every clock that the story speaks of, at every time.
bool clocks_are_right(const focus& about, const sim::scenario& script, const sim::trace& run)
{
    const auto is_told = [&](sim::node_id node) {
        return node == sim::server_node || about.is_about(node);
    };
    if (!is_right(script.server.clock)) return false;
    for (const auto device : about.devices) {
        if (!is_right(script.clients[device.value() - 1U].clock)) return false;
    }
    return std::ranges::none_of(run, [&](const sim::trace_event& each) {
        return std::holds_alternative<event::clock_set>(each.what) && is_told(each.when.node);
    });
}

/// Adds what an event is about.
class collector {
public:
    collector(subjects& to, const sim::ledger& known) : to_(to), known_(known) {}

    void add(const sim::trace_event& event)
    {
        if (event.when.node != sim::server_node) to_.devices.insert(event.when.node);
        std::visit([&](const auto& what) { on(what); }, event.what);
    }

private:
    void on(const event::local_work& work) { add(known_[work.write].record); }
    void on(const event::server_put& put) { add(put.version.content.value); }
    void on(const event::server_removed& removed) { add(removed.by); }
    void on(const event::server_cursor& moved) { to_.devices.insert(moved.device); }
    void on(const event::device_put& put) { add(put.row.shown.value); }
    void on(const event::server_conflict& met)
    {
        const auto loser = known_.find_write(met.what.loser);
        if (loser) add(known_[*loser].record);
    }
    void on(const auto&) {}

    void add(sim::record_index record) { to_.records.insert(record); }
    void add(const std::string& value)
    {
        if (const auto record = record_of(known_, value)) add(*record);
    }

    subjects& to_;
    const sim::ledger& known_;
};

void add_everything(focus& to, const sim::ledger& known)
{
    for (std::uint32_t each = 0; each < known.records().size(); ++each) {
        to.records.insert(sim::record_index{each});
    }
}

std::set<sim::node_id> writers_of(
    const std::set<sim::record_index>& records,
    const sim::ledger& known)
{
    std::set<sim::node_id> writers;
    for (const auto record : records) {
        for (const auto write : known[record].writes) writers.insert(known[write].device);
    }
    return writers;
}

}  // namespace

std::optional<sim::record_index> record_of(const sim::ledger& known, std::string_view value)
{
    auto write = known.find_write(value);
    // A damaged body may still say which write it was meant to be.
    const auto token = sim::token_of(value);
    if (!write && token && *token < known.write_count()) write = sim::write_index{*token};
    if (!write) return std::nullopt;
    return known[*write].record;
}

subjects subjects_of(const sim::violation& broken, const sim::outcome& run)
{
    subjects found;
    collector collect{found, run.known};
    collect.add(run.story.at(broken.at.value()));
    for (const auto& each : broken.because) collect.add(run.story.at(each.at.value()));
    found.devices.merge(writers_of(found.records, run.known));
    // A body that the server merged was written by no device.
    found.devices.erase(sim::server_node);
    return found;
}

focus focus_of(const sim::scenario& script, const sim::outcome& run)
{
    focus found;
    found.violations = chosen_violations(run.violations);
    for (const auto index : found.violations) {
        const auto& each = run.violations[index];
        found.breaks.insert(each.at);
        for (const auto& proof : each.because) found.witnesses.insert(proof.at);
        found.times_matter = found.times_matter || is_about_order(each.which);
        auto about = subjects_of(each, run);
        found.records.merge(about.records);
        found.devices.merge(about.devices);
    }

    if (found.records.empty()) add_everything(found, run.known);
    found.devices.merge(writers_of(found.records, run.known));
    // A body that the server merged was written by no device.
    found.devices.erase(sim::server_node);
    found.times_matter = found.times_matter || !clocks_are_right(found, script, run.story);
    return found;
}

}  // namespace syncsim::reports
