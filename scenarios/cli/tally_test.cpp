#include "scenarios/cli/tally.hpp"

#include <gtest/gtest.h>

#include "scenarios/cli/run_testing.hpp"

namespace syncsim::cli {
namespace {

using doubt = run_options::doubt;

finished_run good()
{
    return finished(planned("good"), {});
}

finished_run bad()
{
    return finished(planned("bad"), violating(sim::invariant::create_once));
}

finished_run unclear()
{
    return finished(planned("unclear"), doubtful());
}

finished_run fickle()
{
    auto one = good();
    one.nondeterminism = "it differs";
    return one;
}

finished_run broken()
{
    auto one = good();
    one.our_bug = "bad_alloc";
    return one;
}

exit_code code_of(
    const std::vector<finished_run>& runs,
    doubt how = doubt::is_its_own,
    bool interrupted = false)
{
    tally counts{.planned = runs.size()};
    for (const auto& each : runs) counts.add(each);
    return exit_code_of(counts, how, interrupted);
}

TEST(Tally, CountsEachRunOnce)
{
    tally counts;
    for (const auto& each : {good(), bad(), unclear(), fickle(), broken()}) counts.add(each);

    EXPECT_EQ(counts.as_expected, 1u);
    EXPECT_EQ(counts.unexpected, 3u);
    EXPECT_EQ(counts.inconclusive, 1u);
    EXPECT_EQ(counts.finished(), 5u);
}

TEST(Tally, EndsWithTheCodeOfTheWorstRun)
{
    EXPECT_EQ(code_of({good()}), exit_code::as_expected);
    EXPECT_EQ(code_of({good(), unclear()}), exit_code::inconclusive);
    EXPECT_EQ(code_of({unclear(), bad()}), exit_code::unexpected);
    EXPECT_EQ(code_of({fickle(), bad()}), exit_code::nondeterminism);
    EXPECT_EQ(code_of({fickle()}), exit_code::nondeterminism);
    EXPECT_EQ(code_of({fickle(), broken()}), exit_code::our_bug);
}

TEST(Tally, CountsADoubtAsItIsTold)
{
    EXPECT_EQ(code_of({unclear()}, doubt::is_failure), exit_code::unexpected);
    EXPECT_EQ(code_of({unclear()}, doubt::is_success), exit_code::as_expected);
    EXPECT_EQ(code_of({unclear(), bad()}, doubt::is_success), exit_code::unexpected);
}

TEST(Tally, SaysThatItWasInterrupted)
{
    EXPECT_EQ(code_of({bad()}, doubt::is_its_own, true), exit_code::interrupted);
    EXPECT_EQ(code_of({broken()}, doubt::is_its_own, true), exit_code::our_bug);
}

}  // namespace
}  // namespace syncsim::cli
