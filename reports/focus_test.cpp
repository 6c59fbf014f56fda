#include "reports/focus.hpp"

#include <gtest/gtest.h>

#include "reports/story_testing.hpp"

namespace syncsim::reports {
namespace {

TEST(Focus, IsOnTheRecordsThatBroke)
{
    auto of = lost_push_reply();
    of.clients[1].clock = {};
    of.steps.insert(
        of.steps.begin() + 3,
        {.id = sim::step_id{9}, .place = {}, .action = create("laptop", "bread")});
    const auto run = sim::run(of, protocol::as_written());

    const auto about = focus_of(of, run);

    EXPECT_TRUE(about.is_about(*run.known.find_record("milk")));
    EXPECT_FALSE(about.is_about(*run.known.find_record("bread")));
}

TEST(Focus, IsOnEverythingWhereNothingBroke)
{
    const auto of = script({device("phone")}, {create("phone", "a"), create("phone", "b")});
    const auto run = sim::run(of, protocol::hardened());

    EXPECT_EQ(focus_of(of, run).records.size(), 2U);
}

TEST(Focus, IsOnTheDevicesThatWroteTheRecord)
{
    const auto of = lost_push_reply();
    const auto run = sim::run(of, protocol::as_written());

    const auto about = focus_of(of, run);

    EXPECT_TRUE(about.is_about(sim::node_id{1}));
    EXPECT_FALSE(about.is_about(sim::node_id{2}));
}

TEST(Focus, MindsTheClocksOfItsOwnDevicesOnly)
{
    auto of = lost_push_reply();
    EXPECT_FALSE(focus_of(of, sim::run(of, protocol::as_written())).times_matter);

    std::swap(of.clients[0].clock, of.clients[1].clock);
    EXPECT_TRUE(focus_of(of, sim::run(of, protocol::as_written())).times_matter);
}

TEST(Focus, MindsTimesWhereARecordIsNeverSent)
{
    const auto of = slow_clock();

    EXPECT_TRUE(focus_of(of, sim::run(of, protocol::as_written())).times_matter);
}

// Ten records are doubled, and each breaks two invariants. Their stamps are the device's, so the
// first nine come again behind the tenth and break a third. One of each is told first.
TEST(Focus, ChoosesAFewViolationsOfEveryKind)
{
    std::vector<sim::step_action> actions;
    actions.reserve(12);
    for (int each = 0; each < 10; ++each) {
        actions.push_back(create("phone", "r" + std::to_string(each)));
    }
    actions.push_back(
        sync("phone", {fault("lost", sim::fault_kind::drop, sim::anchor::push_response)}));
    actions.push_back(sync("phone"));
    const auto of = script({device("phone")}, actions);
    const auto run = sim::run(of, protocol::as_written());

    const auto about = focus_of(of, run);

    EXPECT_EQ(run.violations.size(), 29U);
    ASSERT_EQ(about.violations.size(), 4U);
    std::set<sim::invariant> told;
    for (const auto each : about.violations) told.insert(run.violations[each].which);
    EXPECT_EQ(told.size(), 3U);
}

}  // namespace
}  // namespace syncsim::reports
