// What scenarios/README.md and the README at the top show is true: examples load and end as the
// text says, and the story is the one that a run tells.

#include <gtest/gtest.h>

#include <cstddef>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/json_text.hpp"
#include "reports/story.hpp"
#include "sim/assessment.hpp"
#include "sim/file/vocabulary.hpp"
#include "sim/scenario_file.hpp"
#include "sim/schema/scenario_schema.hpp"
#include "sim/world.hpp"

namespace syncsim::cli {
namespace {

std::string read_text(const std::string& path)
{
    const std::ifstream file(std::string(SYNCSIM_SOURCE_DIR) + "/" + path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The blocks of the README that are scenarios.
std::vector<std::string> examples()
{
    const auto readme = read_text("scenarios/README.md");
    const std::string opening = "```jsonc\n";
    std::vector<std::string> found;
    for (std::size_t at = readme.find(opening); at != std::string::npos;) {
        const auto from = at + opening.size();
        const auto to = readme.find("```", from);
        found.push_back(readme.substr(from, to - from));
        at = readme.find(opening, to);
    }
    return found;
}

sim::scenario load(const std::string& text)
{
    const auto loaded = sim::load_scenario(text, "README.md");
    EXPECT_TRUE(loaded.has_value()) << (loaded ? "" : to_string(loaded.error().front()));
    return loaded ? *loaded : sim::scenario{};
}

TEST(ScenariosReadme, EveryExampleLoadsAndItsFaultsFire)
{
    ASSERT_GE(examples().size(), 4U);
    for (const auto& text : examples()) {
        SCOPED_TRACE(text);

        const auto run = sim::run(load(text), protocol::hardened());

        EXPECT_TRUE(run.doubts.empty());
    }
}

TEST(ScenariosReadme, TheFirstExampleBreaksAsWrittenAndHoldsHardened)
{
    const auto first = load(examples().front());

    EXPECT_EQ(sim::run(first, protocol::as_written()).verdict, sim::verdict_kind::violates);
    EXPECT_EQ(sim::run(first, protocol::hardened()).verdict, sim::verdict_kind::holds);
}

TEST(ScenariosReadme, TheSecondExampleEndsAsItExpects)
{
    const auto second = load(examples()[1]);
    ASSERT_EQ(second.variants.size(), 2U);
    for (const auto& variant : second.variants) {
        const auto run = sim::run(second, variant);

        const auto found = assess(run, expectation_for(second, variant.name));

        EXPECT_EQ(found.how, sim::assessment::standing::as_expected) << variant.name;
    }
}

TEST(TopReadme, TellsTheStoryThatARunTells)
{
    const auto shown = load(read_text("scenarios/retries/lost-push-reply.jsonc"));
    const auto run = sim::run(shown, protocol::as_written());

    auto story = reports::story(shown, protocol::as_written(), run);
    while (!story.empty() && story.back() == '\n') story.pop_back();

    EXPECT_NE(read_text("README.md").find(story), std::string::npos)
        << "the story that README.md should show:\n"
        << story;
}

/// What is found along this path of members.
const protocol::json::value& part_of(
    const protocol::json::value& schema,
    const std::vector<std::string_view>& path)
{
    const auto* at = &schema;
    for (const auto name : path) {
        const auto* const member = at->find(name);
        EXPECT_NE(member, nullptr) << name;
        if (member == nullptr) return *at;
        at = &member->value;
    }
    return *at;
}

/// The row of a table whose first cell names this.
std::string row_of(const std::string& readme, std::string_view name)
{
    std::istringstream lines(readme);
    for (std::string line; std::getline(lines, line);) {
        const auto first_cell = line.substr(0, line.find(" | "));
        const auto named = first_cell.find("`" + std::string(name) + "`");
        if (line.starts_with("| `") && named != std::string::npos) return line;
    }
    return {};
}

TEST(ScenariosReadme, SaysOfEachMemberWhatEditorsSay)
{
    const auto readme = read_text("scenarios/README.md");
    const auto schema = protocol::json::parse(sim::scenario_schema()).value();
    for (const auto& each : *part_of(schema, {"properties"}).members()) {
        const auto& meaning = *part_of(each.value, {"description"}).text();
        EXPECT_NE(row_of(readme, each.name).find(" | " + meaning + " | "), std::string::npos)
            << each.name << ": " << meaning;
    }
}

TEST(ScenariosReadme, SaysOfEachStepWhatEditorsSay)
{
    const auto readme = read_text("scenarios/README.md");
    const auto schema = protocol::json::parse(sim::scenario_schema()).value();
    const auto& verbs = part_of(schema, {"definitions", "step", "properties", "do"});
    const auto& names = *part_of(verbs, {"enum"}).elements();
    const auto& meanings = *part_of(verbs, {"enumDescriptions"}).elements();
    ASSERT_EQ(names.size(), sim::step_words().known.size());
    ASSERT_EQ(names.size(), meanings.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto row = row_of(readme, *names[i].text());
        EXPECT_TRUE(row.ends_with(" | " + *meanings[i].text() + " |")) << row;
    }
}

TEST(ScenariosReadme, NamesEachMemberOfAStepThatEditorsOffer)
{
    const auto readme = read_text("scenarios/README.md");
    const auto schema = protocol::json::parse(sim::scenario_schema()).value();
    for (const auto& rule : *part_of(schema, {"definitions", "step", "allOf"}).elements()) {
        const auto& verb = *part_of(rule, {"if", "properties", "do", "const"}).text();
        const auto row = row_of(readme, verb);
        for (const auto& each : *part_of(rule, {"then", "properties"}).members()) {
            const bool is_of_every_step = each.name == "do" || each.name == "id";
            const bool is_of_every_fault = verb == "fault" && each.name != "node";
            if (is_of_every_step || is_of_every_fault) continue;
            EXPECT_NE(row.find("`" + each.name + "`"), std::string::npos)
                << verb << " and " << each.name;
        }
    }
}

TEST(ScenariosReadme, EveryStepAndFaultIsDescribed)
{
    const auto readme = read_text("scenarios/README.md");
    for (const auto* const words : {&sim::step_words(), &sim::fault_words()}) {
        for (const auto word : words->known) {
            EXPECT_NE(readme.find("`" + std::string(word) + "`"), std::string::npos) << word;
        }
    }
}

}  // namespace
}  // namespace syncsim::cli
