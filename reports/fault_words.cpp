#include "reports/fault_words.hpp"

#include <algorithm>

#include "reports/clock_words.hpp"
#include "reports/text_columns.hpp"
#include "sim/file/duration_text.hpp"

namespace syncsim::reports {

fault_words::fault_words(const sim::scenario& script)
{
    for (const auto& step : script.steps) {
        if (const auto* const sync = std::get_if<sim::sync_step>(&step.action)) {
            for (const auto& each : sync->faults) faults_.push_back({&each, true});
        } else if (const auto* const work = std::get_if<sim::local_step>(&step.action)) {
            for (const auto& each : work->faults) faults_.push_back({&each, true});
        } else if (const auto* const timed = std::get_if<sim::fault_step>(&step.action)) {
            faults_.push_back({&timed->what, false});
        }
    }
}

std::optional<sim::anchor> fault_words::anchor_of(sim::fault_index which) const
{
    const auto& one = faults_[which.value()];
    return one.hangs_on_an_anchor ? std::optional{one.what->at} : std::nullopt;
}

std::string fault_words::effect(sim::fault_index which) const
{
    const auto* const what = faults_[which.value()].what;
    std::string text{sim::name(what->kind)};
    if (const auto at = anchor_of(which)) text += " " + std::string(sim::name(*at));
    if (what->kind == sim::fault_kind::clock_jump) {
        return text + " by " + clock_error(what->by.value_or(sim::duration{0}));
    }
    if (what->kind == sim::fault_kind::reorder) return text;
    if (what->by) text += " by " + sim::to_text(*what->by);
    if (what->code) text += " " + std::string(protocol::traits(*what->code).name);
    return text;
}

std::string fault_words::name(sim::fault_index which) const
{
    const auto id = printable((*this)[which].id);
    auto as_id = effect(which);
    std::ranges::replace_if(as_id, [](char c) { return c == ' ' || c == '.'; }, '-');
    if (id.empty() || as_id.starts_with(id)) return effect(which);
    return id + " (" + effect(which) + ")";
}

}  // namespace syncsim::reports
