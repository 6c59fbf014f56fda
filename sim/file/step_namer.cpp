#include "sim/file/step_namer.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstddef>
#include <variant>

#include "sim/time/choice.hpp"

namespace syncsim::sim {
namespace {

constexpr std::string_view number_prefix = "0x";
constexpr std::size_t number_digits = 16;

struct description {
    std::string_view device;
    std::string_view verb;
    std::string_view record;
};

// These words go into the names of steps, and so into every seed's meaning: do not change them.
struct describe {
    description operator()(const local_step& step) const
    {
        return {step.on, verb_of(step.what), step.record};
    }
    description operator()(const sync_step& step) const { return {step.on, "sync", {}}; }
    description operator()(const join_step&) const { return {{}, "join", {}}; }
    description operator()(const advance_step&) const { return {{}, "advance", {}}; }
    description operator()(const clock_step& step) const { return {step.on, "clock", {}}; }
    description operator()(const partition_step& step) const
    {
        return {step.device, "partition", {}};
    }
    description operator()(const heal_step& step) const { return {step.device, "heal", {}}; }
    description operator()(const crash_step& step) const { return {step.on, "crash", {}}; }
    description operator()(const restart_step& step) const { return {step.on, "restart", {}}; }
    description operator()(const fault_step& step) const { return {{}, "fault", step.what.id}; }
    description operator()(const note_step&) const { return {{}, "note", {}}; }
    description operator()(const expect_step& step) const
    {
        return {step.on, "expect", step.record};
    }

    static std::string_view verb_of(local_step::verb what)
    {
        switch (what) {
        case local_step::verb::create: return "create";
        case local_step::verb::edit: return "edit";
        case local_step::verb::remove: return "delete";
        }
        return {};
    }
};

}  // namespace

step_id step_namer::next(const step_action& action)
{
    const auto [device, verb, record] = std::visit(describe{}, action);
    const auto kind = choice_key{} / "step" / device / verb / record;
    const auto occurrence = ++occurrences_[kind.value];
    return step_id{(kind / occurrence).value};
}

step_id step_called(std::string_view name) noexcept
{
    if (name.size() == number_prefix.size() + number_digits && name.starts_with(number_prefix)) {
        std::uint64_t number = 0;
        const auto* const last = name.data() + name.size();
        const auto [end, error] =
            std::from_chars(name.data() + number_prefix.size(), last, number, 16);
        if (error == std::errc{} && end == last) return step_id{number};
    }
    return step_id{(choice_key{} / "named step" / name).value};
}

std::string name_of(step_id id)
{
    return fmt::format("{}{:0{}x}", number_prefix, id.value(), number_digits);
}

}  // namespace syncsim::sim
