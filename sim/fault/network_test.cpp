#include "sim/fault/network.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "sim/script.hpp"

namespace syncsim::sim {
namespace {

using namespace std::chrono_literals;
using cause = event::message_lost::cause;

/// A network of two devices, and what it takes to send on it.
class NetworkTest : public testing::Test {
protected:
    explicit NetworkTest(link_settings links = {.latency = 40ms}) { scene_.network = links; }

    network& links()
    {
        if (!links_) {
            run_.emplace(scene_, protocol::hardened(), false);
            links_.emplace(*run_);
        }
        return *links_;
    }

    passage send(const message_orders& orders = {}, bool to_server = true, node_id device = phone)
    {
        auto& over = links();
        return over.send(device, to_server, orders, choice_key{++sent_});
    }

    static constexpr node_id phone{1};
    static constexpr node_id laptop{2};

    scenario scene_ = script{{device("phone"), device("laptop")}};
    std::optional<run_context> run_;
    std::optional<network> links_;
    std::uint64_t sent_ = 0;
};

TEST_F(NetworkTest, AMessageTakesTheLatencyOfItsLink)
{
    const auto sent = send();

    EXPECT_EQ(sent.copies, std::vector<duration>{40ms});
    EXPECT_FALSE(sent.lost);
}

TEST_F(NetworkTest, JitterAddsUpToItsBoundAndNotMore)
{
    scene_.network.jitter = 10ms;
    scene_.network.reorder = true;
    duration most{0};
    for (int each = 0; each < 200; ++each) {
        const auto takes = send().copies.front();
        EXPECT_GE(takes, duration{40ms});
        EXPECT_LE(takes, duration{50ms});
        most = std::max(most, takes);
    }

    EXPECT_GT(most, duration{48ms});
}

TEST_F(NetworkTest, MessagesOfADirectionKeepTheirOrder)
{
    scene_.network.jitter = 100ms;
    duration last{0};
    for (int each = 0; each < 50; ++each) {
        const auto takes = send().copies.front();
        EXPECT_GE(takes, last);
        last = takes;
    }
}

TEST_F(NetworkTest, MessagesOvertakeWhereTheScenarioLetsThem)
{
    scene_.network.jitter = 100ms;
    scene_.network.reorder = true;
    bool overtaken = false;
    duration last{0};
    for (int each = 0; each < 50; ++each) {
        const auto takes = send().copies.front();
        overtaken = overtaken || takes < last;
        last = takes;
    }

    EXPECT_TRUE(overtaken);
}

TEST_F(NetworkTest, ADelayedMessageDoesNotHoldUpTheNext)
{
    const auto late = send({.delay = 3s});
    const auto next = send();

    EXPECT_EQ(late.copies.front(), duration{3040ms});
    EXPECT_EQ(next.copies.front(), duration{40ms});
}

TEST_F(NetworkTest, ADroppedMessageSaysThatAFaultTookIt)
{
    EXPECT_EQ(send({.drop = true}).lost, cause::fault);
}

TEST_F(NetworkTest, LossTakesAboutTheShareItSays)
{
    scene_.network.loss = {1, 4};
    int lost = 0;
    for (int each = 0; each < 1000; ++each) lost += send().lost == cause::loss ? 1 : 0;

    EXPECT_GT(lost, 180);
    EXPECT_LT(lost, 320);
}

TEST_F(NetworkTest, NothingIsLostOrDoubledOnceTheRunHasHealed)
{
    scene_.network.loss = {1, 1};
    scene_.network.duplicate = {1, 1};
    EXPECT_EQ(send().lost, cause::loss);

    run_->heal();

    EXPECT_EQ(send().copies.size(), 1U);
}

TEST_F(NetworkTest, CopiesFollowTheirOriginal)
{
    const auto sent = send({.extra_copies = 2, .late_copy = 9s});

    EXPECT_EQ(sent.copies, (std::vector<duration>{40ms, 41ms, 42ms, 9040ms}));
}

TEST_F(NetworkTest, ACutLinkLosesWhatIsSentOnItAndNothingElse)
{
    links().cut(phone, partition_step::direction::both);

    EXPECT_EQ(send().lost, cause::partition);
    EXPECT_EQ(send({}, false).lost, cause::partition);
    EXPECT_FALSE(send({}, true, laptop).lost);
}

TEST_F(NetworkTest, ALinkMayBeCutInOneDirection)
{
    links().cut(phone, partition_step::direction::to_server);

    EXPECT_EQ(send().lost, cause::partition);
    EXPECT_FALSE(send({}, false).lost);
}

TEST_F(NetworkTest, AHealedLinkCarriesAgain)
{
    links().cut(phone, partition_step::direction::both);
    links().heal(phone);

    EXPECT_FALSE(send().lost);
}

}  // namespace
}  // namespace syncsim::sim
