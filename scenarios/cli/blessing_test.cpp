#include "scenarios/cli/blessing.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "scenarios/cli/run_testing.hpp"
#include "sim/assessment.hpp"
#include "sim/scenario_file.hpp"

namespace syncsim::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view text = R"({
  "syncsim": 1, "name": "mine", "nodes": { "clients": { "phone": {} } }, "steps": [],
  "variants": ["as-written", "hardened"],
  "expect": { "violates": ["no-lost-record"], "issue": "known" }
})";

/// Runs of a scenario whose file is there.
class Blessing : public testing::Test {
protected:
    void SetUp() override
    {
        const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
        directory_ = fs::path(testing::TempDir()) / (std::string("blessing-") + test->name());
        fs::remove_all(directory_);
        fs::create_directories(directory_);
        std::ofstream(file(), std::ios::binary) << text;
    }
    void TearDown() override { fs::remove_all(directory_); }

    fs::path file() const { return directory_ / "mine.jsonc"; }

    std::string kept() const
    {
        std::ifstream in(file(), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    finished_run run_of(const protocol::variant& variant, sim::outcome seen) const
    {
        auto plan = planned(*sim::load_scenario(text, file().string()), variant);
        plan.file = file().string();
        plan.wanted = sim::expectation_for(*plan.script, variant.name);
        return finished(std::move(plan), std::move(seen));
    }

private:
    fs::path directory_;
};

bool has(std::string_view in, std::string_view part)
{
    return in.find(part) != std::string_view::npos;
}

TEST_F(Blessing, WritesWhatHappenedAndJudgesTheRunsByIt)
{
    std::vector runs{
        run_of(protocol::as_written(), violating(sim::invariant::create_once)),
        run_of(protocol::hardened(), violating(sim::invariant::no_lost_record))};
    ASSERT_FALSE(runs[0].is_as_expected());

    const auto done = bless(runs);

    EXPECT_TRUE(done.refusals.empty());
    EXPECT_TRUE(runs[0].is_as_expected());
    EXPECT_EQ(runs[0].assessed.expected, "violates create-once");
    EXPECT_EQ(runs[0].plan.wanted.issue, "known");
    EXPECT_TRUE(
        has(done.diff,
            "-  \"expect\": { \"violates\": [\"no-lost-record\"], \"issue\": \"known\" }\n"));
    EXPECT_TRUE(
        has(done.diff,
            "+      \"as-written\": { \"violates\": [\"create-once\"], \"issue\": \"known\" },\n"));
    EXPECT_TRUE(has(
        kept(), "\"hardened\": { \"violates\": [\"no-lost-record\"], \"issue\": \"known\" }\n"));
}

TEST_F(Blessing, LeavesRunsThatAreAsExpected)
{
    std::vector runs{run_of(protocol::hardened(), violating(sim::invariant::no_lost_record))};

    const auto done = bless(runs);

    EXPECT_EQ(done.diff, "");
    EXPECT_EQ(kept(), text);
}

TEST_F(Blessing, LeavesRunsThatShowNothing)
{
    auto seen = violating(sim::invariant::create_once);
    seen.doubts.emplace_back("fault f1 never fired");
    std::vector runs{run_of(protocol::as_written(), seen)};

    const auto done = bless(runs);

    ASSERT_EQ(done.refusals.size(), 1u);
    EXPECT_TRUE(done.refusals.front().ends_with("it is inconclusive too: fault f1 never fired"));
    EXPECT_FALSE(runs[0].is_as_expected());
    EXPECT_EQ(kept(), text);
}

TEST_F(Blessing, LeavesRunsThatAreOursToMend)
{
    std::vector runs{
        run_of(protocol::as_written(), violating(sim::invariant::create_once)),
        run_of(protocol::hardened(), violating(sim::invariant::create_once))};
    runs[0].our_bug = "out of luck";
    runs[1].nondeterminism = "two runs differ";

    EXPECT_TRUE(bless(runs).refusals.empty());
    EXPECT_EQ(kept(), text);
}

TEST_F(Blessing, CannotMendAStep)
{
    auto seen = violating(sim::invariant::create_once);
    seen.unmet.push_back(
        {.at = {}, .place = {9, 5}, .what = "phone: expected 1 copy", .is_consequence = false});
    std::vector runs{run_of(protocol::as_written(), seen)};

    const auto done = bless(runs);

    ASSERT_EQ(done.refusals.size(), 1u);
    EXPECT_TRUE(
        has(done.refusals.front(),
            "the step in line 9 does not end as it says: phone: expected 1 copy"));
    EXPECT_EQ(kept(), text);
}

TEST_F(Blessing, LeavesAFileThatIsReadOnly)
{
    chmod(file().c_str(), 0444);
    std::vector runs{run_of(protocol::as_written(), violating(sim::invariant::create_once))};

    const auto done = bless(runs);

    ASSERT_EQ(done.refusals.size(), 1u);
    EXPECT_TRUE(done.refusals.front().ends_with("mine.jsonc: it is read-only"));
    EXPECT_EQ(kept(), text);
}

TEST_F(Blessing, LeavesAFileThatSomebodyHasChangedMeanwhile)
{
    std::vector runs{run_of(protocol::as_written(), violating(sim::invariant::create_once))};
    std::ofstream(file(), std::ios::app) << "// a thought\n";
    EXPECT_TRUE(bless(runs).refusals.empty());

    std::vector more{run_of(protocol::hardened(), violating(sim::invariant::create_once))};
    const auto done = bless(more);

    ASSERT_EQ(done.refusals.size(), 1u);
    EXPECT_TRUE(has(done.refusals.front(), "it has changed since it was run"));
}

}  // namespace
}  // namespace syncsim::cli
