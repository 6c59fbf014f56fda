#include "sim/file/step_namer.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace syncsim::sim {
namespace {

std::vector<step_id> names_of(const std::vector<step_action>& actions)
{
    step_namer namer;
    std::vector<step_id> names;
    names.reserve(actions.size());
    for (const auto& each : actions) names.push_back(namer.next(each));
    return names;
}

const sync_step phone_syncs{.on = "phone"};
const sync_step laptop_syncs{.on = "laptop"};

// A step's name is the key of its chance, so these values belong to the meaning of every seed.
TEST(StepNamer, GivesTheNamesThatSeedsHaveAlwaysMeant)
{
    EXPECT_EQ(name_of(names_of({phone_syncs}).at(0)), "0x393b9bf3ab802d82");
    EXPECT_EQ(name_of(names_of({phone_syncs, phone_syncs}).at(1)), "0xf6931f7265097d12");
    EXPECT_EQ(name_of(step_called("my-step")), "0x0902e0ceacbaf230");
}

TEST(StepNamer, TellsStepsApartByDeviceVerbRecordAndOccurrence)
{
    using verb = local_step::verb;
    const auto names = names_of(
        {phone_syncs,
         phone_syncs,
         laptop_syncs,
         crash_step{.on = "phone"},
         restart_step{.on = "phone"},
         clock_step{.on = "phone"},
         partition_step{.device = "phone"},
         heal_step{.device = "phone"},
         partition_step{},
         heal_step{},
         join_step{},
         advance_step{},
         note_step{},
         local_step{.what = verb::create, .on = "phone", .record = "a"},
         local_step{.what = verb::edit, .on = "phone", .record = "a"},
         local_step{.what = verb::edit, .on = "phone", .record = "b"},
         local_step{.what = verb::remove, .on = "phone", .record = "a"},
         expect_step{.on = "phone", .record = "a"},
         expect_step{.on = "phone"},
         fault_step{{.id = "a"}},
         fault_step{{.id = "b"}}});

    EXPECT_EQ(std::set<step_id>(names.begin(), names.end()).size(), names.size());
}

TEST(StepNamer, KeepsANameWhereStepsOfAnotherKindGo)
{
    const auto with = names_of({laptop_syncs, advance_step{}, phone_syncs, join_step{}});
    const auto without = names_of({phone_syncs, join_step{}});

    EXPECT_EQ(with.at(2), without.at(0));
    EXPECT_EQ(with.at(3), without.at(1));
}

TEST(StepNamer, LooksOnlyAtWhatNamesAStep)
{
    sync_step changed = phone_syncs;
    changed.faults.push_back({.id = "a"});
    changed.background = true;

    EXPECT_EQ(names_of({changed}), names_of({phone_syncs}));
}

TEST(StepNamer, WritesAnIdAsANameThatMeansIt)
{
    for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{255}, ~std::uint64_t{0}}) {
        EXPECT_EQ(step_called(name_of(step_id{number})), step_id{number});
    }
    EXPECT_EQ(name_of(step_id{255}), "0x00000000000000ff");
}

TEST(StepNamer, TakesNoOtherNameForANumber)
{
    for (const auto* name :
         {"0xff", "0x00000000000000fg", "00000000000000000000ff", "0x-0000000000000ff"}) {
        EXPECT_NE(step_called(name), step_id{255}) << name;
    }
}

}  // namespace
}  // namespace syncsim::sim
