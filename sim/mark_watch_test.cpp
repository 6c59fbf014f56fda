#include "sim/mark_watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sim/script.hpp"
#include "sim/world.hpp"

namespace syncsim::sim {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::IsSupersetOf;
using testing::Not;
using names = std::vector<std::string>;

script two_devices()
{
    return script{{device("phone"), device("laptop")}};
}

/// The marks of a run, without anchors and faults.
names marks_of(const scenario& steps, const protocol::variant& variant = protocol::hardened())
{
    auto found = run(steps, variant).reached;
    std::erase_if(found, [](const std::string& each) { return each.contains(':'); });
    return found;
}

/// Milk on both devices.
script shared_milk()
{
    return two_devices().create("phone", "milk").sync("phone").sync("laptop");
}

sync_step in_background(std::string on, std::vector<fault> faults = {})
{
    sync_step made{.on = std::move(on), .faults = std::move(faults), .during = {}};
    made.background = true;
    return made;
}

TEST(MarkWatch, FindsNothingInARunWhereNothingGoesWrong)
{
    EXPECT_EQ(marks_of(shared_milk()), names{});
    EXPECT_EQ(marks_of(shared_milk(), protocol::as_written()), names{});
}

TEST(MarkWatch, NamesAnchorsThatStepsPassedAndFaultsThatActed)
{
    const auto seen =
        run(two_devices()
                .create("phone", "milk")
                .sync(
                    "phone",
                    {at(anchor::push_response, fault_kind::drop),
                     at(anchor::apply_mid, fault_kind::crash_client, 9)}),
            protocol::as_written());

    EXPECT_THAT(seen.reached, IsSupersetOf({"anchor:local.after-commit", "anchor:push.response"}));
    EXPECT_THAT(seen.reached, Contains("fault:drop"));
    EXPECT_THAT(seen.reached, Not(Contains("fault:crash-client")));
    // Only the syncs of the settle rounds get so far.
    EXPECT_THAT(seen.reached, Not(Contains("anchor:pull.request")));
}

TEST(MarkWatch, SeesARetryWithinASessionAndByTheNext)
{
    const auto steps = two_devices()
                           .create("phone", "milk")
                           .sync("phone", {at(anchor::push_response, fault_kind::drop)});
    EXPECT_THAT(marks_of(steps), Contains("client.retry"));
    EXPECT_THAT(marks_of(steps, protocol::as_written()), Contains("client.retry"));
}

TEST(MarkWatch, TellsWhoCrashed)
{
    EXPECT_EQ(marks_of(shared_milk().add(crash_step{.on = "phone"})), names{"client.crash"});
    EXPECT_EQ(marks_of(shared_milk().add(crash_step{.on = "server"})), names{"server.crash"});
}

TEST(MarkWatch, SeesAConflictWhateverTheVariantMakesOfIt)
{
    const auto met = shared_milk().edit("phone", "milk").edit("laptop", "milk").sync("phone");
    EXPECT_THAT(marks_of(met), Contains("conflict"));
    EXPECT_THAT(marks_of(met, protocol::as_written()), Contains("conflict"));

    const auto in_turn = shared_milk().edit("phone", "milk").sync("phone").sync("laptop");
    EXPECT_EQ(marks_of(script{in_turn}.edit("laptop", "milk").sync("laptop")), names{});
}

TEST(MarkWatch, SeesAPullThatMeetsUnsentWork)
{
    const auto steps = shared_milk().edit("laptop", "milk").sync("laptop");
    const during_work edit{.at = anchor::pull_request, .record = "milk"};

    EXPECT_THAT(marks_of(script{steps}.sync_while("phone", edit)), Contains("parked"));
    EXPECT_THAT(marks_of(script{steps}.sync("phone")), Not(Contains("parked")));
}

TEST(MarkWatch, TellsWhereInAPushARecordWasRefused)
{
    auto one = two_devices().create("phone", "a").sync("phone");
    one.settings().server.limits.value_bytes = 1;
    EXPECT_THAT(marks_of(one), Contains("refused-record"));

    auto three = two_devices().create("phone", "a").create("phone", "b").create("phone", "c");
    three.settings().server.limits.value_bytes = 1;
    EXPECT_THAT(
        marks_of(three.sync("phone")),
        IsSupersetOf({"refused-record", "refused-first", "refused-middle", "refused-last"}));
    EXPECT_THAT(marks_of(three, protocol::as_written()), Contains("refused-record"));
}

TEST(MarkWatch, SeesSessionsOfOneDeviceThatOverlap)
{
    auto steps = two_devices()
                     .create("phone", "milk")
                     .add(in_background("phone"))
                     .sync("phone")
                     .add(join_step{});
    steps.settings().pace = 10ms;

    EXPECT_THAT(marks_of(steps), IsSupersetOf({"two-open-sessions", "session-superseded"}));
}

TEST(MarkWatch, SeesASessionThatHasExpired)
{
    EXPECT_THAT(
        marks_of(
            shared_milk().sync("phone", {at(anchor::pull_request, fault_kind::expire_session)})),
        Contains("session-expired"));
}

TEST(MarkWatch, SeesACompleteAfterALaterBegin)
{
    auto held = at(anchor::complete_request, fault_kind::hold);
    held.until = step_id{4};

    const auto late = two_devices()
                          .create("phone", "milk")
                          .sync("phone", {held})
                          .sync("phone")
                          .add(note_step{.text = "here"});
    EXPECT_THAT(marks_of(late, protocol::as_written()), Contains("late-complete"));

    held.until = step_id{3};
    const auto in_time =
        two_devices().create("phone", "milk").sync("phone", {held}).advance(1s).sync("phone");
    EXPECT_THAT(marks_of(in_time, protocol::as_written()), Not(Contains("late-complete")));
}

TEST(MarkWatch, SeesAPullThatBringsNothing)
{
    EXPECT_EQ(marks_of(two_devices().sync("phone")), names{"empty-pull"});
}

TEST(MarkWatch, SeesASecondPageAndWhatIsStoredBeforeIt)
{
    auto calm = shared_milk().create("phone", "eggs").create("phone", "jam").sync("phone");
    calm.settings().server.limits.page = 1;
    EXPECT_THAT(marks_of(calm), Contains("second-page"));
    EXPECT_THAT(marks_of(calm), Not(Contains("write-between-pages")));

    auto slow = at(anchor::pull_request, fault_kind::delay, 2);
    slow.by = 3s;
    auto busy = script{calm}
                    .create("phone", "oil")
                    .add(in_background("laptop", {slow}))
                    .sync("phone")
                    .add(join_step{});
    EXPECT_THAT(marks_of(busy), Contains("write-between-pages"));
}

TEST(MarkWatch, SeesAPageThatEndsWithinOneStamp)
{
    auto by_key = protocol::as_written();
    by_key.window_edges = protocol::answer::window_edges::stamp_and_key;
    by_key.paging = protocol::answer::paging::keyset;
    auto steps =
        two_devices().create("phone", "milk").create("phone", "eggs").sync("phone").sync("laptop");
    steps.settings().server.limits.page = 1;
    EXPECT_THAT(marks_of(steps, by_key), Not(Contains("tie-at-page-edge")));

    steps.settings().pace = 10ms;
    EXPECT_THAT(marks_of(steps, by_key), Contains("tie-at-page-edge"));
}

TEST(MarkWatch, SeesWorkInTheMiddleOfASync)
{
    const auto at_begin =
        shared_milk()
            .edit("phone", "milk")
            .sync_while("phone", {.at = anchor::begin_response, .record = "milk"});
    EXPECT_THAT(marks_of(at_begin), Contains("edit-during-sync"));
    EXPECT_THAT(marks_of(at_begin), Not(Contains("edit-between-push-and-apply")));

    const auto at_push = shared_milk()
                             .edit("phone", "milk")
                             .sync_while("phone", {.at = anchor::push_response, .record = "milk"});
    EXPECT_THAT(
        marks_of(at_push), IsSupersetOf({"edit-during-sync", "edit-between-push-and-apply"}));

    const auto at_complete =
        shared_milk()
            .edit("phone", "milk")
            .sync_while("phone", {.at = anchor::complete_request, .record = "milk"});
    EXPECT_THAT(marks_of(at_complete), Not(Contains("edit-between-push-and-apply")));
}

TEST(MarkWatch, SeesAnEditOnTopOfAPushWhoseReplyWasLost)
{
    const auto lost = two_devices()
                          .create("phone", "milk")
                          .sync("phone", {at(anchor::push_response, fault_kind::drop)})
                          .edit("phone", "milk");
    EXPECT_THAT(marks_of(lost, protocol::as_written()), Contains("edit-after-lost-push-reply"));

    const auto never_came = two_devices()
                                .create("phone", "milk")
                                .sync("phone", {at(anchor::push_request, fault_kind::drop)})
                                .edit("phone", "milk");
    EXPECT_THAT(
        marks_of(never_came, protocol::as_written()), Not(Contains("edit-after-lost-push-reply")));
}

TEST(MarkWatch, SeesACrashBetweenApplyAndComplete)
{
    for (const auto* const variant : {&protocol::as_written(), &protocol::hardened()}) {
        SCOPED_TRACE(variant->name);
        const auto crash_at = [&](anchor where) {
            return marks_of(
                two_devices()
                    .create("phone", "milk")
                    .create("phone", "eggs")
                    .sync("phone")
                    .sync("laptop", {at(where, fault_kind::crash_client)}),
                *variant);
        };
        const auto mark = Contains("crash-between-apply-and-complete");

        EXPECT_THAT(crash_at(anchor::apply_before), Not(mark));
        EXPECT_THAT(crash_at(anchor::apply_mid), Not(mark));
        EXPECT_THAT(crash_at(anchor::apply_after), mark);
        EXPECT_THAT(crash_at(anchor::complete_request), mark);
        EXPECT_THAT(crash_at(anchor::complete_response), Not(mark));
    }
}

TEST(MarkWatch, SeesAVersionThatComesBelowAVisibleOne)
{
    const auto slow = script{{device("phone"), device("laptop", -10min)}}
                          .create("phone", "milk")
                          .sync("phone")
                          .create("laptop", "bread")
                          .sync("laptop");

    EXPECT_THAT(
        marks_of(slow, protocol::as_written()),
        IsSupersetOf({"stamp-behind", "begin-before-late-stamp"}));
    EXPECT_EQ(marks_of(slow), names{});
}

TEST(MarkWatch, SeesClocksThatAreADayAheadOrStepBack)
{
    EXPECT_THAT(
        marks_of(script{{device("phone", 24h)}}.create("phone", "milk").sync("phone")),
        Contains("clock-a-day-ahead"));
    EXPECT_THAT(
        marks_of(script{{device("phone", 23h)}}.create("phone", "milk").sync("phone")),
        Not(Contains("clock-a-day-ahead")));
    EXPECT_EQ(
        marks_of(shared_milk().add(clock_step{.on = "server", .jump = -1h})),
        names{"server-clock-back"});
}

TEST(MarkWatch, SeesWorkThatIsLeftForTheSettling)
{
    EXPECT_EQ(marks_of(two_devices().create("phone", "milk")), names{"pending-at-healing"});
}

TEST(MarkWatch, ARunThatReachesNotWhatItMustIsInconclusive)
{
    auto steps = shared_milk();
    steps.settings().must_reach = {"conflict", "anchor:push.response", "client.retry"};

    const auto seen = run(steps, protocol::hardened());

    EXPECT_EQ(seen.verdict, verdict_kind::inconclusive);
    EXPECT_EQ(seen.doubts, (names{"never reached conflict", "never reached client.retry"}));
}

}  // namespace
}  // namespace syncsim::sim
