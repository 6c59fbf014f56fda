#include "reports/transaction_words.hpp"

#include <gtest/gtest.h>

#include "reports/story_testing.hpp"

namespace syncsim::reports {
namespace {

using kind = timeline_line::kind;

sim::scenario synced_milk(std::vector<sim::step_action> rest)
{
    std::vector<sim::step_action> actions{create("phone", "milk"), sync("phone")};
    for (auto& each : rest) actions.push_back(std::move(each));
    return script({device("phone"), device("laptop")}, std::move(actions));
}

sim::step_action remove(std::string on, std::string record)
{
    return sim::local_step{
        .what = sim::local_step::verb::remove,
        .on = std::move(on),
        .record = std::move(record),
        .faults = {}};
}

TEST(TransactionWords, TellTheSwapOfKeys)
{
    const told_run told{synced_milk({})};
    const auto local = told.keys(
        std::get<sim::event::device_put>(told.run.story.at(1).what).row.shown.key.value().view());

    EXPECT_EQ(
        told.find(kind::apply, "key 1").text, "milk " + local + " is key 1, no longer pending");
}

TEST(TransactionWords, TellWhichWriteAVersionReplaces)
{
    const told_run told{synced_milk({edit("phone", "milk", R"({"text":"oat"})"), sync("phone")})};
    const auto& writes = told.run.known[sim::record_index{0}].writes;

    EXPECT_EQ(
        told.find(kind::commit, "over").text,
        "commit " + told.with.names.write(writes[1]) + " key 1 over " +
            told.with.names.write(writes[0]));
}

// The device removes the row and puts it back under the same key, which is no swap of keys.
TEST(TransactionWords, TellThatAnEditIsAcknowledged)
{
    const told_run told{synced_milk({edit("phone", "milk", R"({"text":"oat"})"), sync("phone")})};
    const auto& writes = told.run.known[sim::record_index{0}].writes;
    const auto edited = told.with.names.write(writes[1]);

    EXPECT_EQ(told.find(kind::apply, edited).text, edited + ", no longer pending");
}

TEST(TransactionWords, TellWhatAnEditChanged)
{
    const told_run told{synced_milk({edit("phone", "milk", R"({"text":"oat"})")})};

    EXPECT_EQ(told.find(kind::work, "edit").text, R"(edit milk text="oat" *pending)");
}

TEST(TransactionWords, LeaveALongEditToTheScenario)
{
    const told_run told{synced_milk(
        {edit("phone", "milk", R"({"text":"as long as nobody wants to read in a table"})")})};

    EXPECT_EQ(told.find(kind::work, "edit").text, "edit milk *pending");
}

TEST(TransactionWords, TellThatADeleteLeavesNothingToSend)
{
    const told_run told{
        script({device("phone")}, {create("phone", "milk"), remove("phone", "milk")})};

    EXPECT_EQ(told.find(kind::work, "delete").text, "delete milk: forgotten, never to be sent");
}

TEST(TransactionWords, TellThatTheServerForgetsARow)
{
    const told_run told{synced_milk({remove("phone", "milk"), sync("phone")})};

    EXPECT_TRUE(told.find(kind::commit, "remove").text.starts_with("remove milk@"));
}

TEST(TransactionWords, TellTheStampWhereTimesMatter)
{
    const told_run told{slow_clock()};

    EXPECT_TRUE(told.find(kind::commit, "commit milk").text.ends_with("stamped 04:31:03"));
    EXPECT_TRUE(told.find(kind::work, "milk").text.ends_with("updated 04:31:03"));
}

TEST(TransactionWords, TellWhoseBoundMoved)
{
    const told_run told{slow_clock()};

    const auto line = told.find(kind::commit, "laptop's last_sync 04:41:01");
    EXPECT_TRUE(line.moves_cursor);
}

// Under keep-both the laptop's write meets the phone's, and loses or wins: a conflict is told.
TEST(TransactionWords, TellAConflict)
{
    const told_run told{
        synced_milk(
            {sync("laptop"),
             edit("phone", "milk", R"({"text":"oat"})"),
             edit("laptop", "milk", R"({"text":"soy"})"),
             sync("phone"),
             sync("laptop")}),
        protocol::hardened()};

    EXPECT_NE(told.find(kind::commit, "conflict: milk@").text, "");
    EXPECT_NE(told.find(kind::commit, "(kept loser)").text, "");
}

}  // namespace
}  // namespace syncsim::reports
