#include "sim/file/step_reader.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "sim/file/action_reader.hpp"
#include "sim/file/fault_reader.hpp"
#include "sim/file/object_reader.hpp"
#include "sim/file/record_words.hpp"
#include "sim/file/step_namer.hpp"
#include "sim/file/value_reader.hpp"
#include "sim/file/vocabulary.hpp"

namespace syncsim::sim {
namespace {

/// Members that one verb or another will have.
std::span<const std::string_view> later_members(const step_action& action)
{
    static constexpr std::array<std::string_view, 1> of_sync{"retry"};
    static constexpr std::array<std::string_view, 1> of_crash{"lose"};
    static constexpr std::array<std::string_view, 1> of_expect{"last_sync"};
    static constexpr std::array<std::string_view, 1> of_heal{"direction"};
    if (std::holds_alternative<sync_step>(action)) return of_sync;
    if (std::holds_alternative<crash_step>(action)) return of_crash;
    if (std::holds_alternative<expect_step>(action)) return of_expect;
    if (std::holds_alternative<heal_step>(action)) return of_heal;
    if (std::holds_alternative<fault_step>(action)) return later_fault_members();
    return {};
}

class step_reader {
public:
    step_reader(const json::value::array& all, const node_words& nodes, error_log& log)
        : nodes_(nodes), log_(log), later_(all)
    {
    }

    void read(const json::value& from)
    {
        later_.move_on();
        object_reader step(from, "a step", log_);
        const auto* const verb = step.require("do");
        if (verb == nullptr) return;
        const auto* const word = as_word(*verb, "what to do", log_);
        if (word == nullptr) return;
        step.call(with_article(*word));
        auto action = read_action(*word, step, {nodes_, records_, later_});
        if (!action) {
            log_.add(verb->at, refusal(step_words(), *word));
            return;
        }
        // The id of a step that is a fault is the fault's.
        given_ids_.emplace_back();
        if (!std::holds_alternative<fault_step>(*action)) {
            step.read("id", given_ids_.back(), as_step_id);
        }
        step.finish(later_members(*action));
        steps_.push_back({.id = {}, .place = place_of(from.at), .action = *std::move(action)});
    }

    std::vector<scenario_step> take() &&
    {
        name_faults(steps_, log_);
        name_steps();
        return std::move(steps_);
    }

private:
    static std::optional<step_id> as_step_id(const json::value& from, error_log& log)
    {
        const auto written = as_step_name(from, log);
        if (!written) return std::nullopt;
        return step_called(*written);
    }

    /// Counts every step, so that giving one an id renames no other.
    void name_steps()
    {
        step_namer namer;
        std::map<step_id, source_place> taken;
        for (std::size_t i = 0; i < steps_.size(); ++i) {
            auto& step = steps_[i];
            const auto default_id = namer.next(step.action);
            step.id = given_ids_[i].value_or(default_id);
            const auto [first, fresh] = taken.try_emplace(step.id, step.place);
            if (fresh) continue;
            log_.add(
                {step.place.line, step.place.column},
                "two steps have one id; the first is at " + std::to_string(first->second.line) +
                    ":" + std::to_string(first->second.column));
        }
    }

    const node_words& nodes_;
    error_log& log_;
    later_steps later_;
    record_words records_;
    std::vector<scenario_step> steps_;
    std::vector<std::optional<step_id>> given_ids_;
};

}  // namespace

std::vector<scenario_step> read_steps(
    const json::value& from,
    const node_words& nodes,
    error_log& log)
{
    const auto* const elements = from.elements();
    if (elements == nullptr) {
        log.add(from.at, "expected the steps in an array, found " + description(from));
        return {};
    }
    step_reader steps(*elements, nodes, log);
    for (const auto& each : *elements) {
        if (log.full()) break;
        steps.read(each);
    }
    return std::move(steps).take();
}

}  // namespace syncsim::sim
