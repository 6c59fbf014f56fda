#include "reports/node_states.hpp"

#include <gtest/gtest.h>

#include "reports/story_testing.hpp"

namespace syncsim::reports {
namespace {

namespace event = sim::event;

/// The first event of that kind, from a place on.
template <class Kind>
sim::event_ordinal first(const sim::trace& run, std::uint32_t from = 0)
{
    for (auto at = from; at < run.size(); ++at) {
        if (std::holds_alternative<Kind>(run[at].what)) return sim::event_ordinal{at};
    }
    ADD_FAILURE() << "there is no such event";
    return {};
}

// A transaction is there as a whole from the event on that stands for it.
TEST(NodeStates, CountATransactionAsAWhole)
{
    const told_run one{lost_push_reply()};
    const auto put = first<event::server_put>(one.run.story);

    const auto before =
        states_after(one.script, one.run.story, sim::event_ordinal{put.value() - 1});
    const auto after = states_after(one.script, one.run.story, put);

    EXPECT_TRUE(before.server.empty());
    EXPECT_EQ(after.server.size(), 1u);
    EXPECT_EQ(after.last, first<event::server_committed>(one.run.story, put.value()));
    EXPECT_EQ(after.server.begin()->second.since, put);
}

TEST(NodeStates, FollowARecordFromTheDevicesKeyToTheServers)
{
    const told_run one{lost_push_reply(), protocol::hardened()};

    const auto at_first = states_after(one.script, one.run.story, sim::event_ordinal{0});
    const auto at_last = states_after(one.script, one.run.story, one.run.story.back().when.ordinal);

    const auto& pending = at_first.devices.front().rows;
    ASSERT_EQ(pending.size(), 1u);
    EXPECT_TRUE(pending.begin()->second.row.unsent);
    const auto& synced = at_last.devices.front().rows;
    ASSERT_EQ(synced.size(), 1u);
    EXPECT_FALSE(synced.begin()->second.row.unsent);
    EXPECT_NE(synced.begin()->first, pending.begin()->first);
    EXPECT_EQ(at_last.devices.back().rows.size(), 1u);
}

// What a ledger of the whole run holds in the end is what the states have come to.
TEST(NodeStates, EndAsTheLedgerDoes)
{
    const told_run one{slow_clock()};

    const auto states = states_after(one.script, one.run.story, one.run.story.back().when.ordinal);

    EXPECT_EQ(states.server.size(), one.run.known.server().size());
    for (std::size_t each = 0; each < states.devices.size(); ++each) {
        const auto& known = one.run.known.devices()[each];
        const auto& found = states.devices[each];
        EXPECT_EQ(found.rows.size(), known.rows.size());
        for (const auto& [key, row] : found.rows) {
            ASSERT_TRUE(known.rows.contains(key));
            EXPECT_EQ(known.rows.at(key).unsent, row.row.unsent);
        }
        EXPECT_EQ(found.own_cursor, known.own_cursor);
        EXPECT_EQ(found.cursor_at_server, known.cursor_at_server);
    }
}

TEST(NodeStates, KnowTheSessionAndWhetherItWasCompleted)
{
    const told_run one{lost_push_reply()};
    const auto lost = first<event::sync_ended>(one.run.story);
    const auto went_through = first<event::sync_ended>(one.run.story, lost.value() + 1);

    const auto failed = states_after(one.script, one.run.story, lost).devices.front();
    const auto ok = states_after(one.script, one.run.story, went_through).devices.front();

    ASSERT_TRUE(failed.session && ok.session);
    EXPECT_EQ(failed.session->state, protocol::session_state::open);
    EXPECT_EQ(ok.session->state, protocol::session_state::completed);
    EXPECT_NE(failed.session->id, ok.session->id);
}

TEST(NodeStates, KnowTheSyncThatADeviceIsIn)
{
    const told_run one{lost_push_reply()};
    const auto began = first<event::sync_began>(one.run.story);
    const auto asked = first<event::request_sent>(one.run.story);
    const auto ended = first<event::sync_ended>(one.run.story);
    const auto phone = [&](sim::event_ordinal at) {
        return states_after(one.script, one.run.story, at).devices.front();
    };

    EXPECT_EQ(phone(began).in_sync_since, began);
    EXPECT_EQ(phone(began).asked_for, std::nullopt);
    EXPECT_EQ(phone(asked).asked_for, protocol::step::begin);
    EXPECT_EQ(phone(ended).in_sync_since, std::nullopt);
}

TEST(NodeStates, KnowWhoIsDownAndWhoIsCutOff)
{
    auto script = lost_push_reply();
    script.steps = {};
    std::uint64_t number = 0;
    for (sim::step_action each : std::initializer_list<sim::step_action>{
             create("phone", "milk"),
             sim::partition_step{.device = "laptop"},
             sim::crash_step{.on = "phone"},
             sim::crash_step{.on = "server"},
             sim::restart_step{.on = "phone"},
             sim::heal_step{.device = "laptop"}}) {
        script.steps.push_back(
            {.id = sim::step_id{++number}, .place = {}, .action = std::move(each)});
    }
    const told_run one{script};
    const auto cut = first<event::link_cut>(one.run.story);
    const auto down = first<event::crashed>(one.run.story);
    const auto both_down = first<event::crashed>(one.run.story, down.value() + 1);
    const auto healed = first<event::link_healed>(one.run.story);
    const auto at = [&](sim::event_ordinal which) {
        return states_after(one.script, one.run.story, which);
    };

    EXPECT_TRUE(at(cut).devices[1].is_cut_off);
    EXPECT_FALSE(at(cut).devices[0].is_cut_off);
    EXPECT_TRUE(at(down).devices[0].is_down);
    EXPECT_FALSE(at(down).server_is_down);
    EXPECT_TRUE(at(both_down).server_is_down);
    EXPECT_EQ(at(both_down).devices[0].rows.size(), 1u);
    EXPECT_FALSE(at(healed).devices[0].is_down);
    EXPECT_FALSE(at(healed).devices[1].is_cut_off);
}

}  // namespace
}  // namespace syncsim::reports
