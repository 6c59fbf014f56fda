#include "scenarios/cli/expectation_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "sim/assessment.hpp"
#include "sim/scenario_file.hpp"

namespace syncsim::cli {
namespace {

using expectations = std::map<std::string, sim::expectation>;
using sim::invariant;

const sim::expectation holds;
const sim::expectation violates_create_once{
    .what = sim::verdict_kind::violates,
    .violates = {{invariant::create_once}}};
const sim::expectation violates_two{
    .what = sim::verdict_kind::violates,
    .violates = {{invariant::one_identity, invariant::create_once}}};
const sim::expectation at_risk{
    .what = sim::verdict_kind::at_risk,
    .at_risk = {{invariant::cursor_sound}}};

/// What is listed, in whatever order.
std::optional<std::vector<sim::invariant>> sorted(std::optional<std::vector<sim::invariant>> list)
{
    if (list) std::ranges::sort(*list);
    return list;
}

/// The text of a scenario with this behind its steps.
std::string scenario_with(
    std::string_view rest,
    std::string_view variants = R"(["as-written", "hardened"])")
{
    return "// a comment\n{\n  \"syncsim\": 1,\n  \"name\": \"a\",\n  \"nodes\": { \"clients\": { "
           "\"phone\": {} } },\n  \"steps\": [],\n  \"variants\": " +
           std::string(variants) + std::string(rest);
}

std::string changed(const std::string& text, const expectations& wanted)
{
    const auto script = sim::load_scenario(text, "a.jsonc");
    if (!script) return "does not load: " + to_string(script.error().front());
    const auto made = with_expectations(text, *script, wanted);
    if (!made) return "refused: line " + std::to_string(made.error().line);
    const auto again = sim::load_scenario(*made, "a.jsonc");
    if (!again) return "loads no more: " + to_string(again.error().front()) + "\n" + *made;
    for (const auto& [variant, expected] : wanted) {
        auto found = sim::expectation_for(*again, variant);
        EXPECT_EQ(found.what, expected.what);
        EXPECT_EQ(sorted(found.violates), sorted(expected.violates));
        EXPECT_EQ(found.at_risk, expected.at_risk);
    }
    return *made;
}

TEST(ExpectationText, IsAddedForEveryVariantBehindTheLastMember)
{
    EXPECT_EQ(
        changed(scenario_with("\n}\n"), {{"as-written", violates_create_once}}),
        scenario_with(",\n"
                      "  \"expect\": {\n"
                      "    \"by_variant\": {\n"
                      "      \"as-written\": { \"violates\": [\"create-once\"] },\n"
                      "      \"hardened\": \"holds\"\n"
                      "    }\n"
                      "  }\n"
                      "}\n"));
}

TEST(ExpectationText, IsOneWhereAllVariantsEndAlike)
{
    EXPECT_EQ(
        changed(
            scenario_with("\n}\n"),
            {{"as-written", violates_create_once}, {"hardened", violates_create_once}}),
        scenario_with(",\n  \"expect\": { \"violates\": [\"create-once\"] }\n}\n"));
}

TEST(ExpectationText, StandsBehindTheCommentsOnTheLineOfTheLastMember)
{
    const expectations both{{"hardened", at_risk}, {"as-written", at_risk}};

    EXPECT_EQ(
        changed(scenario_with(" // both\n\n  // what to try next\n}"), both),
        scenario_with(", // both\n  \"expect\": { \"at_risk\": [\"cursor-sound\"] }\n\n"
                      "  // what to try next\n}"));
    EXPECT_EQ(
        changed(scenario_with(" /* both\n  of them */ }"), both),
        scenario_with(
            ", /* both\n  of them */\n  \"expect\": { \"at_risk\": [\"cursor-sound\"] } }"));
}

TEST(ExpectationText, StaysOnTheLineOfAScenarioThatIsOne)
{
    const std::string text =
        R"({"syncsim": 1, "name": "a", "nodes": {"clients": {"phone": {}}}, "steps": []})";

    EXPECT_EQ(
        changed(text, {{"hardened", violates_create_once}}),
        R"({"syncsim": 1, "name": "a", "nodes": {"clients": {"phone": {}}}, "steps": [], "expect": { "violates": ["create-once"] }})");
    EXPECT_EQ(
        changed(text, {{"as-written", violates_create_once}}),
        R"({"syncsim": 1, "name": "a", "nodes": {"clients": {"phone": {}}}, "steps": [], "expect": { "by_variant": { "hardened": "holds", "as-written": { "violates": ["create-once"] } } }})");
}

// A comment to the end of the line would swallow what is put behind it.
TEST(ExpectationText, DoesNotEndUpInAComment)
{
    const std::string text =
        "{\"syncsim\": 1, \"name\": \"a\", \"nodes\": {\"clients\": {\"phone\": {}}}, \"steps\": "
        "[] // c\n}";

    EXPECT_NE(
        changed(text, {{"hardened", violates_create_once}}).find("// c\n\"expect\""),
        std::string::npos);
}

TEST(ExpectationText, ChangesNothingButTheListOfItsVariant)
{
    const std::string before =
        ",\n  \"expect\": { \"by_variant\": { // known\n"
        "    \"as-written\": { \"issue\": \"open question 3\", \"violates\": [\"no-lost-record\"] "
        "}, // yes\n"
        "    \"hardened\": \"holds\" } }\n}\n";
    auto after = before;
    after.replace(after.find("[\"no-lost-record\"]"), 18, "[\"one-identity\", \"create-once\"]");

    EXPECT_EQ(changed(scenario_with(before), {{"as-written", violates_two}}), scenario_with(after));
}

TEST(ExpectationText, TakesAnotherFormAndKeepsItsIssue)
{
    const auto text = [](std::string_view expected) {
        return scenario_with(
            ",\n  \"expect\": { \"by_variant\": {\n    \"as-written\": " + std::string(expected) +
            ",\n    \"hardened\": \"holds\"\n  } }\n}\n");
    };

    EXPECT_EQ(
        changed(
            text(R"({ "at_risk": ["cursor-sound"], "issue": "known \"as\" 3" })"),
            {{"as-written", violates_create_once}}),
        text(R"({ "violates": ["create-once"], "issue": "known \"as\" 3" })"));
    EXPECT_EQ(
        changed(
            text(R"({ "violates": ["create-once"], "issue": "known" })"), {{"as-written", holds}}),
        text("\"holds\""));
    EXPECT_EQ(
        changed(text("\"holds\""), {{"as-written", at_risk}}),
        text(R"({ "at_risk": ["cursor-sound"] })"));
}

TEST(ExpectationText, LeavesAListThatNamesTheSame)
{
    const auto text = scenario_with(
        ",\n  \"expect\": { \"violates\": [ \"create-once\",\"one-identity\" ] }\n}\n");

    EXPECT_EQ(changed(text, {{"as-written", violates_two}, {"hardened", violates_two}}), text);
}

// What was expected of all of them is still expected of those of which nothing else is wanted.
TEST(ExpectationText, PartsWhatWasExpectedOfEveryVariant)
{
    EXPECT_EQ(
        changed(
            scenario_with(
                ",\n  \"expect\": { \"violates\": [\"create-once\"], \"issue\": \"known\" }\n}\n"),
            {{"hardened", violates_two}}),
        scenario_with(
            ",\n"
            "  \"expect\": {\n"
            "    \"by_variant\": {\n"
            "      \"as-written\": { \"violates\": [\"create-once\"], \"issue\": \"known\" },\n"
            "      \"hardened\": { \"violates\": [\"one-identity\", \"create-once\"], \"issue\": "
            "\"known\" }\n"
            "    }\n"
            "  }\n"
            "}\n"));
}

TEST(ExpectationText, AddsVariantsThatAreNotThere)
{
    EXPECT_EQ(
        changed(
            scenario_with(",\n  \"expect\": { \"by_variant\": {\n    \"hardened\": \"holds\" // "
                          "sure\n  } }\n}\n"),
            {{"as-written", violates_create_once}}),
        scenario_with(",\n  \"expect\": { \"by_variant\": {\n    \"hardened\": \"holds\", // sure\n"
                      "    \"as-written\": { \"violates\": [\"create-once\"] }\n  } }\n}\n"));
}

TEST(ExpectationText, RefusesToLoseAComment)
{
    const auto text = scenario_with(
        ",\n  \"expect\": { \"by_variant\": {\n"
        "    \"as-written\": { \"violates\": [\"create-once\"] /* since 2008 */ } } }\n}\n");

    EXPECT_EQ(changed(text, {{"as-written", holds}}), "refused: line 9");
    EXPECT_NE(
        changed(text, {{"as-written", violates_two}}).find("/* since 2008 */"), std::string::npos);
}

}  // namespace
}  // namespace syncsim::cli
