// Each invariant has a run that breaks it, from the user's work to the sentence that a person
// reads: the protocol as the post has it where that is enough, and a planted defect where no answer
// to a question breaks the invariant. Emptying a checker makes its test here fail.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "sim/script.hpp"
#include "sim/tampering_store_testing.hpp"
#include "sim/world.hpp"

namespace syncsim::sim {
namespace {

using namespace std::chrono_literals;

/// The violation of this invariant; a failed test where there is none.
violation find(const outcome& run, invariant which)
{
    const auto found = std::ranges::find(run.violations, which, &violation::which);
    if (found != run.violations.end()) return *found;
    ADD_FAILURE() << traits(which).name << " was not found broken";
    return {};
}

/// The sentence names the record, and the witnesses name events up to the one that broke it.
void expect_explained(const violation& found, std::string_view record)
{
    EXPECT_NE(found.what.find(record), std::string::npos) << found.what;
    ASSERT_FALSE(found.because.empty()) << found.what;
    EXPECT_LE(found.because.back().at, found.at);
    EXPECT_TRUE(std::ranges::is_sorted(found.because, {}, &witness::at));
}

bool says(const violation& found, std::string_view words)
{
    return std::ranges::any_of(found.because, [&](const witness& each) {
        return each.what.find(words) != std::string::npos;
    });
}

/// The hardened protocol over a store in which records go wrong on their way in.
outcome run_with_defect(const scenario& of, tampering_store::tampering tamper)
{
    return run(
        of,
        protocol::hardened(),
        {.keep_trace = false,
         .wrap_server_store = [tamper](std::unique_ptr<reference_server::store> inner) {
             return std::make_unique<tampering_store>(std::move(inner), tamper);
         }});
}

script two_devices()
{
    return script{{device("phone"), device("laptop")}};
}

script lost_push_reply()
{
    return two_devices()
        .create("phone", "milk")
        .sync("phone", {at(anchor::push_response, fault_kind::drop)})
        .advance(10s)
        .sync("phone");
}

TEST(BrokenTwins, NoLostRecordIsBrokenByAServerThatForgetsWhatItAcknowledged)
{
    const auto steps = two_devices().create("phone", "milk").sync("phone");

    const auto run = run_with_defect(steps, [](auto&) { return false; });

    const auto found = find(run, invariant::no_lost_record);
    expect_explained(found, "milk");
    EXPECT_TRUE(says(found, "phone created milk"));
    EXPECT_EQ(run.verdict, verdict_kind::violates);
}

TEST(BrokenTwins, NoLostUpdateIsBrokenByTwoEditsWithoutABaseVersion)
{
    const auto steps = two_devices()
                           .create("phone", "milk")
                           .advance(10s)
                           .sync("phone")
                           .advance(10s)
                           .sync("laptop")
                           .edit("phone", "milk")
                           .edit("laptop", "milk", R"({"text":"other"})")
                           .advance(10s)
                           .sync("phone")
                           .advance(10s)
                           .sync("laptop");

    const auto run = sim::run(steps, protocol::as_written());

    const auto found = find(run, invariant::no_lost_update);
    expect_explained(found, "milk as phone edited it");
    EXPECT_TRUE(says(found, "the server holds milk as laptop edited it"));
}

TEST(BrokenTwins, UniqueKeysIsBrokenByAServerThatGivesAKeyTwice)
{
    const auto steps = two_devices().create("phone", "milk").create("phone", "bread").sync("phone");

    const auto run = run_with_defect(steps, [](reference_server::stored_record& kept) {
        kept.content.key = protocol::record_key{support::short_text{"the-only-key"}};
        return true;
    });

    const auto found = find(run, invariant::unique_keys);
    expect_explained(found, "milk");
    EXPECT_NE(found.what.find("bread"), std::string::npos);
    EXPECT_TRUE(says(found, "the-only-key"));
}

TEST(BrokenTwins, OneIdentityIsBrokenByARecordThatIsPulledUnderTwoKeys)
{
    const auto run = sim::run(lost_push_reply(), protocol::as_written());

    const auto found = find(run, invariant::one_identity);
    expect_explained(found, "milk");
    EXPECT_NE(found.what.find("phone shows milk 2 times"), std::string::npos);
}

TEST(BrokenTwins, CreateOnceIsBrokenByARetryThatIsNotRecognised)
{
    const auto run = sim::run(lost_push_reply(), protocol::as_written());

    const auto found = find(run, invariant::create_once);
    expect_explained(found, "milk has 2 copies on server");
    EXPECT_TRUE(says(found, "the server stored it again"));
    ASSERT_EQ(run.faults.size(), 1U);
    EXPECT_EQ(run.faults.front().fired, 1U);
}

TEST(BrokenTwins, EventualConvergenceIsBrokenByASlowClock)
{
    const auto steps = script{{device("phone", -10min), device("laptop")}}
                           .create("laptop", "bread")
                           .advance(10s)
                           .sync("laptop")
                           .create("phone", "milk")
                           .advance(10s)
                           .sync("phone");

    const auto run = sim::run(steps, protocol::as_written());

    const auto found = find(run, invariant::eventual_convergence);
    expect_explained(found, "laptop does not show milk");
    EXPECT_TRUE(says(found, "laptop stands at last_sync"));
}

TEST(BrokenTwins, NoStuckPendingIsBrokenByAnEditThatNoPullBringsBack)
{
    const auto steps = two_devices()
                           .create("phone", "milk")
                           .advance(10s)
                           .sync("phone")
                           .add(clock_step{.on = "phone", .jump = -1h})
                           .edit("phone", "milk");

    const auto run = sim::run(steps, protocol::as_written());

    const auto found = find(run, invariant::no_stuck_pending);
    expect_explained(found, "milk is still pending on phone");
    EXPECT_TRUE(says(found, "no pull brings one"));
}

TEST(BrokenTwins, DeletesStickIsBrokenByADeviceThatForgetsWhatItDeleted)
{
    const auto steps = two_devices()
                           .create("phone", "milk")
                           .advance(10s)
                           .sync("phone", {at(anchor::push_response, fault_kind::drop)})
                           .erase("phone", "milk")
                           .advance(10s)
                           .sync("phone");

    const auto run = sim::run(steps, protocol::as_written());

    const auto found = find(run, invariant::deletes_stick);
    expect_explained(found, "milk is back on phone");
    EXPECT_TRUE(says(found, "phone deleted it"));
}

TEST(BrokenTwins, CursorSoundIsBrokenByAStampOlderThanItsCommit)
{
    const auto steps = script{{device("phone", -10min), device("laptop")}}
                           .create("laptop", "bread")
                           .advance(10s)
                           .sync("laptop")
                           .create("phone", "milk")
                           .sync("phone");

    const auto run = sim::run(steps, protocol::as_written());

    const auto found = find(run, invariant::cursor_sound);
    expect_explained(found, "laptop will never be sent milk");
}

TEST(BrokenTwins, HonestPendingAndPendingShieldAreBrokenByAnEditDuringAPush)
{
    const during_work edit{
        .at = anchor::push_response,
        .what = during_work::verb::edit,
        .record = "milk",
        .set = R"({"text":"later"})",
        .place = {}};
    const auto steps = two_devices().create("phone", "milk").advance(10s).sync_while("phone", edit);

    const auto run = sim::run(steps, protocol::as_written());

    const auto dishonest = find(run, invariant::honest_pending);
    expect_explained(dishonest, "milk as phone edited it");
    const auto replaced = find(run, invariant::pending_shield);
    expect_explained(replaced, "milk as phone edited it");
    EXPECT_TRUE(says(replaced, "milk as phone created it"));
}

TEST(BrokenTwins, NoInventionIsBrokenByABodyThatChangesOnItsWay)
{
    const auto steps = two_devices().create("phone", "milk").sync("phone");

    const auto run = run_with_defect(steps, [](reference_server::stored_record& kept) {
        kept.content.value.replace(kept.content.value.find("first"), 5, "never");
        return true;
    });

    const auto found = find(run, invariant::no_invention);
    EXPECT_NE(found.what.find("never"), std::string::npos);
    EXPECT_TRUE(says(found, "milk as phone created it"));
}

// The same scenarios are survived by the hardened protocol with nothing planted in it.
TEST(BrokenTwins, HardenedHoldsWhereTheLiteralProtocolBreaks)
{
    const auto run = sim::run(lost_push_reply(), protocol::hardened());

    EXPECT_EQ(run.verdict, verdict_kind::holds);
    EXPECT_TRUE(run.violations.empty());
}

}  // namespace
}  // namespace syncsim::sim
