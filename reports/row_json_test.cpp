#include "reports/row_json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "reports/story_testing.hpp"

namespace syncsim::reports {
namespace {

using json = nlohmann::ordered_json;

TEST(RowJson, SaysWhatBecameOfAMessage)
{
    const told_run one{lost_push_reply()};
    auto lost = one.find(timeline_line::kind::reply, "push ok");
    ASSERT_TRUE(lost.way);

    const auto row = rows_json({{lost, {}}}, one.with).front();

    EXPECT_EQ(row["device"], "phone");
    EXPECT_EQ(row["node"], "server");
    EXPECT_EQ(row["kind"], "reply");
    EXPECT_EQ(row["fate"], "lost");
    EXPECT_EQ(row["event"], lost.event.value());
    EXPECT_EQ(row["notes"], json::array({"FAULT lost-ack (drop push.response)"}));
}

TEST(RowJson, SaysWhatIsLeftOut)
{
    const told_run one{lost_push_reply()};

    EXPECT_EQ(
        rows_json({{{}, "3 more lines"}}, one.with), json::array({{{"left_out", "3 more lines"}}}));
}

TEST(RowJson, NamesTheInvariantThatAFindingIsOf)
{
    const finding broken{
        .what = finding::kind::outcome,
        .which = sim::invariant::create_once,
        .event = sim::event_ordinal{29},
        .text = "twice"};

    EXPECT_EQ(
        finding_json(broken),
        (json{
            {"kind", "outcome"}, {"text", "twice"}, {"invariant", "create-once"}, {"event", 29}}));
    EXPECT_FALSE(finding_json({.what = finding::kind::doubt, .which = {}, .event = {}, .text = "?"})
                     .contains("event"));
}

}  // namespace
}  // namespace syncsim::reports
