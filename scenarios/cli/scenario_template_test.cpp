#include "scenarios/cli/scenario_template.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "protocol/variant.hpp"
#include "sim/scenario_file.hpp"
#include "sim/world.hpp"

namespace syncsim::cli {
namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

std::set<std::string_view> broken(const std::string& text, const protocol::variant& under)
{
    const auto loaded = sim::load_scenario(text, "mine.jsonc");
    if (!loaded) {
        ADD_FAILURE() << to_string(loaded.error().front());
        return {};
    }
    const auto run = sim::run(*loaded, under);
    EXPECT_TRUE(run.doubts.empty());
    std::set<std::string_view> names;
    for (const auto& each : run.violations) names.insert(sim::traits(each.which).name);
    return names;
}

using names = std::set<std::string_view>;

const std::string mine = scenario_template("mine", "mine.jsonc");

TEST(ScenarioTemplate, BreaksWhatItSaysUnderTheVariantsThatItNames)
{
    EXPECT_EQ(broken(mine, protocol::as_written()), (names{"create-once", "one-identity"}));
    EXPECT_EQ(broken(mine, protocol::hardened()), names{});
    EXPECT_EQ(sim::load_scenario(mine, "mine.jsonc")->variants.size(), 2u);
}

// What the comments say of the changes that they propose.
TEST(ScenarioTemplate, IsRightAboutWhatToTryNext)
{
    const auto request_lost =
        replaced(mine, "{ \"at\": \"push.response\"", "{ \"at\": \"push.request\"");
    EXPECT_EQ(broken(request_lost, protocol::as_written()), names{});

    const auto crash = replaced(mine, "\"fault\": \"drop\"", "\"fault\": \"crash-client\"");
    EXPECT_TRUE(broken(crash, protocol::as_written()).contains("create-once"));

    const std::string_view edit =
        R"({ "do": "edit", "on": "phone", "record": "milk", "set": { "text": "oat milk" } })";
    ASSERT_NE(mine.find(edit), std::string::npos);
    const auto edited = replaced(
        mine,
        "\n    { \"do\": \"sync\", \"on\": \"phone\" },",
        "\n    " + std::string(edit) + ",\n    { \"do\": \"sync\", \"on\": \"phone\" },");
    EXPECT_TRUE(broken(edited, protocol::as_written()).contains("create-once"));
    EXPECT_EQ(broken(edited, protocol::hardened()), names{});
}

TEST(ScenarioTemplate, NamesItsFileAsAShellReadsIt)
{
    EXPECT_NE(
        scenario_template("mine", "my doubts/mine.jsonc")
            .find("syncsim run 'my doubts/mine.jsonc'"),
        std::string::npos);
}

TEST(ScenarioTemplate, DoesNotLoadUnderANameThatIsNone)
{
    const auto loaded = sim::load_scenario(scenario_template("a\"b", "x"), "x");
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().size(), 1u);
}

}  // namespace
}  // namespace syncsim::cli
