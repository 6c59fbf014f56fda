// What scenarios/README.md and the README at the top show is true: examples load and end as the
// text says, and the story is the one that a run tells.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "reports/story.hpp"
#include "sim/assessment.hpp"
#include "sim/file/vocabulary.hpp"
#include "sim/scenario_file.hpp"
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
