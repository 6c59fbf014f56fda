#include "sim/verdict.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace syncsim::sim {
namespace {

TEST(Verdict, NamesTheWaysARunEnds)
{
    EXPECT_EQ(name(verdict_kind::holds), "holds");
    EXPECT_EQ(name(verdict_kind::at_risk), "at-risk");
    EXPECT_EQ(name(verdict_kind::violates), "violates");
    EXPECT_EQ(name(verdict_kind::inconclusive), "inconclusive");
}

TEST(Verdict, FindsEachInvariantByItsName)
{
    for (const auto& row : all_invariants()) {
        EXPECT_EQ(find_invariant(row.name), row.which);
        EXPECT_EQ(traits(row.which).name, row.name);
    }
    EXPECT_EQ(find_invariant("no-lost-records"), std::nullopt);
    EXPECT_EQ(find_invariant(""), std::nullopt);
}

// Scenario files name them, so the list only grows.
TEST(Verdict, HasTheInvariantsThatFilesName)
{
    std::vector<std::string_view> names;
    for (const auto& row : all_invariants()) names.push_back(row.name);

    EXPECT_EQ(
        names,
        (std::vector<std::string_view>{
            "no-lost-record",         "no-lost-update",      "unique-keys",
            "one-identity",           "create-once",         "eventual-convergence",
            "no-stuck-pending",       "deletes-stick",       "cursor-sound",
            "honest-pending",         "pending-shield",      "no-invention",
            "idempotent-delivery",    "cursor-monotone",     "gap-free-windows",
            "stamps-in-commit-order", "closed-window",       "exact-pages",
            "complete-window",        "session-isolation",   "bounded-work",
            "session-guarantees",     "deterministic-merge", "losers-kept",
            "payload-preserved",      "no-false-conflict",   "fair-blame",
            "honest-success"}));
}

TEST(Verdict, CallsOnlyRulesThatLeadToHarmMechanisms)
{
    std::vector<std::string_view> mechanisms;
    for (const auto& row : all_invariants()) {
        if (row.kind == invariant_traits::kind::mechanism) mechanisms.push_back(row.name);
    }

    EXPECT_EQ(
        mechanisms,
        (std::vector<std::string_view>{
            "cursor-sound",
            "honest-pending",
            "pending-shield",
            "idempotent-delivery",
            "cursor-monotone",
            "gap-free-windows",
            "stamps-in-commit-order",
            "closed-window",
            "exact-pages",
            "complete-window",
            "session-isolation",
            "bounded-work",
            "deterministic-merge"}));
}

TEST(Verdict, SaysWhatEachInvariantMeansAndWhenItIsJudged)
{
    for (const auto& row : all_invariants()) {
        SCOPED_TRACE(row.name);
        EXPECT_GT(row.statement.size(), 40u);
        EXPECT_FALSE(row.statement.ends_with('.'));
        EXPECT_FALSE(row.judged.empty());
    }
}

}  // namespace
}  // namespace syncsim::sim
