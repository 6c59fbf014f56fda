#include "sim/session_log.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string_view>
#include <utility>

namespace syncsim::sim {
namespace {

constexpr node_id phone{1};
constexpr sync_index first{0};
constexpr sync_index second{1};

protocol::session_id session(std::string_view name)
{
    return protocol::session_id{support::short_text{name}};
}

protocol::stamp place(std::int64_t which)
{
    return protocol::stamp::by_sequence(which);
}

/// A log that is told of messages and commits, one after the other.
class SessionLogTest : public testing::Test {
protected:
    event_ordinal tell(node_id where, happening what)
    {
        const event_ordinal now{next_++};
        log_.apply({.ordinal = now, .at = {}, .local = {}, .node = where}, what);
        return now;
    }
    void begin(sync_index which) { tell(phone, event::sync_began{.sync = which}); }
    message_id send(sync_index by, protocol::request content)
    {
        const message_id sent{messages_++};
        tell(
            phone,
            event::request_sent{
                .message = sent,
                .sync = by,
                .device = phone,
                .content = std::make_shared<const protocol::request>(std::move(content)),
                .attempt = 1});
        return sent;
    }
    event_ordinal commit(
        message_id handled,
        std::optional<reference_server::stored_session> stored = {})
    {
        return tell(
            server_node, event::server_committed{.message = handled, .session = std::move(stored)});
    }
    event_ordinal take(message_id answered, protocol::reply content)
    {
        return tell(
            phone,
            event::message_delivered{
                .message = answered,
                .is_reply = true,
                .again = false,
                .taken =
                    std::make_shared<const protocol::result<protocol::reply>>(std::move(content))});
    }

    session_log log_;

private:
    std::uint32_t next_ = 0;
    std::uint32_t messages_ = 0;
};

TEST_F(SessionLogTest, KnowsTheSessionOfEachMessage)
{
    begin(first);
    const auto begun = send(first, protocol::begin_request{});
    const auto pushed = send(first, protocol::push_request{.session = session("s"), .records = {}});

    EXPECT_EQ(log_[begun].session, std::nullopt);
    EXPECT_EQ(log_[begun].step, protocol::step::begin);
    EXPECT_EQ(log_[pushed].session, session("s"));
    EXPECT_EQ(log_[pushed].device, phone);
}

TEST_F(SessionLogTest, RemembersWhenAMessageWasFirstHandled)
{
    begin(first);
    const auto pushed = send(first, protocol::push_request{.session = session("s"), .records = {}});
    EXPECT_EQ(log_[pushed].committed, std::nullopt);

    const auto handled = commit(pushed);
    commit(pushed);

    EXPECT_EQ(log_[pushed].committed, handled);
}

TEST_F(SessionLogTest, FollowsAPullFromItsFirstRequestToItsLastPage)
{
    begin(first);
    const protocol::cursor from{.at = place(2), .key = {}};
    take(send(first, protocol::begin_request{}), protocol::begin_reply{});
    const auto one = send(first, protocol::pull_request{.session = session("s"), .after = from});
    take(
        one,
        protocol::pull_reply{
            .records = {protocol::record{}},
            .max_checkin = place(9),
            .next = protocol::cursor{.at = place(5), .key = {}},
            .digest = {}});
    EXPECT_FALSE(log_[first].has_pulled);

    const protocol::cursor next{.at = place(5), .key = {}};
    const auto two = send(first, protocol::pull_request{.session = session("s"), .after = next});
    take(
        two,
        protocol::pull_reply{.records = {}, .max_checkin = place(9), .next = {}, .digest = {}});

    EXPECT_TRUE(log_[first].has_pulled);
    EXPECT_EQ(log_[first].after, from);
    EXPECT_EQ(log_[first].upper, place(9));
    ASSERT_EQ(log_[first].pages.size(), 2U);
    EXPECT_EQ(log_[first].pages.front().reply().records.size(), 1U);
}

TEST_F(SessionLogTest, TakesTheBoundsOfABeginWhereThePullSaysNoOther)
{
    begin(first);
    const protocol::cursor kept{.at = place(2), .key = {}};
    take(
        send(first, protocol::begin_request{}),
        protocol::begin_reply{
            .session = session("s"), .last_sync = kept, .max_checkin = place(9), .digest = {}});
    send(first, protocol::pull_request{.session = session("s"), .after = {}});

    EXPECT_EQ(log_[first].after, kept);
    EXPECT_EQ(log_[first].upper, place(9));
}

TEST_F(SessionLogTest, ASessionIsCompletedWhenItsCompleteIsCommitted)
{
    begin(first);
    const auto begun = send(first, protocol::begin_request{});
    reference_server::stored_session stored{
        .id = session("s"), .owner = {}, .device = {}, .opened = {}, .last_sync = {}};
    commit(begun, stored);
    EXPECT_EQ(log_.find(session("s"))->completed, std::nullopt);
    EXPECT_EQ(log_.find(session("other")), nullptr);

    const auto completed = send(
        first,
        protocol::complete_request{.session = session("s"), .last_update = {}, .confirmed = {}});
    stored.state = protocol::session_state::completed;
    const auto when = commit(completed, stored);
    commit(completed, stored);

    EXPECT_EQ(log_.find(session("s"))->completed, when);
}

// A copy of a begin, or a retry of it, is no later one; nor is an earlier begin that arrives late.
TEST_F(SessionLogTest, ALaterBeginIsThatOfALaterSync)
{
    begin(first);
    const auto early = send(first, protocol::begin_request{});
    commit(early);
    commit(early);
    EXPECT_EQ(log_.later_begin(phone, first), std::nullopt);

    begin(second);
    const auto late = send(second, protocol::begin_request{});
    EXPECT_EQ(log_.later_begin(phone, first), std::nullopt);
    commit(late);
    commit(early);

    EXPECT_EQ(log_.later_begin(phone, first), log_[late].sent);
    EXPECT_EQ(log_.later_begin(phone, second), std::nullopt);
}

TEST_F(SessionLogTest, ForgetsThePagesOfASyncThatHasEnded)
{
    begin(first);
    const auto asked = send(first, protocol::pull_request{.session = session("s"), .after = {}});
    take(asked, protocol::pull_reply{.records = {}, .max_checkin = {}, .next = {}, .digest = {}});
    ASSERT_EQ(log_[first].pages.size(), 1U);

    tell(phone, event::sync_ended{.sync = first, .error = {}, .crashed = false});

    EXPECT_TRUE(log_[first].pages.empty());
    EXPECT_TRUE(log_[first].has_pulled);
}

}  // namespace
}  // namespace syncsim::sim
