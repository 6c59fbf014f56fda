#include "scenarios/cli/kept_run.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "scenarios/cli/plan.hpp"
#include "scenarios/cli/run_testing.hpp"
#include "scenarios/cli/selection.hpp"
#include "sim/assessment.hpp"
#include "sim/scenario_file.hpp"
#include "sim/world.hpp"

namespace syncsim::cli {
namespace {

namespace fs = std::filesystem;

class KeptRun : public testing::Test {
protected:
    void SetUp() override
    {
        const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
        directory_ = fs::path(testing::TempDir()) / (std::string("kept-") + test->name());
        fs::remove_all(directory_);
        fs::create_directories(directory_);
    }
    void TearDown() override { fs::remove_all(directory_); }

    const fs::path& directory() const { return directory_; }

    void write(std::string_view name, std::string_view text) const
    {
        std::ofstream(directory_ / name, std::ios::binary) << text;
    }

    std::string error_of(std::string_view text) const
    {
        write(kept_run_name, text);
        const auto read = read_kept_run(directory_);
        return read ? "" : read.error().message;
    }

private:
    fs::path directory_;
};

// Whatever a shipped scenario has in it, the text that is kept of it plays the same run.
TEST_F(KeptRun, PlaysTheSameAgain)
{
    const auto found = find_files(std::vector{std::string(SYNCSIM_SOURCE_DIR "/scenarios")});
    auto plans = plan_of(load_files(found.files).files, {.seed = 7});
    ASSERT_GE(plans.size(), 30u);
    for (const auto& each : plans) {
        SCOPED_TRACE(each.name());
        const auto again = sim::load_scenario(kept_scenario(each), "scenario.jsonc");
        ASSERT_TRUE(again) << to_string(again.error().front());
        ASSERT_EQ(again->variants.size(), 1u);
        EXPECT_EQ(again->seed, 7u);

        const auto first = sim::run(*each.script, each.variant, {.keep_trace = false});
        const auto second = sim::run(*again, again->variants.front(), {.keep_trace = false});

        EXPECT_EQ(first.digest, second.digest);
        EXPECT_EQ(
            sim::assess(first, each.wanted).how,
            sim::assess(second, sim::expectation_for(*again, each.variant.name)).how);
    }
}

TEST_F(KeptRun, LeavesOutAnExpectationThatIsAboutNothing)
{
    auto plan = planned("a");
    plan.wanted = {.what = sim::verdict_kind::violates, .violates = {{}}, .at_risk = {{}}};

    const auto again = sim::load_scenario(kept_scenario(plan), "scenario.jsonc");

    ASSERT_TRUE(again) << to_string(again.error().front());
    EXPECT_EQ(sim::expectation_for(*again, "hardened").what, sim::verdict_kind::holds);
}

TEST_F(KeptRun, IsReadAsItWasWritten)
{
    const auto plan = planned("a");
    const auto seen = sim::run(*plan.script, plan.variant);
    write(kept_run_name, kept_outcome(plan, seen));
    write(kept_digests_name, kept_digests(seen));

    const auto read = read_kept_run(directory());

    ASSERT_TRUE(read);
    EXPECT_EQ(read->version, "0.1.0");
    EXPECT_EQ(read->variant, "hardened");
    EXPECT_EQ(read->seed, 0u);
    EXPECT_EQ(read->digest, seen.digest);
    EXPECT_EQ(read->digests, digests_of(seen.story));
    ASSERT_FALSE(read->digests.empty());
    EXPECT_EQ(read->digests.back(), seen.digest);
}

TEST_F(KeptRun, DoesWithoutTheDigestOfEachEvent)
{
    const auto plan = planned("a");
    write(kept_run_name, kept_outcome(plan, {}));

    const auto read = read_kept_run(directory());

    ASSERT_TRUE(read);
    EXPECT_TRUE(read->digests.empty());
}

TEST_F(KeptRun, SaysWhereItIsDamaged)
{
    EXPECT_NE(error_of("{").find("run.json:1:2: "), std::string::npos);
    EXPECT_NE(
        error_of("{}").find("\"syncsim\" is not as syncsim run writes it"), std::string::npos);
    EXPECT_NE(
        error_of(R"({"syncsim": "1", "variant": "x", "seed": "7", "digest": "0x1"})")
            .find("\"seed\""),
        std::string::npos);
    fs::remove(directory() / kept_run_name);
    EXPECT_NE(read_kept_run(directory()).error().message.find("cannot be read"), std::string::npos);
}

}  // namespace
}  // namespace syncsim::cli
