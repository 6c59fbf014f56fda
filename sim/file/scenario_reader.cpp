#include "sim/file/scenario_reader.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/file/expectation_reader.hpp"
#include "sim/file/mark_reader.hpp"
#include "sim/file/node_words.hpp"
#include "sim/file/object_reader.hpp"
#include "sim/file/settings_reader.hpp"
#include "sim/file/step_reader.hpp"
#include "sim/file/value_reader.hpp"
#include "sim/file/variant_reader.hpp"

namespace syncsim::sim {
namespace {

constexpr std::int64_t format_version = 1;

/// All times of a scenario together.
constexpr duration longest_run = 10 * longest_duration;

constexpr std::array<std::string_view, 2> later_members{"campaign", "found"};

/// Reads the format's version; false where the rest of the file may be of another format.
bool read_version(object_reader& file)
{
    const auto* const version = file.require("syncsim", ", the version of the format; write 1");
    if (version == nullptr) return true;
    const auto* const number = version->integer();
    if (number != nullptr && *number == format_version) return true;
    if (number != nullptr && *number > format_version) {
        file.log().add(
            version->at,
            "format " + std::to_string(*number) + " is newer than this program, which reads " +
                std::to_string(format_version) + "; use a newer one");
        return false;
    }
    file.log().add(
        version->at,
        "expected the version of the format, which is " + std::to_string(format_version) +
            ", found " + description(*version));
    return true;
}

void read_nodes(scenario& made, object_reader& file)
{
    const auto* const nodes = file.require("nodes", ", which names the devices");
    if (nodes == nullptr) return;
    object_reader members(*nodes, "\"nodes\"", file.log());
    members.read("server", made.server, as_server);
    members.read_required("clients", made.clients, as_devices);
    members.finish();
}

/// The times that lengthen a run or move a clock, stopped where they are too long anyway.
class time_total {
public:
    void add(duration length)
    {
        total_ = std::min(total_ + std::chrono::abs(length), longest_run + duration{1});
    }
    void add(const std::vector<fault>& faults)
    {
        for (const auto& each : faults) add(each);
    }
    void add(const fault& each)
    {
        add(each.by.value_or(duration{0}));
        add(each.restart_after);
    }
    bool is_too_long() const { return total_ > longest_run; }

private:
    duration total_{0};
};

bool is_too_long(const scenario& made)
{
    time_total total;
    for (const auto& step : made.steps) {
        total.add(made.pace);
        if (const auto* const local = std::get_if<local_step>(&step.action)) {
            total.add(local->faults);
        } else if (const auto* const sync = std::get_if<sync_step>(&step.action)) {
            total.add(sync->faults);
        } else if (const auto* const timed = std::get_if<fault_step>(&step.action)) {
            total.add(timed->what);
        } else if (const auto* const advance = std::get_if<advance_step>(&step.action)) {
            total.add(advance->by);
        } else if (const auto* const clock = std::get_if<clock_step>(&step.action)) {
            total.add(clock->jump.value_or(duration{0}));
        }
    }
    for (int round = 0; round < made.settle.rounds; ++round) {
        total.add(made.settle.apart);
        total.add(made.settle.within);
    }
    return total.is_too_long();
}

}  // namespace

bool is_of_newer_format(const json::value& from) noexcept
{
    const auto* const version = from.find("syncsim");
    const auto* const number = version == nullptr ? nullptr : version->value.integer();
    return number != nullptr && *number > format_version;
}

scenario read_scenario(const json::value& from, error_log& log)
{
    scenario made;
    object_reader file(from, "a scenario", log);
    if (!file.is_object() || !read_version(file)) return made;

    std::string schema;
    file.read("$schema", schema, as_prose);
    file.read_required("name", made.name, as_scenario_name);
    file.read("title", made.title, as_prose);
    file.read("why", made.why, as_prose);
    file.read("tags", made.tags, as_tags);
    file.read("seed", made.seed, as_seed);
    read_nodes(made, file);
    file.read("network", made.network, as_network);
    file.read("pace", made.pace, as_duration{});
    file.read("start", made.start, as_start);
    const node_words nodes(made.clients);
    if (const auto* const steps = file.require("steps")) {
        made.steps = read_steps(*steps, nodes, log);
    }
    file.read("settle", made.settle, as_settle);
    if (const auto* const marks = file.find("must_reach")) {
        made.must_reach = read_must_reach(*marks, made.steps, log);
    }
    file.read("variants", made.variants, as_variants);
    if (const auto* const judges = file.find("invariants")) {
        made.invariants = read_judges(*judges, log);
    }
    if (const auto* const expect = file.find("expect")) {
        made.expect = read_expectations(*expect, made.variants, made.invariants, log);
    }
    // Its values are in the text already.
    (void)file.find("matrix");
    file.finish(later_members);

    if (is_too_long(made)) {
        log.add(
            from.at,
            "the times of this scenario add up to more than 1000 years; shorten its steps, its "
            "pace or \"settle\"");
    }
    return made;
}

}  // namespace syncsim::sim
