#include "scenarios/cli/plan.hpp"

#include <gtest/gtest.h>

namespace syncsim::cli {
namespace {

scenario_file file(std::string name, std::vector<protocol::variant> variants = {})
{
    scenario_file made{.path = name + ".jsonc", .script = {}};
    made.script.name = std::move(name);
    made.script.variants = std::move(variants);
    return made;
}

std::vector<std::string> names(const std::vector<planned_run>& runs)
{
    std::vector<std::string> found;
    found.reserve(runs.size());
    for (const auto& each : runs) found.push_back(each.name());
    return found;
}

using strings = std::vector<std::string>;

TEST(Plan, TakesTheVariantsOfTheFile)
{
    const auto runs = plan_of({file("a", {protocol::as_written(), protocol::hardened()})}, {});
    EXPECT_EQ(names(runs), (strings{"a [as-written]", "a [hardened]"}));
}

TEST(Plan, TakesHardenedWhereTheFileNamesNoVariant)
{
    EXPECT_EQ(names(plan_of({file("a")}, {})), strings{"a [hardened]"});
}

TEST(Plan, LetsTheCommandLineNameTheVariants)
{
    const std::vector files{file("a", {protocol::hardened()}), file("b")};

    EXPECT_EQ(
        names(plan_of(files, {.variants = {"as-written"}})),
        (strings{"a [as-written]", "b [as-written]"}));
    EXPECT_EQ(plan_of(files, {.all_variants = true}).size(), 2 * protocol::presets().size());
}

protocol::variant own_variant(std::string name)
{
    auto made = protocol::hardened();
    made.name = std::move(name);
    return made;
}

TEST(Plan, TakesAVariantOfTheFilesOwnFromTheFilesThatHaveIt)
{
    const std::vector files{file("a", {own_variant("mine"), protocol::hardened()}), file("b")};

    EXPECT_EQ(names(plan_of(files, {.variants = {"mine"}})), strings{"a [mine]"});
    EXPECT_EQ(
        names(plan_of(files, {.variants = {"mine", "hardened"}})),
        (strings{"a [mine]", "a [hardened]", "b [hardened]"}));
    EXPECT_EQ(
        names(plan_of(files, {.all_variants = true})),
        (strings{"a [as-written]", "a [hardened]", "a [mine]", "b [as-written]", "b [hardened]"}));
}

TEST(Plan, NamesTheNearestVariantOfAnyFile)
{
    const std::vector files{file("a", {own_variant("mine")}), file("b")};

    EXPECT_EQ(wrong_variant(files, {.variants = {"mine", "as-written"}}), std::nullopt);
    EXPECT_EQ(
        wrong_variant(files, {.variants = {"hardend"}}),
        "there is no variant \"hardend\"; did you mean \"hardened\"?");
    EXPECT_EQ(
        wrong_variant(files, {.variants = {"mien"}}),
        "there is no variant \"mien\"; did you mean \"mine\"?");
}

TEST(Plan, GivesEveryRunTheSeedThatIsAskedFor)
{
    auto one = file("a");
    one.script.seed = 3;

    EXPECT_EQ(plan_of({one}, {}).front().script->seed, 3u);
    EXPECT_EQ(plan_of({one}, {.seed = 9}).front().script->seed, 9u);
}

/// A file whose matrix has the points a=1 and a=2, and one that makes no sense.
scenario_file with_matrix()
{
    auto made = file("m");
    for (const auto* const label : {"a=1", "a=2"}) {
        made.points.push_back(made.script);
        made.points.back().point = label;
    }
    made.script = made.points.front();
    made.skipped.push_back({"a=3", "nobody is there"});
    return made;
}

TEST(Plan, HasARunForEachPointOfAMatrix)
{
    const std::vector files{with_matrix(), file("b")};

    EXPECT_EQ(
        names(plan_of(files, {})),
        (strings{"m [hardened] a=1", "m [hardened] a=2", "b [hardened]"}));
    EXPECT_EQ(names(plan_of(files, {.point = "a=2"})), strings{"m [hardened] a=2"});
    EXPECT_EQ(names(plan_of(files, {.filter = "A=1"})), strings{"m [hardened] a=1"});
}

TEST(Plan, SaysWhyThereIsNoSuchPoint)
{
    const std::vector files{with_matrix(), file("b")};

    EXPECT_EQ(wrong_point(files, {.point = "a=2"}), std::nullopt);
    EXPECT_EQ(
        wrong_point(files, {.point = "a=3"}), "the point \"a=3\" makes no sense: nobody is there");
    EXPECT_EQ(
        wrong_point(files, {.point = "b=2"}), "there is no point \"b=2\"; did you mean \"a=2\"?");
}

TEST(Plan, KnowsTheSeedThatAllRunsHave)
{
    auto one = file("a");
    auto other = file("b");
    EXPECT_EQ(common_seed(plan_of({one, other}, {})), 0u);

    other.script.seed = 1;
    EXPECT_EQ(common_seed(plan_of({one, other}, {})), std::nullopt);
}

TEST(Plan, TakesScenariosThatHaveEveryTag)
{
    auto both = file("both");
    both.script.tags = {"x", "y"};
    auto one = file("one");
    one.script.tags = {"x"};

    EXPECT_EQ(names(plan_of({both, one}, {.tags = {"x", "y"}})), strings{"both [hardened]"});
}

TEST(Plan, JudgesAndExpectsOnlyTheInvariantThatIsAskedFor)
{
    auto one = file("a");
    one.script.expect[""] = {
        .what = sim::verdict_kind::violates,
        .violates = {{sim::invariant::create_once, sim::invariant::no_lost_record}}};

    const auto runs = plan_of({one}, {.only = sim::invariant::create_once});

    ASSERT_EQ(runs.size(), 1u);
    EXPECT_EQ(runs.front().script->invariants, std::vector{sim::invariant::create_once});
    EXPECT_EQ(runs.front().wanted.violates, std::vector{sim::invariant::create_once});
}

TEST(Plan, LeavesOutScenariosThatTheInvariantDoesNotJudge)
{
    auto one = file("a");
    one.script.invariants = {sim::invariant::unique_keys};

    EXPECT_TRUE(plan_of({one}, {.only = sim::invariant::create_once}).empty());
}

}  // namespace
}  // namespace syncsim::cli
