#include "scenarios/cli/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "reports/clock_words.hpp"
#include "reports/event_table.hpp"
#include "reports/node_states.hpp"
#include "reports/row_json.hpp"
#include "reports/state_table.hpp"
#include "reports/telling.hpp"
#include "scenarios/cli/chosen_run.hpp"
#include "scenarios/cli/paragraph.hpp"
#include "scenarios/cli/version.hpp"
#include "sim/world.hpp"

namespace syncsim::cli {
namespace {

// Tools read this number and the names: do not change them without a change of the version.
constexpr int replay_version = 1;

// Keeps the order in which people want to read the members.
using json = nlohmann::ordered_json;

/// A run against the one that was kept.
struct comparison {
    enum class result : std::uint8_t {
        /// There is nothing to compare it with.
        none,
        same,
        /// By a version that may play it otherwise.
        other_version,
        differs,
    };

    result how = result::none;
    /// Where they part; none where that is not known.
    std::optional<std::size_t> first;
    std::string words;
};

std::optional<std::size_t> first_difference(
    const std::vector<std::uint64_t>& before,
    const std::vector<std::uint64_t>& after)
{
    if (before.empty()) return std::nullopt;
    const auto [in_before, in_after] = std::ranges::mismatch(before, after);
    if (in_before == before.end() && in_after == after.end()) return std::nullopt;
    return static_cast<std::size_t>(in_after - after.begin());
}

std::string where(std::size_t event, const sim::outcome& seen)
{
    if (event >= seen.story.size()) return fmt::format("event {}, which is not there", event);
    const auto& when = seen.story[event].when;
    return fmt::format(
        "event {}, at {} on {}", event, reports::true_time(when.at), seen.known.name(when.node));
}

comparison compared(const chosen_run& chosen, const sim::outcome& seen)
{
    using result = comparison::result;
    if (!chosen.before) return {};
    if (!chosen.is_kept()) {
        return {.first = {}, .words = "another variant or seed than was kept; not compared"};
    }
    const auto& before = *chosen.before;
    if (before.digest == seen.digest) {
        return {
            .how = result::same,
            .first = {},
            .words = fmt::format(
                "the same run as before: {} events, digest {:#018x}", seen.events, seen.digest)};
    }
    if (before.version != version) {
        return {
            .how = result::other_version,
            .first = {},
            .words = fmt::format(
                "not the same run as before, which syncsim {} played; this is {}",
                before.version,
                version)};
    }
    comparison found{
        .how = result::differs,
        .first = first_difference(before.digests, digests_of(seen.story)),
        .words = {}};
    found.words = "NOT THE SAME RUN as before, by the same version";
    if (found.first) found.words += "; the first that differs is " + where(*found.first, seen);
    return found;
}

std::string_view name(comparison::result how)
{
    switch (how) {
    case comparison::result::none: return "nothing-to-compare";
    case comparison::result::same: return "same";
    case comparison::result::other_version: return "other-version";
    case comparison::result::differs: return "differs";
    }
    return "?";
}

/// A run that has been played again, and as much of it as is told.
class replayed_run {
public:
    replayed_run(const replay_options& asked, const chosen_run& chosen, const sim::outcome& seen)
        : asked_(asked),
          chosen_(chosen),
          seen_(seen),
          told_(*chosen.plan.script, seen),
          last_(asked.until.value_or(seen.events - 1)),
          compared_(compared(chosen, seen))
    {
    }

    exit_code print(const console& on) const
    {
        if (asked_.json) {
            on.data << in_json();
            on.out << compared_.words << (compared_.words.empty() ? "" : "\n");
        } else {
            print_text(on);
        }
        const bool differs = compared_.how == comparison::result::differs;
        return differs ? exit_code::nondeterminism : exit_code::as_expected;
    }

private:
    reports::node_states states() const
    {
        return reports::states_after(*chosen_.plan.script, seen_.story, last_);
    }

    void print_text(const console& on) const
    {
        const reports::text_style style{.color = on.color, .width = on.story_width()};
        on.out << chosen_.plan.name() << ": " << sim::name(seen_.verdict) << "\n\n";
        for (const auto& each :
             reports::event_table(told_.rows_until(last_), told_.with(), style)) {
            on.out << each << '\n';
        }
        if (last_.value() + 1 < seen_.events) {
            on.out << fmt::format("  {} more events\n", seen_.events - last_.value() - 1);
        }
        if (asked_.dumps_state) {
            on.out << '\n' << reports::state_table(states(), told_.with(), style);
        }
        if (compared_.words.empty()) return;
        on.out << '\n' << paragraph("  compare  " + compared_.words, on.width, 11) << '\n';
    }

    std::string in_json() const
    {
        const auto& plan = chosen_.plan;
        json text{
            {"replay_version", replay_version},
            {"scenario", plan.script->name},
            {"file", plan.file},
            {"variant", plan.variant.name},
            {"seed", fmt::format("{:#x}", plan.script->seed)},
            {"verdict", sim::name(seen_.verdict)},
            {"digest", fmt::format("{:#018x}", seen_.digest)},
            {"event_count", seen_.events},
            {"until", last_.value()},
            {"compared", name(compared_.how)},
            {"first_difference", nullptr},
            {"events", reports::rows_json(told_.rows_until(last_), told_.with())}};
        if (compared_.first) text["first_difference"] = *compared_.first;
        if (asked_.dumps_state) text["state"] = reports::state_json(states(), told_.with());
        return text.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
    }

    const replay_options& asked_;
    const chosen_run& chosen_;
    const sim::outcome& seen_;
    reports::telling told_;
    sim::event_ordinal last_;
    comparison compared_;
};

}  // namespace

exit_code replay_run(const replay_options& asked, const console& on)
{
    const auto chosen = choose_run(asked.which);
    if (!chosen) {
        on.error << chosen.error().message << '\n';
        return chosen.error().code;
    }
    const auto seen = sim::run(*chosen->plan.script, chosen->plan.variant);
    if (asked.until && *asked.until >= seen.events) {
        on.error << fmt::format(
            "syncsim: --until: the run has events 0 to {}, and none of number {}\n",
            seen.events - 1,
            *asked.until);
        return exit_code::bad_command_line;
    }
    return replayed_run{asked, *chosen, seen}.print(on);
}

}  // namespace syncsim::cli
