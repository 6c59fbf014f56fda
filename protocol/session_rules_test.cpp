#include "protocol/session_rules.hpp"

#include <gtest/gtest.h>

namespace syncsim::protocol {
namespace {

using namespace std::chrono_literals;

constexpr duration lease = 10min;

variant with(answer::session how)
{
    auto made = hardened();
    made.session = how;
    return made;
}

std::optional<sync_errc> refused(answer::session how, step which, const session_facts& session)
{
    return refusal(with(how), which, session, lease);
}

TEST(Begin, IsToldFromItsOwnRepeatOnlyWhereItIsNumbered)
{
    const begin_number two{2};

    EXPECT_EQ(rule_begin(hardened(), two, begin_number{3}), begin_ruling::open);
    EXPECT_EQ(rule_begin(hardened(), two, two), begin_ruling::replay);
    EXPECT_EQ(rule_begin(hardened(), two, begin_number{1}), begin_ruling::refuse);
    for (const auto how : {answer::session::independent, answer::session::supersedes}) {
        EXPECT_EQ(rule_begin(with(how), std::nullopt, std::nullopt), begin_ruling::open);
    }
}

TEST(Session, TakesNothingAfterALaterBeginUnlessSessionsAreIndependent)
{
    const session_facts old{.is_latest = false};

    for (const auto how : {answer::session::supersedes, answer::session::numbered}) {
        for (const auto which : {step::push, step::pull, step::complete}) {
            EXPECT_EQ(refused(how, which, old), sync_errc::session_superseded);
        }
    }
    EXPECT_EQ(refused(answer::session::independent, step::push, old), std::nullopt);
}

TEST(Session, AnswersOnlyARepeatedCompleteOnceItIsCompleted)
{
    const session_facts completed{.state = session_state::completed};

    for (const auto how : {answer::session::supersedes, answer::session::numbered}) {
        EXPECT_EQ(refused(how, step::push, completed), sync_errc::session_closed);
        EXPECT_EQ(refused(how, step::complete, completed), std::nullopt);
    }
    EXPECT_EQ(refused(answer::session::independent, step::push, completed), std::nullopt);
}

TEST(Session, ExpiresWithItsLeaseUnderEveryAnswer)
{
    for (const auto how :
         {answer::session::independent, answer::session::supersedes, answer::session::numbered}) {
        EXPECT_EQ(refused(how, step::pull, {.age = lease}), sync_errc::session_expired);
        EXPECT_EQ(refused(how, step::pull, {.age = lease - 1us}), std::nullopt);
    }
}

}  // namespace
}  // namespace syncsim::protocol
