#include "protocol/step.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "protocol/messages.hpp"

namespace syncsim::protocol {
namespace {

// Each is the last part of a path over HTTP: they do not change.
TEST(Step, KeepsItsNamesAndTheirOrder)
{
    std::array<std::string_view, all_steps.size()> names;
    std::ranges::transform(all_steps, names.begin(), name);

    EXPECT_EQ(names, (std::array<std::string_view, 4>{"begin", "push", "pull", "complete"}));
}

TEST(Step, IsListedInTheOrderOfItsValues)
{
    EXPECT_TRUE(std::ranges::is_sorted(all_steps));
}

TEST(Step, IsThatOfARequest)
{
    EXPECT_EQ(step_of(request{begin_request{}}), step::begin);
    EXPECT_EQ(step_of(request{push_request{}}), step::push);
    EXPECT_EQ(step_of(request{pull_request{}}), step::pull);
    EXPECT_EQ(step_of(request{complete_request{}}), step::complete);
}

TEST(Step, IsThatOfAReply)
{
    EXPECT_EQ(step_of(reply{begin_reply{}}), step::begin);
    EXPECT_EQ(step_of(reply{push_reply{}}), step::push);
    EXPECT_EQ(step_of(reply{pull_reply{}}), step::pull);
    EXPECT_EQ(step_of(reply{complete_reply{}}), step::complete);
}

}  // namespace
}  // namespace syncsim::protocol
