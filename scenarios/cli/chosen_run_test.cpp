#include "scenarios/cli/chosen_run.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "scenarios/cli/run_testing.hpp"
#include "sim/world.hpp"

namespace syncsim::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view two_variants = R"({
  "syncsim": 1, "name": "two", "nodes": { "clients": { "phone": {} } },
  "steps": [ { "do": "create", "on": "phone", "record": "milk" } ],
  "variants": ["as-written", "hardened"]
})";

/// A scenario of two variants, `two.jsonc`, and a run of it that was kept, in `out/two/hardened`.
class ChosenRun : public testing::Test {
protected:
    void SetUp() override
    {
        const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
        directory_ = fs::path(testing::TempDir()) / (std::string("chosen-") + test->name());
        fs::remove_all(directory_);
        fs::create_directories(directory_ / "out/two/hardened");
        write("two.jsonc", two_variants);

        const auto plan = choose("two.jsonc", {.variants = {"hardened"}})->plan;
        const auto seen = sim::run(*plan.script, plan.variant);
        write("out/two/hardened/scenario.jsonc", kept_scenario(plan));
        write("out/two/hardened/run.json", kept_outcome(plan, seen));
        write("out/two/hardened/digests.txt", kept_digests(seen));
    }
    void TearDown() override { fs::remove_all(directory_); }

    void write(std::string_view name, std::string_view text) const
    {
        std::ofstream(directory_ / name, std::ios::binary) << text;
    }

    boost::system::result<chosen_run, choice_error> choose(
        std::string_view path,
        run_options asked = {}) const
    {
        asked.paths = {(directory_ / path).string()};
        return choose_run(asked);
    }

    choice_error error_of(std::string_view path, run_options asked = {}) const
    {
        const auto chosen = choose(path, std::move(asked));
        return chosen ? choice_error{"none", exit_code::as_expected} : chosen.error();
    }

private:
    fs::path directory_;
};

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

TEST_F(ChosenRun, IsOneOfTheRunsOfAFile)
{
    const auto chosen = choose("two.jsonc", {.variants = {"as-written"}, .seed = 5});

    ASSERT_TRUE(chosen);
    EXPECT_EQ(chosen->plan.variant.name, "as-written");
    EXPECT_EQ(chosen->plan.script->seed, 5u);
    EXPECT_FALSE(chosen->before);
    EXPECT_TRUE(has(chosen->replay_command(), "two.jsonc --variant as-written --seed 0x5"));
}

TEST_F(ChosenRun, IsNotDrawnFromSeveral)
{
    const auto error = error_of("two.jsonc");

    EXPECT_EQ(error.code, exit_code::bad_command_line);
    EXPECT_TRUE(has(error.message, "has 2 runs; choose one with --variant as-written or hardened"));
}

TEST_F(ChosenRun, IsOnePointOfAMatrix)
{
    write(
        "many.jsonc",
        R"({ "syncsim": 1, "name": "many", "matrix": { "axes": { "v": [1, 2] } },
             "nodes": { "clients": { "phone": {} } }, "variants": ["as-written", "hardened"],
             "steps": [ { "do": "note", "text": "value ${v}" } ] })");

    EXPECT_TRUE(
        has(error_of("many.jsonc").message,
            "has 4 runs; choose one with --variant as-written or hardened, and --point, such as "
            "--point v=2"));
    EXPECT_TRUE(has(
        error_of("many.jsonc", {.point = "v=3"}).message, "--point: there is no point \"v=3\""));
    const auto chosen = choose("many.jsonc", {.variants = {"hardened"}, .point = "v=2"});
    ASSERT_TRUE(chosen);
    EXPECT_TRUE(
        has(chosen->replay_command(), "many.jsonc --variant hardened --point v=2 --seed 0x0"));
}

TEST_F(ChosenRun, IsOfAVariantThatThereIs)
{
    const auto error = error_of("two.jsonc", {.variants = {"hardend"}});

    EXPECT_EQ(error.code, exit_code::bad_command_line);
    EXPECT_TRUE(has(error.message, "there is no variant \"hardend\"; did you mean \"hardened\"?"));
}

TEST_F(ChosenRun, IsTheOneThatWasKeptInADirectory)
{
    const auto chosen = choose("out/two/hardened");

    ASSERT_TRUE(chosen);
    EXPECT_EQ(chosen->plan.variant.name, "hardened");
    ASSERT_TRUE(chosen->before);
    EXPECT_TRUE(chosen->is_kept());
    EXPECT_TRUE(chosen->replay_command().ends_with("out/two/hardened"));
}

TEST_F(ChosenRun, IsAnotherThanWasKeptUnderAnotherVariantOrSeed)
{
    EXPECT_FALSE(choose("out/two/hardened", {.variants = {"as-written"}})->is_kept());
    EXPECT_FALSE(choose("out/two/hardened", {.seed = 1})->is_kept());
}

TEST_F(ChosenRun, IsLookedForBelowADirectoryThatIsNone)
{
    const auto error = error_of("out");

    EXPECT_EQ(error.code, exit_code::bad_command_line);
    EXPECT_TRUE(has(error.message, "it has no run.json; write one of those below it:\n"));
    EXPECT_TRUE(error.message.ends_with("out/two/hardened")) << error.message;

    fs::remove_all(fs::path(testing::TempDir()) / "chosen-empty");
    fs::create_directories(fs::path(testing::TempDir()) / "chosen-empty");
    EXPECT_TRUE(has(error_of("../chosen-empty").message, "--trace all keeps every run"));
}

TEST_F(ChosenRun, IsNotTakenFromAFileWithErrors)
{
    write("two.jsonc", "{}");

    const auto error = error_of("two.jsonc");

    EXPECT_EQ(error.code, exit_code::invalid_scenario);
    EXPECT_TRUE(has(error.message, "two.jsonc:1:1: "));
}

TEST_F(ChosenRun, IsNotTakenFromADamagedDirectory)
{
    write("out/two/hardened/run.json", "{}");
    EXPECT_EQ(error_of("out/two/hardened").code, exit_code::bad_command_line);

    write("out/two/hardened/scenario.jsonc", "{}");
    EXPECT_EQ(error_of("out/two/hardened").code, exit_code::invalid_scenario);
}

}  // namespace
}  // namespace syncsim::cli
