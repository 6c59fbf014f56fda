#include "reports/state_table.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string_view>

#include "reports/story_testing.hpp"
#include "reports/text_columns.hpp"

namespace syncsim::reports {
namespace {

constexpr text_style of_eighty{.color = false, .width = 80};

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

node_states states_of(const told_run& one, std::uint32_t event)
{
    return states_after(one.script, one.run.story, sim::event_ordinal{event});
}

// Between the push that was stored and the one that repeats it.
TEST(StateTable, ShowsWhatEveryNodeHolds)
{
    const told_run one{lost_push_reply()};

    EXPECT_EQ(
        state_table(states_of(one, 18), one.with, of_eighty),
        "  state    after event 18, at 6.082s\n"
        "\n"
        "  server\n"
        "    session 75ab1f6c of phone, begun at event 7\n"
        "    milk  1     stamped 04:41:01, local_id 185d, event 13\n"
        "\n"
        "  phone\n"
        "    milk  185d  *pending, no key of the server yet, event 1\n"
        "\n"
        "  laptop\n"
        "    no records\n");
}

TEST(StateTable, ShowsMembersAndNotTheTokenOfTheWrite)
{
    auto script = lost_push_reply();
    std::get<sim::local_step>(script.steps.front().action).set = R"({"text":"buy milk","n":1})";
    const told_run one{script};

    const auto text = state_table(states_of(one, 18), one.with, of_eighty);

    EXPECT_TRUE(has(text, "milk  1     n=1 text=\"buy milk\"; stamped")) << text;
    EXPECT_TRUE(has(text, "milk  185d  n=1 text=\"buy milk\"; *pending")) << text;
}

TEST(StateTable, SaysHowFarADeviceHasRead)
{
    const told_run as_written{slow_clock()};
    const told_run hardened{slow_clock(), protocol::hardened()};

    EXPECT_TRUE(has(
        state_table(states_of(as_written, as_written.run.events - 1), as_written.with, of_eighty),
        "laptop's last_sync is "));
    EXPECT_TRUE(
        has(state_table(states_of(hardened, hardened.run.events - 1), hardened.with, of_eighty),
            "    last_sync is #2"));
}

TEST(StateTable, MarksWhatIsDeletedAndWaits)
{
    const told_run one{script(
        {device("phone")},
        {create("phone", "milk"),
         sync("phone"),
         sim::local_step{
             .what = sim::local_step::verb::remove,
             .on = "phone",
             .record = "milk",
             .faults = {}}})};
    std::uint32_t deleted = 0;
    for (const auto& each : one.run.story) {
        const auto* const work = std::get_if<sim::event::local_work>(&each.what);
        if (work != nullptr) deleted = each.when.ordinal.value();
    }

    const auto text = state_table(states_of(one, deleted), one.with, of_eighty);

    EXPECT_TRUE(has(text, "*pending, deleted, ")) << text;
    EXPECT_FALSE(has(text, "no key of the server yet")) << text;
}

TEST(StateTable, FitsItsWidthWhateverThingsAreCalled)
{
    auto script = slow_clock();
    auto& made = std::get<sim::local_step>(script.steps.front().action);
    made.record = std::string(90, 'r');
    made.set = R"({"text":")" + std::string(200, 't') + R"(","other":"a b c"})";
    const told_run one{script};

    for (const std::size_t width : {60U, 80U}) {
        for (const auto& line : lines_of(
                 state_table(states_of(one, one.run.events - 1), one.with, {.width = width}))) {
            EXPECT_LE(columns_of(line), width) << line;
        }
    }
}

TEST(StateTable, IsJsonForTools)
{
    auto script = lost_push_reply();
    std::get<sim::local_step>(script.steps.front().action).set = R"({"text":"buy milk"})";
    const told_run one{script};

    const auto made = state_json(states_of(one, 18), one.with);

    EXPECT_EQ(made["event"], 18);
    ASSERT_EQ(made["nodes"].size(), 3u);
    EXPECT_EQ(made["nodes"][0]["node"], "server");
    const auto& record = made["nodes"][1]["records"][0];
    EXPECT_EQ(record["record"], "milk");
    EXPECT_EQ(record["value"]["text"], "buy milk");
    EXPECT_EQ(record["marks"][0], "*pending");
}

}  // namespace
}  // namespace syncsim::reports
