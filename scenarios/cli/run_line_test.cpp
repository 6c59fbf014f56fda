#include "scenarios/cli/run_line.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "scenarios/cli/run_testing.hpp"

namespace syncsim::cli {
namespace {

class RunLine : public testing::Test {
protected:
    std::string line(const finished_run& one, bool color = false, std::size_t width = 0)
    {
        return run_line(one, 0, {text_, text_, text_, color, width});
    }

    std::string details(const finished_run& one, const std::string& kept_in = "")
    {
        return run_details(one, kept_in, {text_, text_, text_});
    }

private:
    std::ostringstream text_;
};

planned_run expecting(sim::invariant which)
{
    auto plan = planned("lost");
    plan.wanted = {
        .what = sim::verdict_kind::violates, .violates = {{which}}, .issue = "open question 3"};
    return plan;
}

TEST_F(RunLine, SaysWhatHolds)
{
    EXPECT_EQ(line(finished(planned("lost"), {})), "✓ lost [hardened]  holds, as expected\n");
}

TEST_F(RunLine, NamesTheIssueOfAnExpectedViolation)
{
    const auto which = sim::invariant::create_once;
    EXPECT_EQ(
        line(finished(expecting(which), violating(which))),
        "✗ lost [hardened]  violates create-once; expected, issue \"open question 3\"\n");
}

TEST_F(RunLine, ComparesWhatWasExpectedWithWhatWasFound)
{
    EXPECT_EQ(
        line(finished(planned("lost"), violating(sim::invariant::create_once))),
        "✗ lost [hardened]  UNEXPECTED: expected holds, found violates create-once\n");
    EXPECT_EQ(
        line(finished(expecting(sim::invariant::create_once), {})),
        "✗ lost [hardened]  UNEXPECTED: expected violates create-once, found holds\n");
}

TEST_F(RunLine, SaysThatARunShowsNothing)
{
    EXPECT_EQ(line(finished(planned("lost"), doubtful())), "? lost [hardened]  inconclusive\n");
}

TEST_F(RunLine, PutsBugsAndNondeterminismFirst)
{
    auto one = finished(planned("lost"), {});
    one.nondeterminism = "they differ";
    EXPECT_EQ(line(one), "✗ lost [hardened]  NOT DETERMINISTIC: they differ\n");

    one.our_bug = "bad_alloc";
    EXPECT_EQ(line(one), "✗ lost [hardened]  BUG IN SYNCSIM: bad_alloc\n");
}

TEST_F(RunLine, SaysNothingByColourAlone)
{
    const auto one = finished(planned("lost"), violating(sim::invariant::create_once));
    auto colored = line(one, true);
    EXPECT_NE(colored.find("\x1b["), std::string::npos);

    while (colored.find('\x1b') != std::string::npos) {
        const auto start = colored.find('\x1b');
        colored.erase(start, colored.find('m', start) - start + 1);
    }
    EXPECT_EQ(colored, line(one));
}

TEST_F(RunLine, FitsANarrowTerminal)
{
    std::istringstream lines(
        line(finished(planned("lost"), violating(sim::invariant::create_once)), false, 40));
    for (std::string each; std::getline(lines, each);) EXPECT_LE(each.size(), 42u) << each;
}

TEST_F(RunLine, GivesTheReasonsAndTheCommandThatRunsItAgain)
{
    auto one = finished(planned("lost"), doubtful());
    one.story = "  the story\n";

    EXPECT_EQ(
        details(one),
        "  reason   fault f1 never fired\n"
        "\n"
        "  the story\n"
        "  again    syncsim run scenarios/lost.jsonc --variant hardened --seed 0x0\n"
        "\n");
}

TEST_F(RunLine, NamesThePointOfAMatrix)
{
    sim::scenario script;
    script.name = "lost";
    script.point = "where=push.request skew=-10m";
    auto plan = planned(std::move(script), protocol::hardened());
    plan.wanted.any = true;

    EXPECT_EQ(plan.name(), "lost [hardened] where=push.request skew=-10m");
    EXPECT_EQ(
        run_command(plan),
        "syncsim run scenarios/lost.jsonc --variant hardened "
        "--point 'where=push.request skew=-10m' --seed 0x0");
    EXPECT_TRUE(line(finished(plan, violating(sim::invariant::create_once)), false)
                    .ends_with("violates create-once; only reported\n"));
}

TEST_F(RunLine, SaysHowToReplayARunThatWasKept)
{
    EXPECT_TRUE(details(finished(planned("lost"), doubtful()), "my out/runs/lost/hardened")
                    .ends_with("  replay   syncsim replay 'my out/runs/lost/hardened'\n\n"));
}

TEST_F(RunLine, SaysNoMoreOfARunThatIsAsExpected)
{
    EXPECT_EQ(details(finished(planned("lost"), {})), "");
}

TEST_F(RunLine, QuotesAFileForTheShell)
{
    EXPECT_EQ(shell_word("a/b-c.jsonc"), "a/b-c.jsonc");
    EXPECT_EQ(shell_word("it's here"), "'it'\\''s here'");
    EXPECT_EQ(shell_word(""), "''");
}

TEST_F(RunLine, EndsWithTheCounts)
{
    const tally counts{.planned = 4, .as_expected = 2, .unexpected = 1, .inconclusive = 1};
    EXPECT_EQ(
        last_line(counts, 0, std::chrono::milliseconds{1234}, exit_code::unexpected),
        "4 runs: 2 as expected, 1 not, 1 inconclusive   seed 0x0   1.23 s   exit 1\n");
}

TEST_F(RunLine, SaysHowManyRunsWereLeftOut)
{
    const tally counts{.planned = 9, .as_expected = 1};
    EXPECT_EQ(
        last_line(counts, std::nullopt, std::chrono::milliseconds{40}, exit_code::interrupted),
        "1 of 9 runs: 1 as expected, 0 not, 0 inconclusive   seed of each file   0.04 s   "
        "exit 130\n");
}

}  // namespace
}  // namespace syncsim::cli
