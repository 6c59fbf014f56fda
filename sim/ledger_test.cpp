#include "sim/ledger.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace syncsim::sim {
namespace {

constexpr node_id phone{1};
constexpr node_id laptop{2};

/// A ledger of two devices, told event by event what nodes have stored.
class LedgerTest : public testing::Test {
protected:
    write_index create(std::string name)
    {
        return certain(known_.plan_create(phone, std::move(name), fields_of(R"({"text":"a"})")));
    }
    write_index edit(write_index on)
    {
        return certain(known_.plan_edit(phone, on, fields_of(R"({"text":"b"})")));
    }

    void on_device(node_id which, std::string_view key, write_index write, bool unsent)
    {
        reference_client::local_record row{
            .shown = record(key, write), .refused = {}, .parked = {}};
        row.unsent = unsent;
        tell(which, event::device_put{.row = row});
    }
    void on_server(
        std::string_view key,
        write_index write,
        bool deleted = false,
        std::int64_t place = 1)
    {
        auto content = record(key, write);
        content.deleted = deleted;
        content.order = protocol::stamp::by_sequence(place);
        tell(
            server_node,
            event::server_put{.version = {.owner = {}, .creator = {}, .content = content}});
    }
    void tell(node_id where, const happening& what)
    {
        known_.apply(
            {.ordinal = event_ordinal{next_++}, .at = {}, .local = {}, .node = where}, what);
    }

    /// What the server commits it does for a request, and that is one of the phone's.
    void SetUp() override
    {
        const moment start{.ordinal = event_ordinal{0}, .at = {}, .local = {}, .node = node_id{1}};
        known_.apply(start, event::sync_began{.sync = sync_index{0}});
        known_.apply(
            start,
            event::request_sent{
                .message = message_id{0},
                .sync = sync_index{0},
                .device = node_id{1},
                .content = std::make_shared<const protocol::request>(protocol::push_request{}),
                .attempt = 1});
    }

    ledger known_{{{.name = "phone", .clock = {}}, {.name = "laptop", .clock = {}}}};

private:
    write_index certain(write_index write)
    {
        tell(known_[write].device, event::local_work{.write = write, .certain = true});
        return write;
    }
    protocol::record record(std::string_view key, write_index write)
    {
        protocol::record made;
        made.key = protocol::record_key{support::short_text{key}};
        made.value = known_[write].text;
        return made;
    }

    std::uint32_t next_ = 0;
};

TEST_F(LedgerTest, AWriteHasSeenItselfAndWhatItWasMadeOn)
{
    const auto first = create("milk");
    const auto second = edit(first);
    const auto sibling = edit(first);

    EXPECT_TRUE(known_.has_seen(second, first));
    EXPECT_TRUE(known_.has_seen(second, second));
    EXPECT_FALSE(known_.has_seen(first, second));
    EXPECT_FALSE(known_.has_seen(sibling, second));
}

TEST_F(LedgerTest, AValueNamesItsWriteOnlyWhereItIsWholly)
{
    const auto first = create("milk");

    EXPECT_EQ(known_.find_write(known_[first].text), first);
    EXPECT_EQ(known_.find_write(R"({"text":"z","~":0})"), std::nullopt);
    EXPECT_EQ(known_.find_write("null"), std::nullopt);
}

TEST_F(LedgerTest, ARecordMayHaveSeveralRowsAtTheServer)
{
    const auto first = create("milk");

    on_server("1", first);
    on_server("2", first);

    EXPECT_EQ(known_.records().front().server_keys.size(), 2U);
    tell(
        server_node,
        event::server_removed{.key = protocol::record_key{support::short_text{"1"}}, .by = {}});
    EXPECT_EQ(known_.records().front().server_keys.size(), 1U);
}

TEST_F(LedgerTest, ATombstoneIsHeldAndNotLive)
{
    const auto first = create("milk");

    on_server("1", first, true);

    EXPECT_FALSE(known_.is_live_at_server(record_index{0}));
    EXPECT_EQ(known_.records().front().server_keys.size(), 1U);
}

TEST_F(LedgerTest, ADeviceThatHoldsAVersionHasHeldWhatCameBeforeIt)
{
    const auto first = create("milk");
    const auto second = edit(first);

    on_device(laptop, "1", second, false);

    EXPECT_TRUE(known_.has_held(laptop, first));
    EXPECT_TRUE(known_.has_held(laptop, second));
    EXPECT_FALSE(known_.has_held(phone, first));
}

TEST_F(LedgerTest, ACommitSettlesWorkThatIsNoLongerPendingAfterIt)
{
    const auto first = create("milk");
    on_device(phone, "a", first, true);
    tell(phone, event::device_committed{.by_user = true});
    EXPECT_TRUE(known_.settled().empty());

    tell(phone, event::device_removed{.key = protocol::record_key{support::short_text{"a"}}});
    on_device(phone, "1", first, false);
    tell(phone, event::device_committed{.by_user = false});

    EXPECT_EQ(known_.settled(), std::vector{first});
}

// The swap of keys is two changes: work that is pending before and after it was never settled.
TEST_F(LedgerTest, WorkThatOnlyChangesItsKeyStaysPending)
{
    const auto first = create("milk");
    on_device(phone, "a", first, true);
    tell(phone, event::device_committed{.by_user = true});

    tell(phone, event::device_removed{.key = protocol::record_key{support::short_text{"a"}}});
    on_device(phone, "1", first, true);
    tell(phone, event::device_committed{.by_user = false});

    EXPECT_TRUE(known_.settled().empty());
    EXPECT_TRUE(known_.is_pending(phone, first));
}

TEST_F(LedgerTest, ACommitThatChangesNothingTouchesNothing)
{
    on_device(phone, "a", create("milk"), true);
    tell(phone, event::device_committed{.by_user = true});
    EXPECT_EQ(known_.touched().size(), 1U);

    tell(phone, event::device_committed{.by_user = false});

    EXPECT_TRUE(known_.touched().empty());
}

TEST_F(LedgerTest, AnEditKeepsWhatItsParentHasBesideTheProtocolsMembers)
{
    const auto first =
        known_.plan_create(phone, "milk", {}, fields_of(R"({"color":"red","rank":1})"));
    const auto second = known_.plan_edit(laptop, first, {}, fields_of(R"({"rank":2})"));
    const auto third = known_.plan_edit(phone, second, {});
    const auto gone = known_.plan_delete(phone, third);

    EXPECT_EQ(known_[third].extra, fields_of(R"({"color":"red","rank":2})"));
    EXPECT_EQ(known_[gone].extra, fields{});
}

TEST_F(LedgerTest, AVersionThatIsStoredAgainAsItStandsIsNoChange)
{
    const auto first = create("milk");

    on_server("1", first);
    tell(server_node, event::server_committed{.message = {}, .session = {}});
    ASSERT_EQ(known_.changes().size(), 1U);
    EXPECT_EQ(known_.changes().front().record, record_index{0});

    on_server("1", first);
    tell(server_node, event::server_committed{.message = {}, .session = {}});
    EXPECT_TRUE(known_.changes().empty());

    on_server("1", first, true);
    tell(server_node, event::server_committed{.message = {}, .session = {}});
    EXPECT_EQ(known_.changes().size(), 1U);
}

TEST_F(LedgerTest, ARowThatWasNotThereIsNoChangeWhenItIsRemoved)
{
    const event::server_removed removed{
        .key = protocol::record_key{support::short_text{"1"}}, .by = {}};
    on_server("1", create("milk"));
    tell(server_node, event::server_committed{.message = {}, .session = {}});

    tell(server_node, removed);
    tell(server_node, event::server_committed{.message = {}, .session = {}});
    EXPECT_EQ(known_.changes().size(), 1U);

    tell(server_node, removed);
    tell(server_node, event::server_committed{.message = {}, .session = {}});
    EXPECT_TRUE(known_.changes().empty());
}

TEST_F(LedgerTest, TheServersVersionsStandInTheOrderOfTheirStamps)
{
    on_server("2", create("milk"), false, 1);
    on_server("1", create("bread"), false, 2);
    on_server("2", edit(write_index{0}), false, 3);

    std::vector<std::int64_t> places;
    for (const auto& each : known_.in_order()) places.push_back(each.at.ticks());
    EXPECT_EQ(places, (std::vector<std::int64_t>{2, 3}));
}

TEST_F(LedgerTest, ADeviceHasUnsentWorkWhereItsRowsSaySo)
{
    const protocol::record_key key{support::short_text{"a"}};
    on_device(phone, "a", create("milk"), true);
    EXPECT_EQ(known_.device(phone).unsent, std::set{key});

    on_device(phone, "a", write_index{0}, false);
    EXPECT_TRUE(known_.device(phone).unsent.empty());
}

// A tombstone takes nothing away from a device that does not have the record.
TEST_F(LedgerTest, ATombstoneIsAppliedWhereThereIsNothingToTakeAway)
{
    const auto first = create("milk");
    const protocol::record_key key{support::short_text{"1"}};
    on_device(phone, "1", first, false);
    on_server("1", edit(first), true);

    const auto& tombstone = known_.server().at(key);
    EXPECT_FALSE(known_.has_applied(phone, key, tombstone));
    EXPECT_TRUE(known_.has_applied(laptop, key, tombstone));
}

TEST_F(LedgerTest, TheUserMeansTheFirstLiveRowOfARecord)
{
    const auto first = create("milk");
    on_device(phone, "2", first, false);
    on_device(phone, "1", first, false);

    EXPECT_EQ(known_.row_of(phone, record_index{0})->value().view(), "1");
    EXPECT_EQ(known_.row_of(laptop, record_index{0}), std::nullopt);
}

}  // namespace
}  // namespace syncsim::sim
