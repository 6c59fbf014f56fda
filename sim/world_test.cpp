#include "sim/world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <vector>

#include "sim/assessment.hpp"
#include "sim/script.hpp"

namespace syncsim::sim {
namespace {

using namespace std::chrono_literals;

script two_devices()
{
    return script{{device("phone"), device("laptop")}};
}

/// Conflicts, a delete that meets an edit, and pages of several records; `struck` is the fault of
/// the sync in its middle.
scenario busy_with(std::vector<fault> struck)
{
    return two_devices()
        .create("laptop", "bread")
        .sync("laptop")
        .sync("phone")
        .create("phone", "milk")
        .create("phone", "eggs")
        .edit("phone", "bread", R"({"kind":"rye"})")
        .edit("laptop", "bread", R"({"kind":"white"})")
        .create("laptop", "butter")
        .create("laptop", "jam")
        .sync("laptop")
        .sync("phone", std::move(struck))
        .edit("phone", "milk")
        .sync("phone")
        .sync("laptop")
        .erase("laptop", "milk")
        .edit("phone", "milk", R"({"text":"oat"})")
        .sync("laptop")
        .sync("phone");
}

/// In `busy_with`, the second step after the sync that is struck.
constexpr step_id after_the_struck_sync{13};

/// The fault with whatever its kind needs beside its anchor.
fault complete(anchor where, fault_kind kind, int nth)
{
    auto made = at(where, kind, nth);
    if (kind == fault_kind::delay || kind == fault_kind::pause) made.by = 3s;
    if (kind == fault_kind::late_duplicate) made.by = 20s;
    if (kind == fault_kind::clock_jump) made.by = -1h;
    if (kind == fault_kind::error_reply) made.code = protocol::sync_errc::unavailable;
    if (kind == fault_kind::hold) made.until = after_the_struck_sync;
    return made;
}

template <class Event>
auto count(const outcome& run)
{
    return std::ranges::count_if(run.story, [](const trace_event& each) {
        return std::holds_alternative<Event>(each.what);
    });
}

std::string told(const outcome& run)
{
    std::string text;
    for (const auto& each : run.violations) text += each.what + "\n";
    for (const auto& each : run.doubts) text += each + "\n";
    for (const auto& each : run.unmet) text += each.what + "\n";
    return text;
}

// Each fault at each anchor where it makes sense, at its first pass and at its second: the first
// pass is that of a sync that is struck, the second is that of its retry, where there is one.
TEST(World, HardenedHoldsUnderEverySingleFault)
{
    const auto calm = run(busy_with({}), protocol::hardened());
    int struck = 0;
    for (const auto& where : all_anchors()) {
        for (const auto& kind : all_faults()) {
            if (is_local(where.which) || nonsense(kind.which, where.which)) continue;
            const auto one = complete(where.which, kind.which, 1);
            SCOPED_TRACE(std::string(where.name) + " " + std::string(kind.name));

            const auto run = sim::run(busy_with({one}), protocol::hardened());

            EXPECT_EQ(run.verdict, verdict_kind::holds) << told(run);
            EXPECT_EQ(run.faults.front().fired, 1U);
            EXPECT_EQ(count<event::fault_fired>(run), 1);
            EXPECT_NE(run.digest, calm.digest) << "the fault changed nothing";
            ++struck;
        }
    }
    EXPECT_GE(struck, 100);
}

TEST(World, HardenedHoldsWhereEveryAttemptOfACallLosesItsReply)
{
    for (const auto where :
         {anchor::begin_response,
          anchor::push_response,
          anchor::pull_response,
          anchor::complete_response}) {
        SCOPED_TRACE(name(where));
        std::vector<fault> all;
        for (int nth = 1; nth <= 4; ++nth) all.push_back(at(where, fault_kind::drop, nth));

        const auto run = sim::run(busy_with(all), protocol::hardened());

        EXPECT_EQ(run.verdict, verdict_kind::holds) << told(run);
    }
}

/// The events of this kind, in their order.
template <class Event>
std::vector<trace_event> all(const outcome& run)
{
    std::vector<trace_event> found;
    std::ranges::copy_if(run.story, std::back_inserter(found), [](const trace_event& each) {
        return std::holds_alternative<Event>(each.what);
    });
    return found;
}

TEST(World, AHeldRequestArrivesWhenItsStepBegins)
{
    auto held = at(anchor::complete_request, fault_kind::hold);
    held.until = step_id{4};
    auto steps = two_devices()
                     .create("phone", "milk")
                     .sync("phone", {held})
                     .advance(1min)
                     .add(note_step{.text = "the link works again"});

    const auto run = sim::run(steps, protocol::as_written());

    const auto noted = all<event::noted>(run).at(0).when;
    const auto late = std::ranges::find_if(run.story, [&](const trace_event& each) {
        return std::holds_alternative<event::message_delivered>(each.what) &&
               each.when.at >= noted.at;
    });
    ASSERT_NE(late, run.story.end());
    EXPECT_EQ(late->when.at, noted.at);
    EXPECT_LT(late->when.ordinal, noted.ordinal);
    EXPECT_EQ(late->when.node, server_node);
}

TEST(World, AMessageIsHeldNoLongerThanUntilTheRunSettles)
{
    auto held = at(anchor::complete_request, fault_kind::hold);
    held.until = step_id{99};
    const auto run = sim::run(
        two_devices().create("phone", "milk").sync("phone", {held}), protocol::as_written());

    EXPECT_EQ(count<event::message_delivered>(run), count<event::request_sent>(run) * 2);
}

TEST(World, AnOvertakenRequestArrivesAfterItsRetry)
{
    const auto run = sim::run(
        two_devices()
            .create("phone", "milk")
            .sync("phone", {at(anchor::push_request, fault_kind::reorder)}),
        protocol::hardened());

    std::vector<message_id> arrived;
    std::optional<message_id> first_push;
    for (const auto& each : run.story) {
        const auto* const sent = std::get_if<event::request_sent>(&each.what);
        const auto* const came = std::get_if<event::message_delivered>(&each.what);
        const bool is_push = sent && step_of(*sent->content) == protocol::step::push;
        if (is_push && !first_push) first_push = sent->message;
        if (came && !came->is_reply) arrived.push_back(came->message);
    }
    ASSERT_TRUE(first_push);
    const auto retry = message_id{first_push->value() + 1};
    EXPECT_LT(std::ranges::find(arrived, retry), std::ranges::find(arrived, *first_push));
    EXPECT_EQ(run.verdict, verdict_kind::holds) << told(run);
}

TEST(World, ADeviceThatGivesUpIgnoresTheReplyThatComes)
{
    const auto run = sim::run(
        two_devices()
            .create("phone", "milk")
            .sync("phone", {at(anchor::push_response, fault_kind::timeout)}),
        protocol::as_written());

    const auto ended = all<event::sync_ended>(run).at(0);
    EXPECT_EQ(std::get<event::sync_ended>(ended.what).error, protocol::sync_errc::timed_out);
    // The request took 40 ms and the server 2 ms: nobody waited for the time-out of 5 s.
    const auto began = all<event::sync_began>(run).at(0).when.at;
    EXPECT_LT(ended.when.at - began, 200ms);
    EXPECT_EQ(count<event::reply_ignored>(run), 1);
}

// Which value changes is chance: a record's body is seen by everybody, its time of creation by
// nobody.
TEST(World, ACorruptedReplyDoesHarmWhereNothingChecksIt)
{
    scenario steps = two_devices()
                         .create("laptop", "milk")
                         .sync("laptop")
                         .sync("phone", {at(anchor::pull_response, fault_kind::corrupt)});
    int harmful = 0;
    for (steps.seed = 0; steps.seed < 20; ++steps.seed) {
        SCOPED_TRACE(steps.seed);

        const auto unchecked = sim::run(steps, protocol::as_written());
        const auto checked = sim::run(steps, protocol::hardened());

        const auto fired = all<event::fault_fired>(unchecked).at(0);
        const auto& changed = std::get<event::fault_fired>(fired.what).detail;
        EXPECT_TRUE(changed.starts_with("records[0].")) << changed;
        if (unchecked.verdict == verdict_kind::violates) ++harmful;
        EXPECT_EQ(checked.verdict, verdict_kind::holds) << told(checked);
    }
    EXPECT_GT(harmful, 5);
}

TEST(World, ACorruptionOfNothingNeverFires)
{
    const auto run = sim::run(
        two_devices().sync("phone", {at(anchor::pull_response, fault_kind::corrupt)}),
        protocol::as_written());

    EXPECT_EQ(run.verdict, verdict_kind::inconclusive);
}

TEST(World, ASessionThatHasOutlivedItsLeaseIsRefused)
{
    for (const auto where :
         {anchor::push_request, anchor::pull_request, anchor::complete_request}) {
        SCOPED_TRACE(name(where));
        const auto run = sim::run(
            two_devices()
                .create("phone", "milk")
                .sync("phone", {at(where, fault_kind::expire_session)}),
            protocol::hardened());

        const auto ended = std::get<event::sync_ended>(all<event::sync_ended>(run).at(0).what);
        EXPECT_EQ(ended.error, protocol::sync_errc::session_expired);
        EXPECT_EQ(run.verdict, verdict_kind::holds) << told(run);
    }
}

TEST(World, TheSameRunHasTheSameDigestAndTrace)
{
    const auto steps = busy_with({at(anchor::push_after_commit, fault_kind::crash_server)});

    const auto once = run(steps, protocol::hardened());
    const auto again = run(steps, protocol::hardened());

    EXPECT_EQ(once.digest, again.digest);
    EXPECT_EQ(once.story.size(), again.story.size());
}

TEST(World, KeepingTheTraceChangesNothingInTheRun)
{
    const auto steps = busy_with({});

    const auto with = run(steps, protocol::hardened(), {.keep_trace = true});
    const auto without = run(steps, protocol::hardened(), {.keep_trace = false});

    EXPECT_EQ(with.digest, without.digest);
    EXPECT_TRUE(without.story.empty());
}

TEST(World, AnotherSeedGivesOtherChanceAndTheSameVerdict)
{
    auto steps = busy_with({});
    steps.network.jitter = 30ms;
    const auto first = run(steps, protocol::hardened());

    steps.seed = 7;
    const auto second = run(steps, protocol::hardened());

    EXPECT_NE(first.digest, second.digest);
    EXPECT_EQ(second.verdict, verdict_kind::holds) << told(second);
}

TEST(World, HardenedSurvivesALossyDuplicatingReorderingNetwork)
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE(seed);
        auto steps = busy_with({});
        steps.seed = seed;
        steps.network = {
            .latency = 40ms, .jitter = 200ms, .loss = {1, 5}, .duplicate = {1, 4}, .reorder = true};

        const auto run = sim::run(steps, protocol::hardened());

        EXPECT_EQ(run.verdict, verdict_kind::holds) << told(run);
    }
}

TEST(World, AFaultThatNeverFiresLeavesTheRunInconclusive)
{
    const auto steps = two_devices()
                           .create("phone", "milk")
                           .sync("phone", {at(anchor::push_response, fault_kind::drop, 9)});

    const auto run = sim::run(steps, protocol::hardened());

    EXPECT_EQ(run.verdict, verdict_kind::inconclusive);
    ASSERT_EQ(run.doubts.size(), 1U);
    EXPECT_NE(run.doubts.front().find("never fired"), std::string::npos);
}

TEST(World, AnOptionalFaultMayNotFire)
{
    auto never = at(anchor::push_response, fault_kind::drop, 9);
    never.optional = true;
    const auto steps = two_devices().create("phone", "milk").sync("phone", {never});

    EXPECT_EQ(run(steps, protocol::hardened()).verdict, verdict_kind::holds);
}

TEST(World, ACutLinkFailsASyncAndAHealedOneDoesNot)
{
    const auto steps =
        two_devices()
            .create("phone", "milk")
            .add(partition_step{.device = "phone"})
            .add(sync_step{
                .on = "phone", .faults = {}, .during = {}, .wanted = sync_step::outcome::failed})
            .add(heal_step{.device = "phone"})
            .add(sync_step{
                .on = "phone", .faults = {}, .during = {}, .wanted = sync_step::outcome::ok});

    const auto run = sim::run(steps, protocol::hardened());

    EXPECT_EQ(run.verdict, verdict_kind::holds);
    EXPECT_TRUE(run.unmet.empty()) << told(run);
}

TEST(World, ALinkCutInOneDirectionLosesOnlyReplies)
{
    const auto steps =
        two_devices()
            .create("phone", "milk")
            .add(partition_step{.device = "phone", .which = partition_step::direction::from_server})
            .sync("phone");

    const auto run = sim::run(steps, protocol::as_written());

    const auto lost = std::ranges::find_if(run.story, [](const trace_event& each) {
        return std::holds_alternative<event::message_lost>(each.what);
    });
    ASSERT_NE(lost, run.story.end());
    EXPECT_TRUE(std::get<event::message_lost>(lost->what).is_reply);
}

TEST(World, SyncsInTheBackgroundOverlap)
{
    sync_step in_background{.on = "phone", .faults = {}, .during = {}};
    in_background.background = true;
    auto other = in_background;
    other.on = "laptop";
    auto overlapping = two_devices()
                           .create("phone", "milk")
                           .create("laptop", "bread")
                           .add(in_background)
                           .add(other)
                           .add(join_step{});
    overlapping.settings().pace = 10ms;

    const auto run = sim::run(overlapping, protocol::hardened());

    int open = 0;
    int most = 0;
    for (const auto& each : run.story) {
        if (std::holds_alternative<event::sync_began>(each.what)) most = std::max(most, ++open);
        if (std::holds_alternative<event::sync_ended>(each.what)) --open;
    }
    EXPECT_EQ(most, 2);
    EXPECT_EQ(run.verdict, verdict_kind::holds) << told(run);
}

TEST(World, ASecondSessionOfADeviceSupersedesTheFirst)
{
    sync_step in_background{.on = "phone", .faults = {}, .during = {}};
    in_background.background = true;
    auto overlapping =
        two_devices().create("phone", "milk").add(in_background).sync("phone").add(join_step{});
    overlapping.settings().pace = 10ms;

    const auto run = sim::run(overlapping, protocol::hardened());

    const auto superseded = std::ranges::any_of(run.story, [](const trace_event& each) {
        const auto* const ended = std::get_if<event::sync_ended>(&each.what);
        return ended != nullptr && (ended->error == protocol::sync_errc::session_superseded ||
                                    ended->error == protocol::sync_errc::stale_begin);
    });
    EXPECT_TRUE(superseded);
    EXPECT_EQ(run.verdict, verdict_kind::holds) << told(run);
}

TEST(World, AServerThatIsDownIsWaitedForWithinASession)
{
    const auto steps = two_devices()
                           .create("phone", "milk")
                           .add(crash_step{.on = "server"})
                           .sync("phone")
                           .add(restart_step{.on = "server"})
                           .sync("phone");

    const auto run = sim::run(steps, protocol::hardened());

    EXPECT_EQ(count<event::crashed>(run), 1);
    EXPECT_EQ(count<event::restarted>(run), 1);
    EXPECT_EQ(run.verdict, verdict_kind::holds) << told(run);
}

TEST(World, AStepOnADeviceThatStaysDownIsAnUnmetExpectation)
{
    const auto steps = two_devices().add(crash_step{.on = "phone"}).create("phone", "milk");

    const auto run = sim::run(steps, protocol::hardened());

    ASSERT_EQ(run.unmet.size(), 1U);
    EXPECT_EQ(run.unmet.front().what, "phone is down");
    EXPECT_FALSE(run.unmet.front().is_consequence);
}

TEST(World, WorkOnARecordThatTheDeviceDoesNotShowIsAnUnmetExpectation)
{
    const auto steps = two_devices().create("phone", "milk").edit("laptop", "milk");

    const auto run = sim::run(steps, protocol::hardened());

    ASSERT_EQ(run.unmet.size(), 1U);
    EXPECT_EQ(run.unmet.front().what, "laptop does not show milk");
}

// What the user was not told is safe may be there or not; what was told must be there.
TEST(World, WorkThatACrashCutShortCountsEitherWay)
{
    local_step cut{
        .what = local_step::verb::create,
        .on = "phone",
        .record = "milk",
        .faults = {at(anchor::local_before_commit, fault_kind::crash_client)}};
    const auto run = sim::run(two_devices().add(cut).sync("phone"), protocol::hardened());

    EXPECT_EQ(run.verdict, verdict_kind::holds) << told(run);
    EXPECT_FALSE(run.known[write_index{0}].certain);
    EXPECT_TRUE(run.known.server().empty());
}

TEST(World, WorkThatReturnedSurvivesTheCrashRightAfterIt)
{
    local_step kept{
        .what = local_step::verb::create,
        .on = "phone",
        .record = "milk",
        .faults = {at(anchor::local_after_commit, fault_kind::crash_client)}};
    const auto run = sim::run(two_devices().add(kept).sync("phone"), protocol::hardened());

    EXPECT_EQ(run.verdict, verdict_kind::holds) << told(run);
    EXPECT_TRUE(run.known[write_index{0}].certain);
    EXPECT_EQ(run.known.server().size(), 1U);
}

scenario two_records_within(server_limits limits)
{
    auto steps =
        two_devices().create("phone", "milk").create("phone", "eggs").sync("phone").sync("laptop");
    steps.settings().server.limits = limits;
    return steps;
}

TEST(World, ThePageLimitCutsPulls)
{
    const auto pulls = [](server_limits limits) {
        const auto run = sim::run(two_records_within(limits), protocol::hardened());
        return std::ranges::count_if(run.story, [](const trace_event& each) {
            const auto* const sent = std::get_if<event::request_sent>(&each.what);
            return sent != nullptr && step_of(*sent->content) == protocol::step::pull;
        });
    };

    EXPECT_GT(pulls({.page = 1}), pulls({}));
}

TEST(World, ThePushLimitRefusesLargerPushes)
{
    const auto run = sim::run(two_records_within({.push = 1}), protocol::hardened());

    const auto first = std::ranges::find_if(run.story, [](const trace_event& each) {
        return std::holds_alternative<event::sync_ended>(each.what);
    });
    ASSERT_NE(first, run.story.end());
    EXPECT_EQ(std::get<event::sync_ended>(first->what).error, protocol::sync_errc::too_large);
}

TEST(World, TheValueLimitRefusesLargerValues)
{
    const auto run = sim::run(two_records_within({.value_bytes = 20}), protocol::hardened());

    EXPECT_TRUE(run.known[write_index{0}].refused);
    EXPECT_EQ(run.verdict, verdict_kind::holds) << told(run);
}

TEST(World, ExtraMembersReachTheServerWhereTheyAreKept)
{
    const auto steps = two_devices()
                           .add(local_step{
                               .what = local_step::verb::create,
                               .on = "phone",
                               .record = "milk",
                               .extra = R"({"color":"red"})",
                               .faults = {}})
                           .sync("phone")
                           .sync("laptop");
    const auto unknown_at_laptop = [](const outcome& run) {
        std::string unknown;
        for (const auto& each : run.story) {
            const auto* const put = std::get_if<event::device_put>(&each.what);
            if (put != nullptr && each.when.node == node_id{2}) unknown = put->row.shown.unknown;
        }
        return unknown;
    };

    EXPECT_EQ(unknown_at_laptop(run(steps, protocol::hardened())), R"({"color":"red"})");
    EXPECT_EQ(unknown_at_laptop(run(steps, protocol::as_written())), "");
}

TEST(World, AClockStepMovesWhatTheNodeReads)
{
    const auto steps =
        two_devices().add(clock_step{.on = "phone", .jump = 1h}).create("phone", "milk");

    const auto run = sim::run(steps, protocol::hardened());

    const auto work = std::ranges::find_if(run.story, [](const trace_event& each) {
        return std::holds_alternative<event::local_work>(each.what);
    });
    ASSERT_NE(work, run.story.end());
    const auto true_time =
        steps.operator const scenario&().start + work->when.at.time_since_epoch();
    EXPECT_EQ(work->when.local, true_time + 1h);
}

}  // namespace
}  // namespace syncsim::sim
