// What scenarios/README.md and the README at the top show is true: examples load and end as the
// text says, and the story is the one that a run tells.

#include <gtest/gtest.h>

#include <cstddef>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/json_text.hpp"
#include "reports/story.hpp"
#include "scenarios/cli/exit_code.hpp"
#include "scenarios/cli/flags.hpp"
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

std::vector<sim::scenario> load_all(const std::string& text)
{
    auto loaded = sim::load_scenarios(text, "README.md");
    EXPECT_TRUE(loaded.has_value()) << (loaded ? "" : to_string(loaded.error().front()));
    return loaded ? std::move(loaded->points) : std::vector<sim::scenario>(1);
}

sim::scenario load(const std::string& text)
{
    return load_all(text).front();
}

TEST(ScenariosReadme, EveryExampleLoadsAndItsFaultsFire)
{
    ASSERT_GE(examples().size(), 4U);
    for (const auto& text : examples()) {
        SCOPED_TRACE(text);
        for (const auto& script : load_all(text)) {
            SCOPED_TRACE(script.point);

            const auto run = sim::run(script, protocol::hardened());

            EXPECT_TRUE(run.doubts.empty());
        }
    }
}

TEST(ScenariosReadme, TheFirstExampleBreaksAsWrittenAndHoldsHardened)
{
    const auto first = load(examples().front());

    EXPECT_EQ(sim::run(first, protocol::as_written()).verdict, sim::verdict_kind::violates);
    EXPECT_EQ(sim::run(first, protocol::hardened()).verdict, sim::verdict_kind::holds);
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

/// What the README says of steps, and what follows.
std::string about_steps()
{
    const auto readme = read_text("scenarios/README.md");
    return readme.substr(readme.find("\n## Steps\n"));
}

TEST(ScenariosReadme, SaysOfEachStepWhatEditorsSay)
{
    const auto readme = about_steps();
    const auto schema = protocol::json::parse(sim::scenario_schema()).value();
    const auto& verbs = part_of(schema, {"definitions", "step", "properties", "do", "else"});
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
    const auto readme = about_steps();
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

// --- The reference of the command ----------------------------------------------------------------

/// In a code span of a table's cell.
std::string in_code(std::string text)
{
    for (auto at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2)) {
        text.insert(at, "\\");
    }
    return "`" + text + "`";
}

std::string row_of(const verb& each)
{
    std::string operands(each.operands);
    return "| " +
           in_code("syncsim " + std::string(each.name) + (operands.empty() ? "" : " ") + operands) +
           " | " + std::string(each.does) + " |\n";
}

std::string row_of(const flag& each)
{
    auto spelled = "--" + std::string(each.name);
    if (!each.value.empty()) spelled += " " + std::string(each.value);
    const auto letter =
        each.letter == '\0' ? std::string() : in_code(std::string("-") + each.letter) + ", ";
    const bool has_default = !each.built_in.empty() && !each.value.empty();
    return "| " + letter + in_code(spelled) + " | " + std::string(each.meaning) + " | " +
           (has_default ? in_code(std::string(each.built_in)) + " |\n" : "|\n");
}

TEST(ScenariosReadme, HasEveryVerbFlagAndExitCodeInTheWordsOfTheCommand)
{
    const auto readme = read_text("scenarios/README.md");
    const auto has = [&](const std::string& row) {
        EXPECT_NE(readme.find(row), std::string::npos) << row;
    };
    for (const auto& each : all_verbs()) has(row_of(each));
    for (const auto& each : all_flags()) has(row_of(each));
    for (const auto& each : all_exit_codes) {
        has("| " + std::to_string(static_cast<int>(each.code)) + " | " + std::string(each.meaning) +
            " |\n");
    }
}

TEST(ScenariosReadme, NamesNoVerbThatThereIsNot)
{
    const auto readme = read_text("scenarios/README.md");
    const std::string_view heading = "`syncsim ";
    for (auto at = readme.find(heading); at != std::string::npos;
         at = readme.find(heading, at + 1)) {
        const auto from = at + heading.size();
        const auto word = readme.substr(from, readme.find_first_of(" `\n", from) - from);
        const bool is_known = find_verb(word) != nullptr || word == "help" || word == "--version";
        EXPECT_TRUE(is_known) << word;
    }
}

}  // namespace
}  // namespace syncsim::cli
