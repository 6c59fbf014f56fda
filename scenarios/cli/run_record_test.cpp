#include "scenarios/cli/run_record.hpp"

#include <gtest/gtest.h>

namespace syncsim::cli {
namespace {

run_record record()
{
    return {
        .words = {"run", "my file", "-v"},
        .operands = {"my file"},
        .flags =
            {{"--seed", "", "built in"},
             {"--jobs", "2", "SYNCSIM_JOBS"},
             {"--strict", "false", "built in"},
             {"--verbose", "true", "command line"}},
        .directory = "here",
        .started = std::chrono::system_clock::time_point{std::chrono::seconds{1225082461}},
        .drawn_seed = {},
        .ended = {}};
}

bool has(const run_record& of, std::string_view line)
{
    return to_text(of).find(std::string(line) + "\n") != std::string::npos;
}

TEST(RunRecord, HasTheCommandAsItWasWritten)
{
    EXPECT_TRUE(has(record(), "command    syncsim run 'my file' -v"));
}

TEST(RunRecord, HasTheCommandWithAllThatCounts)
{
    EXPECT_TRUE(has(record(), "complete   syncsim run 'my file' --jobs=2 --verbose"));
}

TEST(RunRecord, HasTheSeedThatWasDrawn)
{
    auto drawn = record();
    drawn.drawn_seed = 0xABC;
    EXPECT_TRUE(has(drawn, "complete   syncsim run 'my file' --seed=0xabc --jobs=2 --verbose"));
    EXPECT_TRUE(has(drawn, "the random seed was 0xabc"));
}

TEST(RunRecord, SaysWhatSetEachFlag)
{
    EXPECT_TRUE(has(record(), "  --jobs                 2                SYNCSIM_JOBS"));
    EXPECT_TRUE(has(record(), "  --seed                 -                built in"));
}

TEST(RunRecord, SaysWhenItStartedAndHowItEnded)
{
    auto ended = record();
    EXPECT_TRUE(has(ended, "started    2008-10-27 04:41:01 UTC"));
    EXPECT_EQ(to_text(ended).find("exit"), std::string::npos);

    ended.ended = {.code = exit_code::unexpected, .took = std::chrono::milliseconds{420}};
    EXPECT_TRUE(has(ended, "took       420 ms"));
    EXPECT_TRUE(has(ended, "exit       1"));
}

}  // namespace
}  // namespace syncsim::cli
