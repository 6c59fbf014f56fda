#include "reports/fault_words.hpp"

#include <gtest/gtest.h>

#include "reports/story_testing.hpp"

namespace syncsim::reports {
namespace {

using namespace std::chrono_literals;
using sim::anchor;
using sim::fault_kind;

std::string named(sim::fault of)
{
    const auto with = script({device("phone")}, {sync("phone", {std::move(of)})});
    return fault_words{with}.name(sim::fault_index{0});
}

TEST(FaultWords, SayWhatTheIdMeans)
{
    EXPECT_EQ(
        named(fault("lost-ack", fault_kind::drop, anchor::push_response)),
        "lost-ack (drop push.response)");
}

TEST(FaultWords, DoNotRepeatAnIdThatSaysIt)
{
    EXPECT_EQ(
        named(fault("drop-push-response", fault_kind::drop, anchor::push_response)),
        "drop push.response");
}

TEST(FaultWords, SayByHowMuch)
{
    auto slow = fault("slow", fault_kind::delay, anchor::pull_request);
    slow.by = 8s;
    auto jump = fault("jump", fault_kind::clock_jump, anchor::pull_request);
    jump.by = 2h;

    EXPECT_EQ(named(slow), "slow (delay pull.request by 8s)");
    EXPECT_EQ(named(jump), "jump (clock-jump pull.request by +2h)");
}

TEST(FaultWords, SayWhichError)
{
    auto bad = fault("bad", fault_kind::error_reply, anchor::push_response);
    bad.code = protocol::sync_errc::unknown_session;

    EXPECT_EQ(named(bad), "bad (error-reply push.response unknown-session)");
}

TEST(FaultWords, GiveAFaultAtATrueTimeNoAnchor)
{
    auto crash = fault("boom", fault_kind::crash_server, {});
    const auto with = script({device("phone")}, {sim::fault_step{crash}});
    const fault_words words{with};

    EXPECT_EQ(words.name(sim::fault_index{0}), "boom (crash-server)");
    EXPECT_FALSE(words.anchor_of(sim::fault_index{0}));
}

}  // namespace
}  // namespace syncsim::reports
