#include "protocol/data_rules.hpp"

#include <gtest/gtest.h>

namespace syncsim::protocol {
namespace {

const write_id one{support::uuid{.high = 1, .low = 0}};
const write_id other{support::uuid{.high = 2, .low = 0}};

record with_write(write_id which)
{
    record made;
    made.write = which;
    return made;
}

variant clearing(answer::clear_pending when)
{
    auto made = hardened();
    made.clear_pending = when;
    return made;
}

TEST(Settles, IsAnyCopyNoCopyOrACopyOfTheSameWrite)
{
    const auto mine = with_write(one);

    EXPECT_TRUE(settles(clearing(answer::clear_pending::on_apply), mine, other));
    EXPECT_FALSE(settles(clearing(answer::clear_pending::when_session_ok), mine, one));
    EXPECT_TRUE(settles(hardened(), mine, one));
    EXPECT_FALSE(settles(hardened(), mine, other));
    EXPECT_FALSE(settles(hardened(), record{}, std::nullopt));
}

TEST(PullRuling, IsThatOfTheAnswerUnlessTheWorkIsSettled)
{
    const auto ruled = [](answer::pending_over_pull what, write_id arrived) {
        auto of = hardened();
        of.pending_over_pull = what;
        return rule_pull(of, with_write(one), with_write(arrived));
    };
    using over = answer::pending_over_pull;

    EXPECT_EQ(ruled(over::overwrite, other), pull_ruling::replace);
    EXPECT_EQ(ruled(over::skip, other), pull_ruling::skip);
    EXPECT_EQ(ruled(over::skip, one), pull_ruling::settle);
    EXPECT_EQ(ruled(over::park, other), pull_ruling::park);
    EXPECT_EQ(ruled(over::park, one), pull_ruling::settle);
}

}  // namespace
}  // namespace syncsim::protocol
