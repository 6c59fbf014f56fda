#include "sim/fault/fault_plan.hpp"

#include "protocol/support/check.hpp"

namespace syncsim::sim {

std::span<const fault> faults_of(const step_action& action)
{
    if (const auto* const sync = std::get_if<sync_step>(&action)) return sync->faults;
    if (const auto* const local = std::get_if<local_step>(&action)) return local->faults;
    if (const auto* const timed = std::get_if<fault_step>(&action)) return {&timed->what, 1};
    return {};
}

fault_plan::fault_plan(const scenario& script)
{
    for (const auto& step : script.steps) {
        for (const auto& each : faults_of(step.action)) faults_.push_back(&each);
    }
    fired_.resize(faults_.size());
}

std::vector<fault_index> fault_plan::of_step(const scenario_step& step) const
{
    std::vector<fault_index> found;
    const auto here = faults_of(step.action);
    if (here.empty()) return found;
    for (std::uint32_t each = 0; each < faults_.size(); ++each) {
        if (faults_[each] >= &here.front() && faults_[each] <= &here.back()) {
            found.emplace_back(each);
        }
    }
    return found;
}

std::vector<outcome::fault_use> fault_plan::uses() const
{
    std::vector<outcome::fault_use> uses;
    for (std::size_t each = 0; each < faults_.size(); ++each) {
        const auto& one = *faults_[each];
        uses.push_back({.id = one.id, .kind = one.kind, .at = one.at, .fired = fired_[each]});
    }
    return uses;
}

std::vector<std::string> fault_plan::not_fired() const
{
    std::vector<std::string> ids;
    for (std::size_t each = 0; each < faults_.size(); ++each) {
        if (fired_[each] == 0 && !faults_[each]->optional) ids.push_back(faults_[each]->id);
    }
    return ids;
}

std::vector<fault_index> anchor_passes::pass(anchor at)
{
    const int nth = ++passes_[static_cast<std::size_t>(at)];
    std::vector<fault_index> due;
    for (const auto each : faults_) {
        const auto& one = (*plan_)[each];
        if (one.at == at && one.nth == nth) due.push_back(each);
    }
    return due;
}

}  // namespace syncsim::sim
