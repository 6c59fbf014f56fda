#include "scenarios/cli/replay.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "protocol/json_text.hpp"
#include "scenarios/cli/kept_run.hpp"
#include "scenarios/cli/run_testing.hpp"
#include "sim/scenario_file.hpp"
#include "sim/world.hpp"

namespace syncsim::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view script = R"({
  "syncsim": 1, "name": "kept", "nodes": { "clients": { "phone": {} } },
  "steps": [
    { "do": "create", "on": "phone", "record": "milk", "set": { "text": "buy milk" } },
    { "do": "sync", "on": "phone" }
  ]
})";

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// A run that was kept.
class Replay : public testing::Test {
protected:
    void SetUp() override
    {
        const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
        directory_ = fs::path(testing::TempDir()) / (std::string("replay-") + test->name());
        fs::remove_all(directory_);
        fs::create_directories(directory_);
        auto plan = planned(*sim::load_scenario(script, "kept.jsonc"), protocol::hardened());
        const auto seen = sim::run(*plan.script, plan.variant);
        last_ = seen.events - 1;
        scenario_ = kept_scenario(plan);
        outcome_ = kept_outcome(plan, seen);
        write(kept_scenario_name, scenario_);
        write(kept_run_name, outcome_);
        write(kept_digests_name, kept_digests(seen));
    }
    void TearDown() override { fs::remove_all(directory_); }

    void write(std::string_view name, std::string_view text) const
    {
        std::ofstream(directory_ / name, std::ios::binary) << text;
    }

    exit_code replay(replay_options asked = {.which = {}, .until = {}})
    {
        asked.which.paths = {directory_.string()};
        out_.str({});
        data_.str({});
        error_.str({});
        return replay_run(asked, {out_, error_, data_});
    }

    bool says(std::string_view text) const { return out().find(text) != std::string::npos; }
    std::string out() const { return out_.str(); }
    std::string data() const { return data_.str(); }
    std::string error() const { return error_.str(); }

    /// The run that was kept, with another step in it.
    std::string changed_scenario() const
    {
        return replaced(scenario_, "\"do\": \"sync\"", "\"do\": \"crash\"");
    }

    std::uint32_t last_ = 0;
    std::string scenario_;
    std::string outcome_;

private:
    fs::path directory_;
    std::ostringstream out_;
    std::ostringstream data_;
    std::ostringstream error_;
};

TEST_F(Replay, SaysThatARunIsTheSameAsBefore)
{
    EXPECT_EQ(replay(), exit_code::as_expected);
    EXPECT_TRUE(says("  compare  the same run as before: ")) << out();
    EXPECT_TRUE(says("create milk"));
    EXPECT_TRUE(says("the end: nothing is on its way"));
}

TEST_F(Replay, StopsAtAnEventAndShowsWhatEveryNodeHoldsThen)
{
    EXPECT_EQ(replay({.which = {}, .until = 2, .dumps_state = true}), exit_code::as_expected);

    EXPECT_TRUE(says("create milk")) << out();
    EXPECT_FALSE(says("begin ")) << out();
    EXPECT_TRUE(says(std::to_string(last_ - 2) + " more events"));
    EXPECT_TRUE(says("  server\n    no records\n"));
    EXPECT_TRUE(says("text=\"buy milk\"; *pending"));
}

TEST_F(Replay, ShowsNoStateUnlessItIsAsked)
{
    replay({.which = {}, .until = 2});
    EXPECT_FALSE(says("state    "));
}

TEST_F(Replay, RefusesAnEventThatTheRunDoesNotHave)
{
    EXPECT_EQ(replay({.which = {}, .until = last_ + 1}), exit_code::bad_command_line);
    EXPECT_EQ(
        error(),
        "syncsim: --until: the run has events 0 to " + std::to_string(last_) +
            ", and none of number " + std::to_string(last_ + 1) + "\n");
    EXPECT_EQ(replay({.which = {}, .until = last_}), exit_code::as_expected);
}

// The same version plays the same scenario otherwise: whoever changed the file has made another
// run of it, and syncsim cannot tell that from a run that is not deterministic.
TEST_F(Replay, EndsWithSixWhereTheSameVersionPlaysItOtherwise)
{
    write(kept_scenario_name, changed_scenario());

    EXPECT_EQ(replay(), exit_code::nondeterminism);
    EXPECT_TRUE(
        says("NOT THE SAME RUN as before, by the same version; the first that differs is "
             "event 3, at 1.000s on phone"))
        << out();
}

TEST_F(Replay, DoesNotBlameAnotherVersion)
{
    write(kept_scenario_name, changed_scenario());
    write(kept_run_name, replaced(outcome_, "\"syncsim\": \"0.1.0\"", "\"syncsim\": \"0.0.9\""));

    EXPECT_EQ(replay(), exit_code::as_expected);
    EXPECT_TRUE(says("not the same run as before, which syncsim 0.0.9 played; this is 0.1.0"))
        << out();
}

TEST_F(Replay, ComparesNothingUnderAnotherSeed)
{
    EXPECT_EQ(
        replay({.which = {.seed = 9}, .until = {}, .dumps_state = false}), exit_code::as_expected);
    EXPECT_TRUE(says("another variant or seed than was kept; not compared")) << out();
}

TEST_F(Replay, IsJsonForToolsAndTellsPeopleElsewhere)
{
    EXPECT_EQ(
        replay({.which = {}, .until = 2, .dumps_state = true, .json = true}),
        exit_code::as_expected);

    const auto parsed = protocol::json::parse(data());
    ASSERT_TRUE(parsed) << data();
    EXPECT_EQ(*parsed->find("compared")->value.text(), "same");
    EXPECT_EQ(*parsed->find("until")->value.integer(), 2);
    EXPECT_EQ(parsed->find("events")->value.elements()->size(), 1u);
    EXPECT_EQ(parsed->find("state")->value.find("nodes")->value.elements()->size(), 2u);
    EXPECT_TRUE(says("the same run as before"));
}

}  // namespace
}  // namespace syncsim::cli
