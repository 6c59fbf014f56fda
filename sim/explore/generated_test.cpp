#include "sim/explore/generated.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string>

#include "sim/scenario_file.hpp"
#include "sim/world.hpp"

namespace syncsim::sim {
namespace {

/// As many as show every kind of step and fault many times, and take no time.
constexpr std::uint64_t many = 300;

TEST(Generated, IsTheSameForTheSameNumber)
{
    EXPECT_EQ(to_text(generated(17)), to_text(generated(17)));
}

TEST(Generated, IsAnotherForEachNumber)
{
    std::set<std::string> texts;
    for (std::uint64_t number = 0; number < many; ++number) {
        auto one = generated(number);
        one.name.clear();
        one.seed = 0;
        texts.insert(to_text(one));
    }
    EXPECT_EQ(texts.size(), many);
}

TEST(Generated, IsAScenarioThatAFileCouldDescribe)
{
    for (std::uint64_t number = 0; number < many; ++number) {
        const auto text = to_text(generated(number));
        const auto loaded = load_scenario(text, "generated.jsonc");
        ASSERT_TRUE(loaded) << to_string(loaded.error().front()) << "\n" << text;
        EXPECT_EQ(to_text(*loaded), text);
    }
}

TEST(Generated, HasEveryKindOfStepAndFault)
{
    std::set<std::size_t> steps;
    std::set<fault_kind> faults;
    for (std::uint64_t number = 0; number < many; ++number) {
        for (const auto& step : generated(number).steps) {
            steps.insert(step.action.index());
            if (const auto* const sync = std::get_if<sync_step>(&step.action)) {
                for (const auto& each : sync->faults) faults.insert(each.kind);
            }
        }
    }

    // Not generated are notes and expectations.
    EXPECT_EQ(steps.size(), std::variant_size_v<step_action> - 2);
    EXPECT_EQ(faults.size(), all_faults().size());
}

TEST(Generated, RunsToItsEndUnderEveryPreset)
{
    constexpr std::uint64_t few = 40;
    for (std::uint64_t number = 0; number < few; ++number) {
        SCOPED_TRACE(number);
        for (const auto& preset : protocol::presets()) {
            const auto seen = run(generated(number), preset, {.keep_trace = false});
            EXPECT_GT(seen.events, 0u);
            EXPECT_NE(seen.verdict, verdict_kind::inconclusive);
        }
    }
}

}  // namespace
}  // namespace syncsim::sim
