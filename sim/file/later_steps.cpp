#include "sim/file/later_steps.hpp"

#include <vector>

#include "protocol/support/nearest_name.hpp"
#include "sim/file/step_namer.hpp"
#include "sim/file/value_reader.hpp"

namespace syncsim::sim {
namespace {

/// A misspelled id is compared with no more than these, as comparing takes a while.
constexpr std::size_t compared_max = 1000;

const std::string* text_member(const json::value& of, std::string_view name)
{
    const auto* const member = of.find(name);
    return member == nullptr ? nullptr : member->value.text();
}

}  // namespace

later_steps::later_steps(const json::value::array& steps)
{
    std::size_t position = 0;
    for (const auto& each : steps) {
        ++position;
        const auto* const verb = text_member(each, "do");
        const auto* const id = text_member(each, "id");
        // The id of a step that is a fault is the fault's.
        const bool is_fault = verb != nullptr && *verb == "fault";
        if (id != nullptr && !is_fault) positions_.insert_or_assign(*id, position);
    }
}

std::optional<step_id> later_steps::called(const json::value& from, error_log& log) const
{
    const auto* const word = as_word(from, "the id of a later step", log);
    if (word == nullptr) return std::nullopt;
    const auto found = positions_.find(*word);
    if (found != positions_.end() && found->second > read_) return step_called(*word);

    std::vector<std::string_view> known;
    for (const auto& [id, position] : positions_) {
        if (position > read_ && known.size() < compared_max) known.push_back(id);
    }
    log.add(
        from.at,
        "no later step has the id " + protocol::json::in_quotes(*word) +
            support::suggestion(*word, known));
    return std::nullopt;
}

}  // namespace syncsim::sim
