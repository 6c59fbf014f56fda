#include "scenarios/cli/catalogue.hpp"

#include <gtest/gtest.h>

namespace syncsim::cli {
namespace {

scenario_file file(std::string path, std::string name)
{
    scenario_file made{.path = std::move(path), .script = {}};
    made.script.name = std::move(name);
    return made;
}

TEST(Catalogue, SaysWhatGoesWrongWhyAndWhatItBreaks)
{
    auto one = file("scenarios/retries/lost.jsonc", "lost");
    one.script.title = "A reply is lost";
    one.script.why = "The phone [a device] cannot know.";
    one.script.variants = {protocol::as_written(), protocol::hardened()};
    one.script.expect["as-written"] = {
        .what = sim::verdict_kind::violates,
        .violates = {{sim::invariant::create_once, sim::invariant::no_lost_record}},
        .issue = "open question 3"};

    EXPECT_EQ(
        catalogue_of({one}),
        "# What can go wrong\n"
        "\n"
        "## retries\n"
        "\n"
        "### lost\n"
        "\n"
        "**A reply is lost**\n"
        "\n"
        "The phone \\[a device\\] cannot know.\n"
        "\n"
        "* as-written: violates no-lost-record create-once (open question 3)\n"
        "* hardened: holds\n");
}

TEST(Catalogue, HasAHeadingForEachDirectory)
{
    const auto text = catalogue_of(
        {file("all/clocks/a.jsonc", "a"),
         file("all/clocks/b.jsonc", "b"),
         file("all/deletes/c.jsonc", "c")});

    EXPECT_EQ(
        text,
        "# What can go wrong\n\n## clocks\n\n### a\n\n* hardened: holds\n\n### b\n\n* hardened: "
        "holds\n\n## deletes\n\n### c\n\n* hardened: holds\n");
}

TEST(Catalogue, TakesAFileThatIsInNoDirectory)
{
    EXPECT_NE(catalogue_of({file("a.jsonc", "a")}).find("## this directory\n"), std::string::npos);
}

}  // namespace
}  // namespace syncsim::cli
