#include "reference_client/retry.hpp"

#include <gtest/gtest.h>

namespace syncsim::reference_client {
namespace {

using namespace std::chrono_literals;
using namespace protocol;

TEST(Retry, LeavesAFailedCallToTheNextSessionAsWritten)
{
    EXPECT_EQ(next_attempt(as_written(), sync_errc::timed_out, 1), std::nullopt);
}

TEST(Retry, DoublesTheWaitAndLeavesHalfOfItToChance)
{
    const auto wait = [](int failures) {
        return next_attempt(hardened(), sync_errc::unavailable, failures);
    };

    EXPECT_EQ(wait(1), (wait_before_retry{.least = 500ms, .spread = 500ms}));
    EXPECT_EQ(wait(2), (wait_before_retry{.least = 1s, .spread = 1s}));
    EXPECT_EQ(wait(3), (wait_before_retry{.least = 2s, .spread = 2s}));
}

TEST(Retry, GivesUpAfterTheFourthFailure)
{
    EXPECT_NE(next_attempt(hardened(), sync_errc::timed_out, 3), std::nullopt);
    EXPECT_EQ(next_attempt(hardened(), sync_errc::timed_out, 4), std::nullopt);
}

TEST(Retry, IsOnlyForErrorsThatMayPass)
{
    for (const auto& each : all_errors()) {
        const bool again = next_attempt(hardened(), each.code, 1).has_value();
        EXPECT_EQ(again, each.retry) << each.name;
    }
}

}  // namespace
}  // namespace syncsim::reference_client
