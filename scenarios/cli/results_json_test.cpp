#include "scenarios/cli/results_json.hpp"

#include <gtest/gtest.h>

#include <string>

#include "protocol/json_text.hpp"
#include "scenarios/cli/run_testing.hpp"

namespace syncsim::cli {
namespace {

run_results results()
{
    auto one = finished(planned("lost"), violating(sim::invariant::create_once));
    one.seen.digest = 0x1234;
    one.seen.faults.push_back(
        {.id = "f1", .kind = sim::fault_kind::drop, .at = sim::anchor::push_response, .fired = 1});
    run_results made{
        .seed = 0, .counts = {.planned = 1}, .code = exit_code::unexpected, .runs = {}};
    made.counts.add(one);
    made.runs.push_back(std::move(one));
    return made;
}

/// The member at the end of a path of names.
std::string at(const std::string& text, std::initializer_list<std::string_view> path)
{
    const auto parsed = protocol::json::parse(text);
    if (!parsed) return parsed.error().message;
    const auto* value = &*parsed;
    for (const auto name : path) {
        if (value->elements() != nullptr) value = &value->elements()->front();
        const auto* const member = value->find(name);
        if (member == nullptr) return "no member " + std::string(name);
        value = &member->value;
    }
    return protocol::json::canonical(*value);
}

TEST(ResultsJson, HasAVersion)
{
    EXPECT_EQ(at(to_json(results()), {"results_version"}), "1");
}

TEST(ResultsJson, CountsAndEnds)
{
    const auto text = to_json(results());

    EXPECT_EQ(at(text, {"exit"}), "1");
    EXPECT_EQ(at(text, {"seed"}), "\"0x0\"");
    EXPECT_EQ(at(text, {"counts", "planned"}), "1");
    EXPECT_EQ(at(text, {"counts", "unexpected"}), "1");
}

TEST(ResultsJson, SaysWhatARunHasShown)
{
    const auto text = to_json(results());

    EXPECT_EQ(at(text, {"runs", "scenario"}), "\"lost\"");
    EXPECT_EQ(at(text, {"runs", "variant"}), "\"hardened\"");
    EXPECT_EQ(at(text, {"runs", "verdict"}), "\"violates\"");
    EXPECT_EQ(at(text, {"runs", "standing"}), "\"unexpected\"");
    EXPECT_EQ(at(text, {"runs", "digest"}), "\"0x0000000000001234\"");
    EXPECT_EQ(at(text, {"runs", "violations", "invariant"}), "\"create-once\"");
    EXPECT_EQ(at(text, {"runs", "violations", "event"}), "7");
    EXPECT_EQ(at(text, {"runs", "faults", "at"}), "\"push.response\"");
    EXPECT_EQ(at(text, {"runs", "directory"}), "no member directory");
}

TEST(ResultsJson, SaysWhereFilesAreKept)
{
    auto kept = results();
    kept.runs.front().transcript.emplace();

    EXPECT_EQ(at(to_json(kept), {"runs", "directory"}), "\"runs/lost/hardened\"");
}

TEST(ResultsJson, KeepsEachPointOfAMatrixInADirectoryOfItsOwn)
{
    const auto kept_at = [](std::string point) {
        auto plan = planned("lost");
        auto script = *plan.script;
        script.point = std::move(point);
        plan.script = std::make_shared<sim::scenario>(std::move(script));
        return directory_of(plan);
    };

    EXPECT_EQ(
        kept_at("where=push.response skew=-10m"),
        "runs/lost/hardened/where=push.response,skew=-10m");
    EXPECT_NE(kept_at("a=\"x/y\""), kept_at("a=\"x_y\""));
    EXPECT_EQ(
        kept_at("a=\"x/y\"").find('/', std::string("runs/lost/hardened/").size()),
        std::string::npos);
    EXPECT_NE(kept_at(std::string(300, 'a')), kept_at(std::string(301, 'a')));
    EXPECT_LE(kept_at(std::string(300, 'a')).size(), 180U);
}

TEST(ResultsJson, SaysWhichPointsOfAMatrixMakeNoSense)
{
    auto made = results();
    made.skipped.push_back({"lost", "lost.jsonc", "where=apply.mid", "no message is there"});

    EXPECT_EQ(at(to_json(made), {"skipped", "point"}), "\"where=apply.mid\"");
    EXPECT_EQ(at(to_json(made), {"skipped", "why"}), "\"no message is there\"");
    EXPECT_EQ(at(to_json(results()), {"runs", "point"}), "\"\"");
}

TEST(ResultsJson, HasNoVerdictOfARunThatMetABugOfOurs)
{
    auto broken = results();
    broken.runs.front().our_bug = "bad_alloc";

    const auto text = to_json(broken);

    EXPECT_EQ(at(text, {"runs", "bug_in_syncsim"}), "\"bad_alloc\"");
    EXPECT_EQ(at(text, {"runs", "verdict"}), "no member verdict");
}

TEST(ResultsJson, IsJsonWhateverBytesAMessageHas)
{
    auto odd = results();
    odd.runs.front().seen.violations.front().what = "\xff\"\n";

    EXPECT_EQ(at(to_json(odd), {"results_version"}), "1");
}

}  // namespace
}  // namespace syncsim::cli
