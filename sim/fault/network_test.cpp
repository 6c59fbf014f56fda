#include "sim/fault/network.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

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
        return over.route(device, to_server, orders, choice_key{++sent_});
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

/// Which copies of which messages have arrived, and when.
class NetworkArrivals : public NetworkTest {
protected:
    void carry(std::string name, const message_orders& orders = {}, bool to_server = true)
    {
        links().send(phone, to_server, orders, choice_key{++sent_}, [this, name](bool) {
            arrived_.emplace_back(name, run_->time.now().time_since_epoch());
        });
    }
    void pass(duration how_long)
    {
        bool passed = false;
        links();
        const auto end = run_->time.now() + how_long;
        run_->time.at(end, ~std::uint64_t{0}, scheduler::world_life, [&] { passed = true; });
        while (!passed) run_->time.run_one();
    }

    using arrivals = std::vector<std::pair<std::string, duration>>;
    arrivals arrived_;
};

TEST_F(NetworkArrivals, EachCopyArrivesWhenItDoes)
{
    carry("a", {.extra_copies = 1});
    pass(1s);

    EXPECT_EQ(arrived_, (arrivals{{"a", 40ms}, {"a", 41ms}}));
}

TEST_F(NetworkArrivals, AnOvertakenMessageArrivesRightAfterTheNextOfItsDirection)
{
    carry("a", {.overtaken = 10s});
    carry("reply", {}, false);
    pass(3s);
    carry("lost", {.drop = true});
    pass(1s);
    carry("b");
    pass(10s);

    EXPECT_EQ(arrived_, (arrivals{{"reply", 40ms}, {"b", 4040ms}, {"a", 4041ms}}));
}

TEST_F(NetworkArrivals, AnOvertakenMessageThatNothingFollowsArrivesAllTheSame)
{
    carry("a", {.extra_copies = 1, .overtaken = 10s});
    pass(20s);
    carry("b");
    pass(1s);

    EXPECT_EQ(arrived_, (arrivals{{"a", 10s}, {"a", 10001ms}, {"b", 20040ms}}));
}

TEST_F(NetworkArrivals, AHeldMessageArrivesWhenItsStepBegins)
{
    carry("a", {.held_until = step_id{7}});
    carry("b", {.held_until = step_id{8}});
    pass(1h);
    EXPECT_TRUE(arrived_.empty());

    EXPECT_FALSE(links().release(step_id{6}));
    EXPECT_TRUE(links().release(step_id{7}));
    EXPECT_FALSE(links().release(step_id{7}));
    pass(1s);
    EXPECT_EQ(arrived_, (arrivals{{"a", 1h}}));
}

TEST_F(NetworkArrivals, EverythingThatIsSetAsideArrivesInTheEnd)
{
    carry("a", {.held_until = step_id{7}});
    carry("b", {.overtaken = 10s});
    pass(1s);
    links().release_all();
    pass(1min);

    EXPECT_THAT(
        arrived_,
        testing::UnorderedElementsAre(std::pair{"a", duration{1s}}, std::pair{"b", duration{1s}}));
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
