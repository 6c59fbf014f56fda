#include "sim/file/mark_reader.hpp"

#include <algorithm>
#include <string_view>

#include "sim/fault/fault_plan.hpp"
#include "sim/file/value_reader.hpp"
#include "sim/file/vocabulary.hpp"

namespace syncsim::sim {
namespace {

using protocol::json::in_quotes;

constexpr std::string_view of_anchor = "anchor:";
constexpr std::string_view of_fault = "fault:";

/// The names that may stand in `must_reach`, by what they begin with.
class mark_reader {
public:
    mark_reader(const std::vector<scenario_step>& steps, error_log& log) : log_(log)
    {
        for (const auto& step : steps) {
            for (const auto& each : faults_of(step.action)) faults_.known.emplace_back(each.id);
        }
    }

    void read(const json::value& from)
    {
        const auto* const word = as_word(from, "what to reach, such as \"conflict\",", log_);
        if (word == nullptr || !is_known(*word, from.at)) return;
        if (std::ranges::find(read_, *word) != read_.end()) {
            log_.add(from.at, in_quotes(*word) + " stands twice in this array");
            return;
        }
        read_.push_back(*word);
    }

    std::vector<std::string> take() && { return std::move(read_); }

private:
    bool is_known(std::string_view word, json::position at)
    {
        if (word.starts_with(of_anchor)) {
            return is_one_of(anchor_words(), word.substr(of_anchor.size()), at);
        }
        if (word.starts_with(of_fault)) {
            return is_one_of(faults_, word.substr(of_fault.size()), at);
        }
        return is_one_of(mark_words(), word, at);
    }

    bool is_one_of(const vocabulary& words, std::string_view word, json::position at)
    {
        if (words.has(word)) return true;
        log_.add(at, refusal(words, word));
        return false;
    }

    error_log& log_;
    /// The faults of the scenario, by their ids.
    vocabulary faults_{"fault of this scenario", {}};
    std::vector<std::string> read_;
};

}  // namespace

std::vector<std::string> read_must_reach(
    const json::value& from,
    const std::vector<scenario_step>& steps,
    error_log& log)
{
    const auto* const elements = from.elements();
    if (elements == nullptr) {
        log.add(from.at, "expected what to reach in an array, found " + description(from));
        return {};
    }
    mark_reader marks(steps, log);
    for (const auto& each : *elements) {
        if (log.full()) break;
        marks.read(each);
    }
    return std::move(marks).take();
}

}  // namespace syncsim::sim
