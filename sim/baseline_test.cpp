#include "sim/baseline.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <thread>

#include "sim/script.hpp"
#include "sim/world.hpp"

namespace syncsim::sim {
namespace {

outcome run_with_nothing_apart(const protocol::variant& of)
{
    return run(untroubled(), of, {.keep_trace = true, .by_design = {{}}});
}

/// How many records each sync moved, of those that are steps of the scenario.
std::map<sync_index, std::size_t> records_moved(const outcome& seen)
{
    std::map<sync_index, std::size_t> moved;
    for (const auto& each : seen.story) {
        if (std::holds_alternative<event::settle_began>(each.what)) return moved;
        if (const auto* const began = std::get_if<event::sync_began>(&each.what)) {
            moved[began->sync] = 0;
        }
        if (const auto* const sent = std::get_if<event::request_sent>(&each.what)) {
            const auto* const push = std::get_if<protocol::push_request>(&*sent->content);
            if (push != nullptr) moved[sent->sync] += push->records.size();
        }
        if (const auto* const sent = std::get_if<event::reply_sent>(&each.what)) {
            const auto* const page = std::get_if<protocol::pull_reply>(&**sent->content);
            if (page != nullptr) moved[sent->sync] += page->records.size();
        }
    }
    return moved;
}

TEST(Baseline, OfHardenedIsEmpty)
{
    EXPECT_TRUE(baseline(protocol::hardened()).empty());
}

// The device's own clock stamps what is pushed, so it is in the past when it is stored.
TEST(Baseline, OfAsWrittenIsWhatItsStampsBreak)
{
    EXPECT_EQ(baseline(protocol::as_written()), std::vector{invariant::closed_window});
}

TEST(Baseline, ComesFromARunThatBreaksNoOutcome)
{
    for (const auto& preset : protocol::presets()) {
        for (const auto& each : run_with_nothing_apart(preset).violations) {
            EXPECT_EQ(traits(each.which).kind, invariant_traits::kind::mechanism)
                << preset.name << ": " << each.what;
        }
    }
}

TEST(Baseline, ComesFromARunInWhichEverySessionBringsSomething)
{
    for (const auto& preset : protocol::presets()) {
        for (const auto& [sync, records] : records_moved(run_with_nothing_apart(preset))) {
            EXPECT_GT(records, 0U) << preset.name << ", sync " << sync.value();
        }
    }
}

TEST(Baseline, IsApartFromWhatARunHasFound)
{
    const auto steps = script{{device("phone")}}.create("phone", "milk").sync("phone");

    const auto seen = run(steps, protocol::as_written());

    EXPECT_EQ(seen.baseline, std::vector{invariant::closed_window});
    EXPECT_TRUE(seen.violations.empty());
    EXPECT_EQ(seen.verdict, verdict_kind::holds);
}

TEST(Baseline, ChangesNothingOfWhatHappens)
{
    const auto apart = run(untroubled(), protocol::as_written(), {.keep_trace = false});

    EXPECT_EQ(apart.digest, run_with_nothing_apart(protocol::as_written()).digest);
    EXPECT_EQ(apart.verdict, verdict_kind::holds);
    EXPECT_EQ(run_with_nothing_apart(protocol::as_written()).verdict, verdict_kind::at_risk);
}

TEST(Baseline, IsThatOfTheAnswersWhateverTheVariantIsCalled)
{
    auto renamed = protocol::as_written();
    renamed.name = "mine";

    EXPECT_EQ(baseline(renamed), baseline(protocol::as_written()));
}

TEST(Baseline, IsTheSameForThreadsThatAskAtOnce)
{
    auto asked = protocol::as_written();
    asked.retry = protocol::answer::retry::backoff_with_jitter;
    std::vector<std::vector<invariant>> found(4);
    {
        std::vector<std::jthread> threads;
        for (auto& each : found) threads.emplace_back([&] { each = baseline(asked); });
    }

    for (const auto& each : found) EXPECT_EQ(each, baseline(asked));
}

}  // namespace
}  // namespace syncsim::sim
