#include "reports/explanation.hpp"

#include <gtest/gtest.h>

#include <string_view>

#include "protocol/json_text.hpp"
#include "reports/story_testing.hpp"
#include "reports/text_columns.hpp"

namespace syncsim::reports {
namespace {

namespace json = protocol::json;

/// A run that has all there is to explain.
struct explained_run {
    explained_run() : script(lost_push_reply())
    {
        script.title = "The reply to a push is <lost>";
        script.why = "The phone cannot tell *not stored* from stored.";
        script.expect[of.name] = {
            .what = sim::verdict_kind::violates,
            .violates = {{sim::invariant::create_once, sim::invariant::one_identity}},
            .at_risk = {},
            .issue = "open question 3"};
        run = sim::run(script, of);
    }

    protocol::variant of = protocol::as_written();
    sim::scenario script;
    sim::outcome run;
};

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

TEST(Explanation, SaysWhatTheRunIsAboutAndWhatTheRulesAreThatBroke)
{
    const explained_run one;

    const auto text = explanation(one.script, one.of, one.run);

    EXPECT_TRUE(
        text.starts_with("sample [as-written]: violates, as expected\n"
                         "  The reply to a push is <lost>\n"
                         "  why       The phone cannot tell *not stored* from stored.\n"))
        << text;
    EXPECT_TRUE(has(text, "  issue     open question 3\n"));
    EXPECT_TRUE(has(text, story(one.script, one.of, one.run)));
    EXPECT_TRUE(has(text, "  rules    create-once: "));
    EXPECT_TRUE(has(text, "           one-identity: "));
}

TEST(Explanation, FitsItsWidth)
{
    const explained_run one;

    for (const auto& line : lines_of(explanation(one.script, one.of, one.run, {.width = 60}))) {
        EXPECT_LE(columns_of(line), 60u) << line;
    }
}

TEST(Explanation, NamesNoRuleWhereNoneBroke)
{
    const auto script = lost_push_reply();
    const auto of = protocol::hardened();

    const auto text = explanation(script, of, sim::run(script, of));

    EXPECT_TRUE(has(text, "nothing broke"));
    EXPECT_FALSE(has(text, "  rules "));
}

TEST(Explanation, IsMarkdownWhoseTextsAreNoMarkup)
{
    const explained_run one;

    const auto text = explanation_in_markdown(one.script, one.of, one.run);

    EXPECT_TRUE(text.starts_with("## sample \\[as-written\\]: violates, as expected\n")) << text;
    EXPECT_TRUE(has(text, "**The reply to a push is \\<lost>**\n"));
    EXPECT_TRUE(has(text, "tell \\*not stored\\* from"));
    EXPECT_TRUE(has(text, "* **create-once**: milk has 2 copies"));
    EXPECT_TRUE(has(text, "```text\n  event  true time  phone"));
    EXPECT_TRUE(has(text, "\n### Why create-once broke\n"));
    EXPECT_TRUE(has(text, "| 29 | the server stored it again, as key 2 |\n"));
}

TEST(Explanation, IsJsonWithTheSameInIt)
{
    const explained_run one;

    const auto parsed = json::parse(explanation_in_json(one.script, one.of, one.run));

    ASSERT_TRUE(parsed);
    EXPECT_EQ(*parsed->find("standing")->value.text(), "as-expected");
    EXPECT_EQ(*parsed->find("issue")->value.text(), "open question 3");
    EXPECT_EQ(parsed->find("findings")->value.elements()->size(), 2u);
    const auto& causes = *parsed->find("causes")->value.elements();
    ASSERT_EQ(causes.size(), 2u);
    EXPECT_EQ(*causes.front().find("invariant")->value.text(), "create-once");
    EXPECT_EQ(causes.front().find("events")->value.elements()->size(), 4u);
    EXPECT_EQ(parsed->find("events")->value.elements()->size(), 12u);
}

}  // namespace
}  // namespace syncsim::reports
