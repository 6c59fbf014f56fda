#include "reports/timeline.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ranges>

#include "reports/story_testing.hpp"

namespace syncsim::reports {
namespace {

using namespace std::chrono_literals;
using kind = timeline_line::kind;
using fate = message_way::fate;
using sim::anchor;
using sim::fault_kind;

sim::scenario one_sync(std::vector<sim::fault> faults)
{
    return script({device("phone")}, {create("phone", "milk"), sync("phone", std::move(faults))});
}

bool says(const timeline_line& line, std::string_view note)
{
    return std::ranges::any_of(line.notes, [&](const line_note& each) {
        return each.text.find(note) != std::string::npos;
    });
}

TEST(Timeline, IsInTheOrderOfTrueTime)
{
    const told_run told{lost_push_reply()};

    EXPECT_TRUE(std::ranges::is_sorted(told.lines, {}, &timeline_line::at));
}

TEST(Timeline, TellsNoEventTwice)
{
    const told_run told{lost_push_reply()};

    std::vector<sim::event_ordinal> shown;
    shown.reserve(told.lines.size());
    for (const auto& each : told.lines) shown.push_back(each.event);
    std::ranges::sort(shown);
    EXPECT_EQ(std::ranges::adjacent_find(shown), shown.end());
}

TEST(Timeline, CoversEveryViolationAndWitness)
{
    const told_run told{lost_push_reply()};

    for (const auto& broken : told.run.violations) {
        for (const auto& proof : broken.because) {
            EXPECT_TRUE(std::ranges::any_of(told.lines, [&](const timeline_line& line) {
                return std::ranges::find(line.covers, proof.at) != line.covers.end();
            })) << proof.what;
        }
    }
}

TEST(Timeline, NamesTheFaultAtTheReplyThatItLost)
{
    const told_run told{lost_push_reply()};

    const auto lost = told.find(kind::reply, "push");

    EXPECT_EQ(lost.way->end, fate::lost);
    EXPECT_TRUE(says(lost, "FAULT lost-ack (drop push.response)"));
}

TEST(Timeline, TakesTheAnswerToAPushAsBeingAboutWhatWasPushed)
{
    const told_run told{lost_push_reply()};

    EXPECT_TRUE(told.find(kind::reply, "push").records.contains(sim::record_index{0}));
}

TEST(Timeline, LosesARequestWhereItWasSent)
{
    const told_run told{one_sync({fault("f", fault_kind::drop, anchor::push_request)})};

    EXPECT_EQ(told.find(kind::request, "push").way->end, fate::lost);
}

TEST(Timeline, ShowsALateRequestWhereItWasSentAndWhereItArrives)
{
    auto slow = fault("slow", fault_kind::delay, anchor::push_request);
    slow.by = 1s;
    const told_run told{one_sync({slow})};

    EXPECT_EQ(told.find(kind::request, "push").way->end, fate::delayed);
    EXPECT_TRUE(told.find(kind::arrival, "push").text.ends_with("arrives late"));
}

TEST(Timeline, ShowsALateReplyWhereItWasSentAndThatNobodyWaitsForIt)
{
    auto slow = fault("slow", fault_kind::delay, anchor::push_response);
    slow.by = 1min;
    const told_run told{one_sync({slow})};

    const auto replies = std::ranges::count_if(told.lines, [](const timeline_line& line) {
        return line.what == kind::reply && line.way->step == protocol::step::push &&
               line.round == 0;
    });
    const auto late = std::ranges::find_if(
        told.lines, [](const timeline_line& line) { return says(line, "nobody waits for it"); });

    EXPECT_TRUE(says(told.find(kind::reply, "push"), "FAULT slow (delay push.response by 1m)"));
    EXPECT_GE(replies, 1);
    ASSERT_NE(late, told.lines.end());
    EXPECT_EQ(late->way->step, protocol::step::push);
}

TEST(Timeline, ShowsThatARequestCameTwice)
{
    const told_run told{one_sync({fault("twice", fault_kind::duplicate, anchor::push_request)})};

    EXPECT_TRUE(told.find(kind::arrival, "push").text.ends_with("arrives again"));
}

TEST(Timeline, SaysWhyAMessageDidNotArrive)
{
    const told_run told{script(
        {device("phone")},
        {create("phone", "milk"), sim::partition_step{.device = {}}, sync("phone")})};

    EXPECT_TRUE(says(told.find(kind::request, "begin"), "lost: cut off"));
}

TEST(Timeline, NamesTheFaultAtTheCrash)
{
    const told_run told{
        one_sync({fault("boom", fault_kind::crash_server, anchor::push_after_commit)})};

    EXPECT_TRUE(says(told.find(kind::crash, ""), "FAULT boom"));
    EXPECT_NE(told.find(kind::restart, "").text, "");
}

TEST(Timeline, ShowsAFaultThatHadNoEffect)
{
    const told_run told{script(
        {device("phone")},
        {sim::crash_step{.on = "server"},
         sim::fault_step{fault("boom", fault_kind::crash_server, {})}})};

    EXPECT_TRUE(says(told.find(kind::fault, ""), "FAULT boom"));
}

TEST(Timeline, ShowsWorkThatACrashCutShort)
{
    sim::local_step work{
        .what = sim::local_step::verb::create, .on = "phone", .record = "milk", .faults = {}};
    work.faults = {fault("boom", fault_kind::crash_client, anchor::local_before_commit)};
    const told_run told{script({device("phone")}, {work})};

    const auto line = told.find(kind::work, "");

    EXPECT_EQ(line.text, "create milk: cut short by the crash");
    EXPECT_TRUE(line.failed);
}

TEST(Timeline, ShowsWhatAClockReadsAfterAJump)
{
    const told_run told{
        script({device("phone")}, {sim::clock_step{.on = "phone", .jump = 26h, .offset = {}}})};

    EXPECT_EQ(told.find(kind::clock, "").text, "clock now +1d2h, reads 2008-10-28 06:41:01");
}

TEST(Timeline, CountsTheRoundsOfTheSettlePhase)
{
    const told_run told{lost_push_reply()};

    EXPECT_EQ(std::ranges::max(told.lines, {}, &timeline_line::round).round, 4);
    EXPECT_EQ(
        told.find(kind::settle, "").text,
        "settle: faults stop, links heal; 4 rounds of syncs, 48 messages");
}

}  // namespace
}  // namespace syncsim::reports
