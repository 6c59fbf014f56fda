#include "sim/file/point_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario_file.hpp"

namespace syncsim::sim {
namespace {

using namespace std::chrono_literals;
using lines = std::vector<std::string>;

/// A scenario of a phone whose sync has this fault, with this matrix in line 2.
std::string with_matrix(std::string_view axes, std::string_view fault, std::string_view more = "")
{
    return "{ \"syncsim\": 1, \"name\": \"x\", \"matrix\": { \"axes\":\n" + std::string(axes) +
           " },\n\"nodes\": { \"clients\": { \"phone\": {} } },\n\"steps\": [\n"
           "{ \"do\": \"sync\", \"on\": \"phone\", \"faults\": [" +
           std::string(fault) + "] }\n]" + std::string(more) + " }";
}

scenario_set load(std::string_view text)
{
    auto loaded = load_scenarios(text, "x");
    EXPECT_TRUE(loaded) << to_string(loaded.error().front());
    return loaded ? *std::move(loaded) : scenario_set{};
}

lines errors_of(std::string_view text)
{
    lines errors;
    const auto loaded = load_scenarios(text, "x");
    if (loaded) return errors;
    for (const auto& each : loaded.error()) errors.push_back(to_string(each));
    return errors;
}

const fault& fault_of(const scenario& made)
{
    return std::get<sync_step>(made.steps.at(0).action).faults.at(0);
}

TEST(PointReader, SkipsPointsWhereAFaultMakesNoSense)
{
    const auto set = load(with_matrix(
        R"({ "where": ["push.request", "push.after-commit"], "what": ["drop", "crash-server"] })",
        R"({"at": "${where}", "fault": "${what}"})"));

    ASSERT_EQ(set.points.size(), 3U);
    EXPECT_EQ(set.points[0].point, "where=push.request what=drop");
    EXPECT_EQ(fault_of(set.points[0]).kind, fault_kind::drop);
    EXPECT_EQ(fault_of(set.points[2]).at, anchor::push_after_commit);
    EXPECT_EQ(
        set.skipped,
        (std::vector<skipped_point>{
            {"where=push.after-commit what=drop",
             "a drop cannot happen at push.after-commit: no message is on its way while the server "
             "works; hang it on the step's request or response"}}));
}

TEST(PointReader, SkipsPointsThatAKindOfStepDoesNotPass)
{
    const auto set = load(with_matrix(
        R"({ "where": ["local.after-commit", "push.request"] })",
        R"({"at": "${where}", "fault": "crash-client"})"));

    EXPECT_EQ(set.points.size(), 1U);
    EXPECT_EQ(set.skipped.at(0).label, "where=local.after-commit");
}

// One text for all kinds has the parameters of each; a kind that is written out has only its own.
TEST(PointReader, TakesTheParametersOfAllKindsWhereAnAxisNamesTheKind)
{
    const auto set = load(with_matrix(
        R"({ "what": ["drop", "delay", "crash-server"] })",
        R"({"at": "push.request", "fault": "${what}", "by": "3s", "restart_after": "7s"})"));

    EXPECT_EQ(fault_of(set.points.at(0)).by, std::nullopt);
    EXPECT_EQ(fault_of(set.points.at(1)).by, 3s);
    EXPECT_EQ(fault_of(set.points.at(2)).restart_after, 7s);
    EXPECT_EQ(
        errors_of(with_matrix(
            R"({ "where": ["push.request"] })",
            R"({"at": "${where}", "fault": "drop", "by": "3s"})")),
        lines{R"(x:5:79: a drop has no member "by"; it may have "fault", "at", "id", "nth" or )"
              R"("optional")"});
}

// Both the kind and the anchor stand in the text: no axis can be blamed.
TEST(PointReader, RefusesWhatMakesNoSenseAtAnyPoint)
{
    EXPECT_EQ(
        errors_of(with_matrix(
            R"({ "nth": [1, 2] })", R"({"at": "apply.mid", "fault": "drop", "nth": "${nth}"})")),
        lines{"x:5:50: a drop cannot happen at apply.mid: no message is on its way while the "
              "device applies a page; hang it on pull.response or complete.request"});
}

TEST(PointReader, ReportsAnErrorOfManyPointsOnce)
{
    EXPECT_EQ(
        errors_of(with_matrix(
            R"({ "where": ["push.request", "pull.request"], "by": ["1s", "soon"] })",
            R"({"at": "${where}", "fault": "delay", "by": "${by}"}, {"at": "nowhere"})")),
        (lines{
            R"(x:5:86: "soon" is not a time; write whole numbers with the units us, ms, s, m, h )"
            R"(or d, such as "250ms" or "1m30s" (at the point where=push.request by=soon))",
            R"(x:5:96: a fault needs a member "fault")",
            R"(x:5:103: unknown anchor "nowhere"; `syncsim list anchors` prints them all)"}));
}

TEST(PointReader, OnlyReportsWhereNothingIsExpected)
{
    const auto axes = R"({ "where": ["push.request"] })";
    const auto fault = R"({"at": "${where}", "fault": "drop"})";

    EXPECT_TRUE(load(with_matrix(axes, fault)).points.at(0).expect.at("").any);
    EXPECT_FALSE(
        load(with_matrix(axes, fault, R"(, "expect": "holds")")).points.at(0).expect.at("").any);
}

TEST(PointReader, GivesEachPointTheSameStepIds)
{
    const auto set = load(with_matrix(
        R"({ "where": ["push.request", "pull.request"] })",
        R"({"at": "${where}", "fault": "drop"})"));

    EXPECT_EQ(set.points.at(0).steps.at(0).id, set.points.at(1).steps.at(0).id);
    EXPECT_EQ(fault_of(set.points.at(1)).id, "drop-pull-request");
}

TEST(PointReader, ReadsAFileWithoutAMatrixAsOnePoint)
{
    const auto text = R"({ "syncsim": 1, "name": "x", "steps": [],
                           "nodes": { "clients": { "phone": {} } } })";
    const auto set = load(text);

    ASSERT_EQ(set.points.size(), 1U);
    EXPECT_EQ(set.points.front(), *load_scenario(text, "x"));
    EXPECT_EQ(set.points.front().point, "");
    EXPECT_TRUE(set.points.front().expect.empty());
}

TEST(PointReader, WritesAPointAsAScenarioOfItsOwn)
{
    const auto set = load(
        with_matrix(R"({ "where": ["push.request"] })", R"({"at": "${where}", "fault": "drop"})"));

    const auto again = load_scenario(to_text(set.points.front()), "x");

    ASSERT_TRUE(again);
    EXPECT_EQ(fault_of(*again).at, anchor::push_request);
    EXPECT_TRUE(again->expect.at("").any);
}

TEST(PointReader, IsForFilesThatMayHaveAMatrix)
{
    const auto refused = load_scenario(
        with_matrix(R"({ "where": ["a"] })", R"({"at": "push.request", "fault": "drop"})"), "x");

    ASSERT_FALSE(refused);
    EXPECT_EQ(
        to_string(refused.error().front()),
        "x:1:30: a matrix makes many scenarios of a file, and one is wanted here");
}

}  // namespace
}  // namespace syncsim::sim
