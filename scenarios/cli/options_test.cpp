#include "scenarios/cli/options.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace syncsim::cli {
namespace {

std::vector<std::string> words_of(const std::string& line)
{
    std::istringstream in(line);
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

auto parse(const std::string& line, environment variables = {})
{
    return parse_command(
        words_of(line),
        {.variables = std::move(variables), .directory = testing::TempDir(), .cores = 3});
}

run_options run_of(const std::string& line, environment variables = {})
{
    const auto parsed = parse(line, std::move(variables));
    if (!parsed) {
        ADD_FAILURE() << line << ": " << parsed.error().message;
        return {};
    }
    return std::get<run_options>(parsed->what);
}

std::string error_of(const std::string& line, environment variables = {})
{
    const auto parsed = parse(line, std::move(variables));
    return parsed ? "" : parsed.error().message;
}

std::string text_of(const std::string& line)
{
    const auto parsed = parse(line);
    return parsed ? std::get<printed_text>(parsed->what).text : parsed.error().message;
}

TEST(Options, PrintTheVerbsWhereNoneIsGiven)
{
    EXPECT_NE(text_of("").find("syncsim run "), std::string::npos);
    EXPECT_NE(text_of("").find("where to start\n  syncsim new mine"), std::string::npos);
    EXPECT_EQ(text_of("help"), text_of(""));
    EXPECT_EQ(text_of("--help"), text_of(""));
}

TEST(Options, GiveTheHelpOfAVerbInBothWays)
{
    EXPECT_NE(text_of("help run").find("--max-failures"), std::string::npos);
    EXPECT_EQ(text_of("help run"), text_of("run --help"));
    EXPECT_EQ(text_of("help run"), text_of("run x --jobs 2 -h"));
}

TEST(Options, NameTheNearestVerbForAnUnknownOne)
{
    EXPECT_EQ(error_of("rnu x"), "there is no verb \"rnu\"; did you mean \"run\"?");
    EXPECT_EQ(
        error_of("frobnicate"),
        "there is no verb \"frobnicate\"; write new, run, explain, replay, check, list, schema or "
        "help");
}

TEST(Options, SayThatALaterVerbIsNotYetBuilt)
{
    EXPECT_EQ(error_of("sweep x"), "syncsim sweep is not yet built in this release");
    EXPECT_EQ(text_of("").find("sweep"), std::string::npos);
}

TEST(Options, NameTheNearestFlagForAnUnknownOne)
{
    EXPECT_EQ(
        error_of("run x --varient hardened"),
        "syncsim run has no flag \"--varient\"; did you mean \"--variant\"?");
    EXPECT_EQ(error_of("run x --open"), "--open is not yet built in this release");
    EXPECT_EQ(error_of("check x --jobs=2"), "syncsim check has no flag \"--jobs\"");
}

TEST(Options, TakePathsAndFlagsInAnyOrder)
{
    const auto asked = run_of("run a --tag one b --tag two --jobs=2 c");

    EXPECT_EQ(asked.paths, (std::vector<std::string>{"a", "b", "c"}));
    EXPECT_EQ(asked.tags, (std::vector<std::string>{"one", "two"}));
    EXPECT_EQ(asked.jobs, 2u);
}

TEST(Options, HaveTheirBuiltInValues)
{
    const auto asked = run_of("run a");

    EXPECT_EQ(asked.jobs, 3u);
    EXPECT_EQ(asked.seed, std::nullopt);
    EXPECT_EQ(asked.failures_max, std::nullopt);
    EXPECT_EQ(asked.repeats, 0u);
    EXPECT_EQ(asked.out, "syncsim-out");
    EXPECT_EQ(asked.inconclusive, run_options::doubt::is_its_own);
}

TEST(Options, ReadSeedsInBothBases)
{
    EXPECT_EQ(run_of("run a --seed 17").seed, 17u);
    EXPECT_EQ(run_of("run a --seed 0xfF").seed, 255u);
    EXPECT_EQ(run_of("run a --seed 0xffffffffffffffff").seed, ~std::uint64_t{0});
    EXPECT_TRUE(run_of("run a --seed random").random_seed);
    EXPECT_NE(error_of("run a --seed 0x"), "");
    EXPECT_NE(error_of("run a --seed -1"), "");
    EXPECT_NE(error_of("run a --seed 0x10000000000000000"), "");
}

TEST(Options, ReadVariants)
{
    EXPECT_EQ(
        run_of("run a --variant hardened,as-written,hardened").variants,
        (std::vector<std::string>{"hardened", "as-written"}));
    EXPECT_TRUE(run_of("run a --variant all").all_variants);
    EXPECT_EQ(
        error_of("run a --variant all,hardened"),
        "--variant: write all alone: it is every variant");
}

// The number may be left out, and what follows is then no number but a path.
TEST(Options, LetTheNumberOfRepeatsBeLeftOut)
{
    const auto without = run_of("run --check-determinism a");
    EXPECT_EQ(without.repeats, 1u);
    EXPECT_EQ(without.paths, std::vector<std::string>{"a"});

    const auto with = run_of("run --check-determinism 4 a");
    EXPECT_EQ(with.repeats, 4u);
    EXPECT_EQ(with.paths, std::vector<std::string>{"a"});
}

TEST(Options, CountVerbosity)
{
    EXPECT_EQ(run_of("run a").output.verbose, 0u);
    EXPECT_EQ(run_of("run a -v").output.verbose, 1u);
    EXPECT_EQ(run_of("run a -vv").output.verbose, 2u);
}

TEST(Options, RefuseFlagsThatContradictEachOther)
{
    EXPECT_NE(error_of("run a --strict --allow-inconclusive"), "");
    EXPECT_NE(error_of("run a -q -v"), "");
    EXPECT_NE(error_of("run a --keep-going --max-failures 2"), "");
}

TEST(Options, RefuseValuesOutOfRange)
{
    EXPECT_NE(error_of("run a --jobs 0"), "");
    EXPECT_NE(error_of("run a --jobs two"), "");
    EXPECT_NE(error_of("run a --max-failures 0"), "");
    EXPECT_NE(error_of("run a --color sometimes"), "");
    EXPECT_NE(error_of("run a --only no-such-invariant"), "");
    EXPECT_NE(error_of("run a --report json"), "");
    EXPECT_NE(error_of("run a --seed"), "");
}

TEST(Options, KnowTheReportsOfLaterReleases)
{
    EXPECT_EQ(run_of("run a --report json=x.json").json, "x.json");
    EXPECT_EQ(
        error_of("run a --report html=x.html"),
        "--report: the report \"html\" is not yet built in this release");
}

TEST(Options, NeedAPath)
{
    EXPECT_EQ(error_of("run"), "run what? Write a file or a directory");
    EXPECT_EQ(error_of("check -q"), "check what? Write a file or a directory");
}

TEST(Options, ListWhatThereIs)
{
    const auto parsed = parse("list faults --json");
    ASSERT_TRUE(parsed);
    const auto& asked = std::get<list_options>(parsed->what);
    EXPECT_EQ(asked.what, list_options::subject::faults);
    EXPECT_EQ(asked.format, report_format::json);

    EXPECT_EQ(error_of("list fault"), "there is no list of \"fault\"; did you mean \"faults\"?");
    EXPECT_EQ(error_of("list faults x"), "list faults takes no PATH");
}

TEST(Options, RefuseToBlessWhatTheFileDoesNotDecideAlone)
{
    EXPECT_TRUE(run_of("run a --bless").blesses);
    EXPECT_TRUE(run_of("run a --dry-run").is_dry);
    EXPECT_NE(error_of("run a --bless --seed 1"), "");
    EXPECT_NE(error_of("run a --bless --only create-once"), "");
    EXPECT_NE(error_of("run a --bless --dry-run"), "");
    EXPECT_EQ(run_of("run a --bless", {{"SYNCSIM_SEED", "1"}}).seed, std::nullopt);
}

TEST(Options, LeadToOneRun)
{
    const auto parsed = parse("explain dir --variant hardened --seed 0x5 --format md");
    ASSERT_TRUE(parsed);
    const auto& asked = std::get<explain_options>(parsed->what);
    EXPECT_EQ(asked.which.paths, std::vector<std::string>{"dir"});
    EXPECT_EQ(asked.which.variants, std::vector<std::string>{"hardened"});
    EXPECT_EQ(asked.which.seed, 5u);
    EXPECT_EQ(asked.format, report_format::markdown);

    EXPECT_EQ(
        error_of("explain"), "explain what? Write a scenario's file, or the directory of a run");
    EXPECT_EQ(error_of("replay a b"), "replay takes one RUN; \"b\" is one more");
    EXPECT_EQ(
        error_of("explain a --seed random"), "--seed: write the seed that the run has printed");
}

TEST(Options, StopAReplayAndDumpIt)
{
    const auto parsed = parse("replay dir --until 29 --dump state --json");
    ASSERT_TRUE(parsed);
    const auto& asked = std::get<replay_options>(parsed->what);
    EXPECT_EQ(asked.until, 29u);
    EXPECT_TRUE(asked.dumps_state);
    EXPECT_TRUE(asked.json);

    EXPECT_NE(error_of("replay dir --until end"), "");
    EXPECT_NE(error_of("replay dir --dump everything"), "");
}

TEST(Options, NameANewScenario)
{
    const auto parsed = parse("new mine --from other.jsonc");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(std::get<new_options>(parsed->what).name, "mine");
    EXPECT_EQ(std::get<new_options>(parsed->what).from, "other.jsonc");

    EXPECT_EQ(error_of("new"), "new what? Write a name for the scenario");
}

TEST(Options, TakeJsonForAShortFormOfALongerFlag)
{
    EXPECT_EQ(run_of("run a --json").json, "-");
    EXPECT_EQ(
        error_of("run a --json --report json=x"), "--json: the results as JSON go to x already");
    EXPECT_EQ(
        error_of("list faults --json --format md"), "--format and --json contradict each other");
}

TEST(Options, TakeAVariableWhereTheFlagIsNotGiven)
{
    const environment variables{{"SYNCSIM_JOBS", "7"}, {"SYNCSIM_STRICT", "true"}};

    EXPECT_EQ(run_of("run a", variables).jobs, 7u);
    EXPECT_EQ(run_of("run a --jobs 2", variables).jobs, 2u);
    EXPECT_EQ(run_of("run a", variables).inconclusive, run_options::doubt::is_failure);
}

TEST(Options, LetAFlagOutrankASettingThatContradictsIt)
{
    const environment variables{{"SYNCSIM_STRICT", "true"}, {"SYNCSIM_MAX_FAILURES", "1"}};

    const auto asked = run_of("run a --allow-inconclusive --keep-going", variables);

    EXPECT_EQ(asked.inconclusive, run_options::doubt::is_success);
    EXPECT_EQ(asked.failures_max, std::nullopt);
}

TEST(Options, LetAVariableOutrankTheFile)
{
    const auto directory = std::filesystem::path(testing::TempDir()) / "options-test";
    std::filesystem::create_directories(directory);
    std::ofstream(directory / "syncsim.json") << R"({"jobs": 5, "seed": "0x5"})";

    const auto parsed = parse_command(
        words_of("run a"),
        {.variables = {{"SYNCSIM_JOBS", "6"}}, .directory = directory, .cores = 1});
    std::filesystem::remove_all(directory);

    ASSERT_TRUE(parsed);
    EXPECT_EQ(std::get<run_options>(parsed->what).jobs, 6u);
    EXPECT_EQ(std::get<run_options>(parsed->what).seed, 5u);
}

TEST(Options, NameTheVariableThatIsWrong)
{
    EXPECT_EQ(
        error_of("run a", {{"SYNCSIM_JOBS", "many"}}),
        "--jobs: \"many\" is not a whole number from 1 to 256 (SYNCSIM_JOBS)");
}

TEST(Options, SayWhereEachValueComesFrom)
{
    const auto parsed = parse("run a --seed 0x5", {{"SYNCSIM_TRACE", "none"}});

    ASSERT_TRUE(parsed);
    const auto has = [&](const flag_value& each) {
        return std::ranges::find(parsed->flags, each) != parsed->flags.end();
    };
    EXPECT_TRUE(has({"--seed", "0x5", "command line"}));
    EXPECT_TRUE(has({"--trace", "none", "SYNCSIM_TRACE"}));
    EXPECT_TRUE(has({"--jobs", "3", "built in"}));
}

}  // namespace
}  // namespace syncsim::cli
