#include "sim/assessment.hpp"

#include <gtest/gtest.h>

namespace syncsim::sim {
namespace {

using standing = assessment::standing;

outcome that_broke(std::vector<invariant> broken)
{
    outcome run;
    for (const auto each : broken)
        run.violations.push_back({.which = each, .at = {}, .what = {}, .because = {}});
    return run;
}

expectation violating(std::vector<invariant> which)
{
    return {.what = verdict_kind::violates, .violates = std::move(which), .at_risk = {}};
}

TEST(Assessment, ARunThatHoldsIsAsExpectedWhereNothingIsSaid)
{
    const auto found = assess({}, {});

    EXPECT_EQ(found.how, standing::as_expected);
    EXPECT_EQ(found.found, "holds");
}

TEST(Assessment, WhatAVariantBreaksInAnyRunIsNoNews)
{
    outcome run;
    run.baseline = {invariant::closed_window};

    EXPECT_EQ(assess(run, {}).how, standing::as_expected);

    const expectation named{
        .what = verdict_kind::at_risk, .violates = {}, .at_risk = {{invariant::closed_window}}};
    EXPECT_EQ(
        assess(run, named).reasons,
        std::vector<std::string>{
            "closed-window is broken by the variant in any run, and no expectation names it"});
}

TEST(Assessment, WhereAnythingIsExpectedOnlyDoubtsAndUnmetExpectationsCount)
{
    const expectation anything{.any = true};
    auto run = that_broke({invariant::create_once, invariant::cursor_sound});

    EXPECT_EQ(assess(run, anything).how, standing::as_expected);
    EXPECT_EQ(assess(run, anything).expected, "anything");
    EXPECT_EQ(assess({}, anything).how, standing::as_expected);

    run.doubts.emplace_back("fault f1 never fired");
    EXPECT_EQ(assess(run, anything).how, standing::inconclusive);
    run.unmet.push_back({.at = {}, .place = {}, .what = "milk is not there"});
    EXPECT_EQ(assess(run, anything).how, standing::unexpected);
}

TEST(Assessment, AnExpectedViolationIsAsExpected)
{
    const auto run = that_broke({invariant::create_once});

    EXPECT_EQ(assess(run, violating({invariant::create_once})).how, standing::as_expected);
}

TEST(Assessment, AnExpectedViolationThatDoesNotHappenIsUnexpected)
{
    const auto found = assess({}, violating({invariant::create_once}));

    EXPECT_EQ(found.how, standing::unexpected);
    ASSERT_EQ(found.reasons.size(), 1U);
    EXPECT_EQ(found.reasons.front(), "create-once was to be broken, and holds");
}

TEST(Assessment, OutcomeInvariantsAreComparedExactly)
{
    const auto run = that_broke({invariant::one_identity, invariant::create_once});

    const auto found = assess(run, violating({invariant::create_once}));

    EXPECT_EQ(found.how, standing::unexpected);
    EXPECT_EQ(found.reasons.front(), "one-identity is broken, and was to hold");
}

TEST(Assessment, MechanismInvariantsAreLeftOutWhereTheAuthorDoesNotCare)
{
    const auto run = that_broke({invariant::create_once, invariant::cursor_sound});

    EXPECT_EQ(assess(run, violating({invariant::create_once})).how, standing::as_expected);
}

TEST(Assessment, ARunThatIsToHoldMayNotBeAtRisk)
{
    const auto found = assess(that_broke({invariant::cursor_sound}), {});

    EXPECT_EQ(found.how, standing::unexpected);
    EXPECT_EQ(found.found, "at-risk cursor-sound");
}

TEST(Assessment, ADoubtMakesTheRunInconclusiveAlsoWhereTheViolationWasExpected)
{
    auto run = that_broke({invariant::create_once});
    run.doubts.emplace_back("fault lost never fired");

    const auto found = assess(run, violating({invariant::create_once}));

    EXPECT_EQ(found.how, standing::inconclusive);
    EXPECT_EQ(found.reasons, run.doubts);
}

TEST(Assessment, AnUnexpectedViolationOutweighsADoubt)
{
    auto run = that_broke({invariant::create_once});
    run.doubts.emplace_back("fault lost never fired");

    EXPECT_EQ(assess(run, {}).how, standing::unexpected);
}

TEST(Assessment, AnUnmetExpectationIsUnexpectedUnlessItFollowsFromAViolation)
{
    outcome run;
    run.unmet.push_back({.at = {}, .place = {}, .what = "phone: expected 1, found 2"});
    EXPECT_EQ(assess(run, {}).how, standing::unexpected);

    run.unmet.front().is_consequence = true;
    EXPECT_EQ(assess(run, {}).how, standing::as_expected);
}

TEST(Assessment, AnExpectationForEveryVariantServesOneThatIsNotNamed)
{
    scenario script;
    script.expect[""] = violating({invariant::create_once});
    script.expect["hardened"] = {};

    EXPECT_EQ(expectation_for(script, "as-written").what, verdict_kind::violates);
    EXPECT_EQ(expectation_for(script, "hardened").what, verdict_kind::holds);
}

TEST(Assessment, WhatARunMeetsIsWhatItDid)
{
    const auto broke = that_broke({invariant::create_once, invariant::cursor_sound});

    for (const auto& before :
         {expectation{}, violating({invariant::no_lost_record}), expectation{.at_risk = {{}}}}) {
        EXPECT_EQ(assess(broke, met_by(broke, before)).how, standing::as_expected);
    }
    EXPECT_EQ(met_by({}, violating({invariant::create_once})), expectation{});
}

TEST(Assessment, WhatARunMeetsListsRisksOnlyWhereTheyWereListedOrAreAll)
{
    const auto both = that_broke({invariant::create_once, invariant::cursor_sound});
    const auto risk = that_broke({invariant::cursor_sound});
    auto before = violating({invariant::no_lost_record});

    EXPECT_EQ(met_by(both, before).at_risk, std::nullopt);
    EXPECT_EQ(met_by(risk, before).at_risk, (std::vector{invariant::cursor_sound}));
    EXPECT_EQ(met_by(risk, before).violates, std::nullopt);

    before.at_risk = std::vector<invariant>{};
    EXPECT_EQ(met_by(both, before).at_risk, (std::vector{invariant::cursor_sound}));
}

TEST(Assessment, WhatARunMeetsIsKnownForTheSameReason)
{
    auto before = violating({invariant::no_lost_record});
    before.issue = "open question 3";

    EXPECT_EQ(met_by(that_broke({invariant::create_once}), before).issue, "open question 3");
}

TEST(Assessment, AnExpectationIsSaidInTheWordsOfWhatIsFound)
{
    const auto broke = that_broke({invariant::create_once, invariant::cursor_sound});

    EXPECT_EQ(to_words({}), "holds");
    EXPECT_EQ(to_words(met_by(broke, {.at_risk = {{}}})), assess(broke, {}).found);
}

}  // namespace
}  // namespace syncsim::sim
