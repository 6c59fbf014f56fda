#include "sim/check/idempotent_delivery.hpp"

#include <gtest/gtest.h>

#include <memory>

/// The device's side, which no variant breaks: the host gives a call one reply, and ignores the
/// rest. The server's side is broken by its twin.
namespace syncsim::sim {
namespace {

constexpr node_id phone{1};

class IdempotentDeliveryTest : public testing::Test {
protected:
    void SetUp() override
    {
        milk_ = known_.plan_create(phone, "milk", fields_of(R"({"text":"a"})"));
        tell(phone, event::sync_began{.sync = sync_index{0}});
        tell(
            phone,
            event::request_sent{
                .message = message_id{0},
                .sync = sync_index{0},
                .device = phone,
                .content = std::make_shared<const protocol::request>(protocol::pull_request{}),
                .attempt = 1});
    }

    void tell(node_id where, const happening& what)
    {
        const moment when{.ordinal = event_ordinal{next_++}, .at = {}, .local = {}, .node = where};
        known_.apply(when, what);
        std::visit(
            [&](const auto& each) {
                if constexpr (requires { checker_.on(when, each, known_, found_); }) {
                    checker_.on(when, each, known_, found_);
                }
            },
            what);
    }
    void take_reply()
    {
        tell(
            phone,
            event::message_delivered{
                .message = message_id{0},
                .is_reply = true,
                .again = false,
                .taken = std::make_shared<const protocol::result<protocol::reply>>(
                    protocol::pull_reply{})});
    }
    void store_milk(bool by_user)
    {
        reference_client::local_record row{.shown = {}, .refused = {}, .parked = {}};
        row.shown.key = protocol::record_key{support::short_text{"1"}};
        row.shown.value = known_[milk_].text;
        tell(phone, event::device_put{.row = row});
        tell(phone, event::device_committed{.by_user = by_user});
    }

    findings found_;

private:
    ledger known_{{{.name = "phone", .clock = {}}}};
    idempotent_delivery checker_;
    write_index milk_;
    std::uint32_t next_ = 0;
};

TEST_F(IdempotentDeliveryTest, AReplyMayChangeADeviceOnce)
{
    take_reply();
    store_milk(false);

    EXPECT_TRUE(found_.all().empty());
}

TEST_F(IdempotentDeliveryTest, AReplyThatIsTakenAgainMayChangeNothing)
{
    take_reply();
    store_milk(false);
    take_reply();
    store_milk(false);

    ASSERT_EQ(found_.all().size(), 1U);
    EXPECT_NE(
        found_.all().front().what.find("phone's pull of milk changed phone again"),
        std::string::npos)
        << found_.all().front().what;
}

TEST_F(IdempotentDeliveryTest, WhatTheUserDoesAfterACopyIsNotItsWork)
{
    take_reply();
    take_reply();
    store_milk(true);

    EXPECT_TRUE(found_.all().empty());
}

}  // namespace
}  // namespace syncsim::sim
