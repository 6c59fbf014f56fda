#include "scenarios/cli/plan_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "scenarios/cli/paragraph.hpp"
#include "scenarios/cli/run_line.hpp"
#include "sim/assessment.hpp"

namespace syncsim::cli {
namespace {

// Tools read this number and the names: do not change them without a change of the version.
constexpr int plan_version = 1;

// Keeps the order in which people want to read the members.
using json = nlohmann::ordered_json;

}  // namespace

std::string plan_text(
    const std::vector<planned_run>& plan,
    const std::vector<skipped_run>& skipped,
    const console& on)
{
    std::size_t columns = 0;
    for (const auto& each : plan) columns = std::max(columns, columns_of(each.name()));

    std::string text;
    std::string_view file;
    for (const auto& each : plan) {
        if (each.file != file) text += each.file + "\n";
        file = each.file;
        const auto line = fmt::format(
            "  {}  seed {}  expects {}",
            padded(each.name(), columns),
            seed_text(each.script->seed),
            to_words(each.wanted));
        text += paragraph(line, on.width, 6) + "\n";
    }
    for (const auto& each : skipped) {
        const auto line =
            fmt::format("  {} {} is left out: {}", each.scenario, each.point, each.why);
        text += paragraph(line, on.width, 6) + "\n";
    }
    return text +
           fmt::format("{} run{}; none took place\n", plan.size(), plan.size() == 1 ? "" : "s");
}

std::string plan_json(const std::vector<planned_run>& plan, const std::vector<skipped_run>& skipped)
{
    json text{{"plan_version", plan_version}, {"runs", json::array()}, {"skipped", json::array()}};
    for (const auto& each : skipped) {
        text["skipped"].push_back(
            {{"scenario", each.scenario},
             {"file", each.file},
             {"point", each.point},
             {"why", each.why}});
    }
    for (const auto& each : plan) {
        text["runs"].push_back(
            {{"scenario", each.script->name},
             {"file", each.file},
             {"point", each.script->point},
             {"variant", each.variant.name},
             {"seed", fmt::format("{:#x}", each.script->seed)},
             {"expected", to_words(each.wanted)},
             {"run", run_command(each)}});
    }
    return text.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace syncsim::cli
