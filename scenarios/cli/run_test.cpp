#include "scenarios/cli/run.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace syncsim::cli {
namespace {

namespace fs = std::filesystem;

/// A directory with ten scenarios, in which nothing happens, and room for the results.
class Run : public testing::Test {
protected:
    void SetUp() override
    {
        const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
        directory_ = fs::path(testing::TempDir()) / (std::string("run-") + test->name());
        fs::remove_all(directory_);
        fs::create_directories(directory_ / "all");
        for (int each = 0; each < 10; ++each) {
            const auto name = "s" + std::to_string(each);
            std::ofstream(directory_ / "all" / (name + ".jsonc"))
                << R"({"syncsim": 1, "name": ")" << name
                << R"(", "nodes": {"clients": {"phone": {}}}, "steps": []})";
        }
    }
    void TearDown() override { fs::remove_all(directory_); }

    exit_code run(
        run_options asked,
        const simulator& simulate = sim::run,
        const interruption& stop = {})
    {
        asked.paths = {(directory_ / "all").string()};
        asked.out = directory_ / "out";
        const run_request request{
            .asked = std::move(asked), .words = {"run"}, .flags = {}, .directory = directory_};
        return run_scenarios(request, {out_, error_, out_}, stop, simulate);
    }

    bool says(std::string_view text) const { return out_.str().find(text) != std::string::npos; }
    bool complains(std::string_view text) const
    {
        return error_.str().find(text) != std::string::npos;
    }

    std::string kept(const fs::path& file) const
    {
        std::ifstream in(directory_ / "out" / "latest" / file);
        return {std::istreambuf_iterator<char>(in), {}};
    }

private:
    fs::path directory_;
    std::ostringstream out_;
    std::ostringstream error_;
};

/// A run that breaks something.
sim::outcome violation(
    const sim::scenario& script,
    const protocol::variant& of,
    const sim::run_options& how)
{
    auto seen = sim::run(script, of, how);
    seen.verdict = sim::verdict_kind::violates;
    seen.violations.push_back(
        {.which = sim::invariant::create_once, .at = {}, .what = "milk is twice", .because = {}});
    return seen;
}

TEST_F(Run, EndsWellWhereAllIsAsExpected)
{
    EXPECT_EQ(run({}), exit_code::as_expected);
    EXPECT_TRUE(says("10 scenarios, 10 runs, 1 variant\n"));
    EXPECT_TRUE(says("10 runs: 10 as expected, 0 not, 0 inconclusive"));
}

TEST_F(Run, SaysOnceWhatAVariantBreaksInAnyRun)
{
    run({.variants = {"as-written"}});

    EXPECT_TRUE(says("as-written breaks closed-window by design"));
    EXPECT_FALSE(says("hardened breaks"));
}

TEST_F(Run, KeepsResultsAndHowTheyCameToBe)
{
    run({});

    EXPECT_NE(kept("run.txt").find("exit       0"), std::string::npos);
    EXPECT_NE(kept("results.json").find("\"results_version\": 1"), std::string::npos);
}

TEST_F(Run, StopsAfterSoManyFailures)
{
    EXPECT_EQ(run({.failures_max = 3, .jobs = 2}, violation), exit_code::unexpected);
    EXPECT_TRUE(says("3 of 10 runs: 0 as expected, 3 not"));
    EXPECT_TRUE(complains("stopped after 3 runs not as expected"));
}

TEST_F(Run, KeepsWhatItHasWhereItIsInterrupted)
{
    interruption stop;
    int begun = 0;
    const simulator interrupted =
        [&](const auto& script, const auto& variant, const sim::run_options& how) {
            if (++begun == 4) stop.request();
            return sim::run(script, variant, how);
        };

    EXPECT_EQ(run({.jobs = 1}, interrupted, stop), exit_code::interrupted);
    EXPECT_TRUE(says("4 of 10 runs: 4 as expected"));
    EXPECT_TRUE(complains("interrupted; the results of the runs above were written"));
    EXPECT_NE(kept("results.json").find("\"finished\": 4"), std::string::npos);
}

TEST_F(Run, EndsWithSixWhereARunIsNotTheSameTwice)
{
    std::uint64_t runs = 0;
    const simulator fickle =
        [&](const auto& script, const auto& variant, const sim::run_options& how) {
            auto seen = sim::run(script, variant, how);
            seen.digest = ++runs;
            return seen;
        };

    EXPECT_EQ(run({.repeats = 1}, fickle), exit_code::nondeterminism);
    EXPECT_TRUE(says("NOT DETERMINISTIC"));
}

TEST_F(Run, EndsWithSeventyWhereSyncsimItselfFails)
{
    const simulator throwing = [](const auto&, const auto&, const auto&) -> sim::outcome {
        throw std::runtime_error("out of luck");
    };

    EXPECT_EQ(run({}, throwing), exit_code::our_bug);
    EXPECT_TRUE(says("BUG IN SYNCSIM: out of luck"));
}

TEST_F(Run, PrintsAndKeepsTheSeedThatItDraws)
{
    EXPECT_EQ(run({.random_seed = true}), exit_code::as_expected);
    EXPECT_FALSE(says("seed of each file"));
    EXPECT_NE(kept("run.txt").find("the random seed was 0x"), std::string::npos);
}

}  // namespace
}  // namespace syncsim::cli
