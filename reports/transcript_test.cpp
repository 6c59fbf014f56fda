#include "reports/transcript.hpp"

#include <gtest/gtest.h>

#include <string_view>

#include "reports/story_testing.hpp"

namespace syncsim::reports {
namespace {

std::string transcript_of(const sim::scenario& of)
{
    return transcript(of, protocol::as_written(), sim::run(of, protocol::as_written()));
}

sim::scenario expecting(std::vector<sim::invariant> violates)
{
    auto of = lost_push_reply();
    of.title = "The reply to a push is lost";
    of.expect["as-written"] = {
        .what = sim::verdict_kind::violates,
        .violates = std::move(violates),
        .at_risk = {},
        .issue = "open question 3"};
    return of;
}

TEST(Transcript, BeginsWithWhatWasExpectedAndWhatWasFound)
{
    const auto text =
        transcript_of(expecting({sim::invariant::create_once, sim::invariant::one_identity}));

    EXPECT_TRUE(
        text.starts_with("sample [as-written]: violates, as expected\n"
                         "  The reply to a push is lost\n"
                         "  expected  violates one-identity create-once\n"
                         "  issue     open question 3\n"
                         "  found     violates one-identity create-once\n"
                         "\n"
                         "  ✗ create-once"))
        << text;
}

TEST(Transcript, SaysWhyARunIsNotAsExpected)
{
    const auto text = transcript_of(expecting({sim::invariant::create_once}));

    EXPECT_TRUE(text.starts_with("sample [as-written]: violates, UNEXPECTED\n"));
    EXPECT_NE(
        text.find("  but       one-identity is broken, and was to hold\n"), std::string::npos);
}

TEST(Transcript, EndsWithDigestAndCosts)
{
    const auto of = lost_push_reply();
    auto run = sim::run(of, protocol::as_written());
    run.digest = 0xC0FFEE;

    const auto text = transcript(of, protocol::as_written(), run);

    EXPECT_TRUE(text.ends_with(
        "\n  digest   0x0000000000c0ffee\n"
        "  costs    " +
        std::to_string(run.events) + " events, " + std::to_string(run.messages) +
        " messages, 3m16.542s of true time\n"))
        << text;
}

TEST(Transcript, IsTheSameForTheSameRun)
{
    EXPECT_EQ(transcript_of(slow_clock()), transcript_of(slow_clock()));
}

}  // namespace
}  // namespace syncsim::reports
