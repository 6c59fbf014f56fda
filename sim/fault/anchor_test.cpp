#include "sim/fault/anchor.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace syncsim::sim {
namespace {

using names = std::vector<std::string_view>;

names anchors_where(auto&& condition)
{
    names found;
    for (const auto& row : all_anchors()) {
        if (condition(row.which)) found.push_back(row.name);
    }
    return found;
}

names anchors_of(fault_kind kind)
{
    return anchors_where([&](anchor at) { return !nonsense(kind, at); });
}

const names messages{
    "begin.request",
    "begin.response",
    "push.request",
    "push.response",
    "pull.request",
    "pull.response",
    "complete.request",
    "complete.response"};

TEST(Anchor, FindsEachByItsName)
{
    for (const auto& row : all_anchors()) {
        EXPECT_EQ(find_anchor(row.name), row.which);
        EXPECT_EQ(name(row.which), row.name);
    }
    EXPECT_EQ(all_anchors().size(), 20u);
    EXPECT_EQ(find_anchor("push.reply"), std::nullopt);
}

TEST(Anchor, FindsEachFaultByItsName)
{
    for (const auto& row : all_faults()) {
        EXPECT_EQ(find_fault(row.name), row.which);
        EXPECT_EQ(name(row.which), row.name);
    }
    EXPECT_EQ(all_faults().size(), 14u);
    EXPECT_EQ(find_fault("late_duplicate"), std::nullopt);
}

// The names are C++ names in another spelling, so a row under the wrong enumerator would not show
// in a look-up; the order of the protocol shows it.
TEST(Anchor, FollowsTheOrderOfTheProtocol)
{
    EXPECT_EQ(
        anchors_where([](anchor) { return true; }),
        (names{"local.before-commit",   "local.after-commit", "begin.request",
               "begin.before-commit",   "begin.after-commit", "begin.response",
               "push.request",          "push.before-commit", "push.after-commit",
               "push.response",         "pull.request",       "pull.handle",
               "pull.response",         "apply.before",       "apply.mid",
               "apply.after",           "complete.request",   "complete.before-commit",
               "complete.after-commit", "complete.response"}));
    EXPECT_EQ(name(anchor::pull_handle), "pull.handle");
    EXPECT_EQ(name(fault_kind::late_duplicate), "late-duplicate");
}

TEST(Anchor, MessagesAreLostDelayedAndRepeatedWhereOneTravels)
{
    for (const auto kind :
         {fault_kind::drop,
          fault_kind::delay,
          fault_kind::duplicate,
          fault_kind::late_duplicate,
          fault_kind::reorder,
          fault_kind::hold}) {
        EXPECT_EQ(anchors_of(kind), messages) << name(kind);
    }
}

TEST(Anchor, OnlyRepliesAreErrorsOrComeTooLate)
{
    const names replies{"begin.response", "push.response", "pull.response", "complete.response"};
    EXPECT_EQ(anchors_of(fault_kind::error_reply), replies);
    EXPECT_EQ(anchors_of(fault_kind::timeout), replies);
}

TEST(Anchor, OnlyRepliesThatSaySomethingAreCorrupted)
{
    EXPECT_EQ(
        anchors_of(fault_kind::corrupt),
        (names{"begin.response", "push.response", "pull.response"}));
}

TEST(Anchor, ASessionExpiresBeforeARequestOfIt)
{
    EXPECT_EQ(
        anchors_of(fault_kind::expire_session),
        (names{"push.request", "pull.request", "complete.request"}));
}

TEST(Anchor, ADeviceCrashesWhereItActs)
{
    auto expected = messages;
    expected.insert(expected.begin(), {"local.before-commit", "local.after-commit"});
    expected.insert(expected.end() - 2, {"apply.before", "apply.mid", "apply.after"});

    EXPECT_EQ(anchors_of(fault_kind::crash_client), expected);
}

TEST(Anchor, TheServerCrashesFromRequestToResponse)
{
    EXPECT_EQ(anchors_of(fault_kind::crash_server), anchors_where([](anchor at) {
                  return !is_local(at) && !name(at).starts_with("apply.");
              }));
}

TEST(Anchor, AClockJumpsAnywhere)
{
    EXPECT_EQ(anchors_of(fault_kind::clock_jump).size(), all_anchors().size());
}

TEST(Anchor, LocalAnchorsAreTheUsersWork)
{
    EXPECT_EQ(anchors_where(is_local), (names{"local.before-commit", "local.after-commit"}));
}

TEST(Anchor, SaysWhyAPairMakesNoSense)
{
    for (const auto& fault : all_faults()) {
        for (const auto& row : all_anchors()) {
            const auto reason = nonsense(fault.which, row.which);
            if (!reason) continue;
            EXPECT_GT(reason->size(), 20u) << fault.name << " at " << row.name;
            EXPECT_FALSE(reason->ends_with('.')) << fault.name << " at " << row.name;
        }
    }
    EXPECT_EQ(
        nonsense(fault_kind::drop, anchor::local_after_commit), "local work sends no message");
}

TEST(Anchor, EveryMeaningIsItsOwn)
{
    std::set<std::string_view> meanings;
    for (const auto& row : all_anchors()) meanings.insert(row.meaning);
    for (const auto& row : all_faults()) meanings.insert(row.meaning);

    EXPECT_EQ(meanings.size(), all_anchors().size() + all_faults().size());
}

TEST(Anchor, SaysWhichParametersAFaultTakes)
{
    const auto takes = [](fault_kind kind) {
        const auto parameters = traits(kind).parameters;
        return names(parameters.begin(), parameters.end());
    };

    EXPECT_EQ(takes(fault_kind::drop), names{});
    EXPECT_EQ(takes(fault_kind::delay), names{"by"});
    EXPECT_EQ(takes(fault_kind::duplicate), names{"copies"});
    EXPECT_EQ(takes(fault_kind::late_duplicate), names{"by"});
    EXPECT_EQ(takes(fault_kind::reorder), names{"by"});
    EXPECT_EQ(takes(fault_kind::hold), names{"until"});
    EXPECT_EQ(takes(fault_kind::error_reply), names{"code"});
    EXPECT_EQ(takes(fault_kind::corrupt), names{});
    EXPECT_EQ(takes(fault_kind::timeout), names{});
    EXPECT_EQ(takes(fault_kind::expire_session), names{});
    EXPECT_EQ(takes(fault_kind::crash_client), names{"restart_after"});
    EXPECT_EQ(takes(fault_kind::crash_server), names{"restart_after"});
    EXPECT_EQ(takes(fault_kind::clock_jump), (names{"by", "node"}));
}

}  // namespace
}  // namespace syncsim::sim
