#include "sim/check/deterministic_merge.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

namespace syncsim::sim {
namespace {

bool has_work(const scenario_step& step)
{
    if (std::holds_alternative<local_step>(step.action)) return true;
    const auto* const sync = std::get_if<sync_step>(&step.action);
    return sync != nullptr && !sync->during.empty();
}

/// The bodies that the server shows of a record, and which of them are copies. Without keys and
/// stamps, which say in which order they came.
using holdings = std::vector<std::pair<std::string, bool>>;

holdings held(const ledger& known, record_index record)
{
    holdings found;
    for (const auto* const keys : {&known[record].server_keys, &known[record].server_copies}) {
        for (const auto& key : *keys) {
            const auto& row = known.server().at(key);
            if (!row.deleted) found.emplace_back(known[*row.write].text, row.is_copy);
        }
    }
    std::ranges::sort(found);
    return found;
}

bool is_pending_anywhere(const ledger& known, record_index record)
{
    return std::ranges::any_of(known.devices(), [&](const device_view& device) {
        return std::ranges::any_of(device.unsent, [&](const protocol::record_key& key) {
            return known.record_of(device.rows.at(key).write) == record;
        });
    });
}

/// "milk as laptop edited it (event 12)", or what there is instead.
std::string winner(const ledger& known, record_index record)
{
    const auto& keys = known[record].server_keys;
    if (keys.empty()) return "nothing";
    const auto& row = known.server().at(keys.front());
    return known.describe(*row.write);
}

std::string and_copies(const ledger& known, record_index record)
{
    const auto copies =
        std::ranges::count(held(known, record), true, &holdings::value_type::second);
    if (copies == 0) return " and no copy";
    return copies == 1 ? " and a copy" : " and " + std::to_string(copies) + " copies";
}

}  // namespace

std::size_t first_step_without_work(const scenario& of)
{
    const auto last = std::find_if(of.steps.rbegin(), of.steps.rend(), has_work);
    return static_cast<std::size_t>(of.steps.rend() - last);
}

std::vector<write_index> meeting_writes(const ledger& known)
{
    std::map<record_index, std::vector<write_index>> unsent;
    for (const auto& device : known.devices()) {
        for (const auto& key : device.unsent) {
            const auto write = device.rows.at(key).write;
            if (write) unsent[known[*write].record].push_back(*write);
        }
    }
    std::vector<write_index> meeting;
    for (const auto& [record, writes] : unsent) {
        std::ranges::copy_if(writes, std::back_inserter(meeting), [&](write_index one) {
            return std::ranges::any_of(writes, [&](write_index other) {
                return known[one].device != known[other].device && !known.has_seen(one, other) &&
                       !known.has_seen(other, one);
            });
        });
    }
    std::ranges::sort(meeting);
    return meeting;
}

scenario without_syncs(const scenario& of, std::size_t from)
{
    auto made = of;
    const auto rest = made.steps.begin() + static_cast<std::ptrdiff_t>(from);
    const auto is_sync = [](const scenario_step& step) {
        return std::holds_alternative<sync_step>(step.action);
    };
    made.steps.erase(std::remove_if(rest, made.steps.end(), is_sync), made.steps.end());
    return made;
}

std::vector<node_id> reverse_of_arrival(
    const std::vector<write_index>& meeting,
    const ledger& known)
{
    std::map<node_id, event_ordinal> arrivals;
    for (const auto each : meeting) {
        const auto& write = known[each];
        if (!write.reached_server) continue;
        auto& first = arrivals.try_emplace(write.device, *write.reached_server).first->second;
        first = std::min(first, *write.reached_server);
    }
    std::vector<node_id> devices;
    for (std::uint16_t each = 1; each <= known.devices().size(); ++each) {
        devices.emplace_back(each);
    }
    const auto arrived_later = [&](node_id one, node_id other) {
        const auto first = arrivals.find(one);
        const auto second = arrivals.find(other);
        if (first == arrivals.end() || second == arrivals.end()) return false;
        return first->second > second->second;
    };
    // Those that brought none of the writes have no part in it, and come last.
    std::ranges::stable_partition(devices, [&](node_id each) { return arrivals.contains(each); });
    std::ranges::stable_sort(
        devices.begin(),
        devices.begin() + static_cast<std::ptrdiff_t>(arrivals.size()),
        arrived_later);
    return devices;
}

void compare_merges(
    const std::vector<write_index>& meeting,
    const ledger& known,
    const ledger& other,
    event_ordinal end,
    findings& to)
{
    std::map<record_index, std::vector<write_index>> by_record;
    for (const auto each : meeting) by_record[known[each].record].push_back(each);
    for (const auto& [record, writes] : by_record) {
        if (is_pending_anywhere(known, record) || is_pending_anywhere(other, record)) continue;
        if (held(known, record) == held(other, record)) continue;
        violation found{
            .which = invariant::deterministic_merge,
            .at = end,
            .what = known.name(record) + " ends as " + winner(known, record) +
                    and_copies(known, record) +
                    "; where the same writes arrive in the other "
                    "order, it ends as " +
                    winner(other, record) + and_copies(other, record),
            .because = {}};
        for (const auto each : writes) {
            found.because.push_back({known[each].at, known.describe(each)});
            const auto arrived = known[each].reached_server;
            if (!arrived) continue;
            found.because.push_back({*arrived, known.describe(each) + " reached the server"});
        }
        to.report(std::move(found), record);
    }
}

}  // namespace syncsim::sim
