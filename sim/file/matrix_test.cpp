#include "sim/file/matrix.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario_file.hpp"

namespace syncsim::sim {
namespace {

using lines = std::vector<std::string>;

/// A scenario whose line 2 is this matrix, and whose sync has this fault.
std::string with_matrix(std::string_view matrix, std::string_view fault)
{
    return "{ \"syncsim\": 1, \"name\": \"x\", \"matrix\":\n" + std::string(matrix) +
           ",\n\"nodes\": { \"clients\": { \"phone\": {} } },\n\"steps\": [\n"
           "{ \"do\": \"sync\", \"on\": \"phone\", \"faults\": [" +
           std::string(fault) + "] }\n] }";
}

lines errors_of(std::string_view text)
{
    lines errors;
    const auto loaded = load_scenarios(text, "x");
    if (loaded) return errors;
    for (const auto& each : loaded.error()) errors.push_back(to_string(each));
    return errors;
}

lines labels_of(std::string_view text)
{
    lines labels;
    const auto loaded = load_scenarios(text, "x");
    EXPECT_EQ(errors_of(text), lines{});
    if (!loaded) return labels;
    for (const auto& each : loaded->points) labels.push_back(each.point);
    return labels;
}

constexpr std::string_view drop_somewhere = R"({"at": "${where}", "fault": "drop"})";

TEST(Matrix, HasAPointForEachCombinationOfItsValues)
{
    EXPECT_EQ(
        labels_of(with_matrix(
            R"({ "axes": { "where": ["push.request", "push.response"], "nth": [1, 2] } })",
            R"({"at": "${where}", "fault": "drop", "nth": "${nth}"})")),
        (lines{
            "where=push.request nth=1",
            "where=push.request nth=2",
            "where=push.response nth=1",
            "where=push.response nth=2"}));
}

TEST(Matrix, CombinesFewerAxesWhereThatIsAskedFor)
{
    EXPECT_EQ(
        labels_of(with_matrix(
            R"({ "axes": { "where": ["push.request", "push.response"], "nth": [1, 2] },
                 "combine": 1 })",
            R"({"at": "${where}", "fault": "drop", "nth": "${nth}"})")),
        (lines{"where=push.request nth=1", "where=push.response nth=2"}));
}

// What a label shows as it is, is text; what could be taken for something else is in quotes.
TEST(Matrix, TellsValuesApartInLabels)
{
    EXPECT_EQ(
        labels_of(
            R"({ "syncsim": 1, "name": "x", "matrix": { "axes": { "v": [
                 "a", 1, "1", "two words", "", true, "true", null, [2], {"b": "é"}, "-10m"
               ] } },
               "nodes": { "clients": { "phone": {} } }, "steps": [
                 { "do": "create", "on": "phone", "record": "r", "set": { "m": "${v}" } } ] })"),
        (lines{
            "v=a",
            "v=1",
            R"(v="1")",
            R"(v="two words")",
            R"(v="")",
            "v=true",
            R"(v="true")",
            "v=null",
            "v=[2]",
            R"(v={"b":"é"})",
            "v=-10m"}));
}

TEST(Matrix, KnowsTheAnchorsOfAKindOfStep)
{
    const auto labels = labels_of(with_matrix(
        R"({ "axes": { "where": "all-anchors" } })",
        R"({"at": "${where}", "fault": "clock-jump", "by": "1s"})"));

    EXPECT_EQ(labels.size(), 18U);
    EXPECT_EQ(labels.front(), "where=begin.request");
    EXPECT_EQ(
        labels_of(
            R"({ "syncsim": 1, "name": "x", "matrix": { "axes": { "where": "all-anchors" } },
               "nodes": { "clients": { "phone": {} } }, "steps": [
                 { "do": "create", "on": "phone", "record": "r", "faults": [
                   { "at": "${where}", "fault": "crash-client" } ] } ] })"),
        (lines{"where=local.before-commit", "where=local.after-commit"}));
}

TEST(Matrix, FillsTextsAnywhereInTheFile)
{
    const auto loaded = load_scenarios(
        R"({ "syncsim": 1, "name": "x", "matrix": { "axes": {
               "size": [3], "clock": [ { "offset": "1h" } ], "v": ["hardened"] } },
             "title": "Pages of ${size}, ${v}", "seed": "${size}",
             "nodes": { "server": { "limits": { "page": "${size}" } },
                        "clients": { "phone": { "clock": "${clock}" } } },
             "steps": [], "variants": ["${v}"] })",
        "x");

    ASSERT_TRUE(loaded) << to_string(loaded.error().front());
    const auto& made = loaded->points.front();
    EXPECT_EQ(made.title, "Pages of 3, hardened");
    EXPECT_EQ(made.seed, 3U);
    EXPECT_EQ(made.server.limits.page, 3);
    EXPECT_EQ(made.clients.front().clock.offset, std::chrono::hours{1});
    EXPECT_EQ(made.variants.front().name, "hardened");
}

struct bad_matrix {
    std::string name;
    std::string text;
    lines errors;
};

void PrintTo(const bad_matrix& file, std::ostream* out)
{
    *out << file.name;
}

const std::vector<bad_matrix> bad_ones{
    {"NoAxes",
     with_matrix("{}", ""),
     {R"(x:2:1: the matrix needs a member "axes", which names its values)"}},
    {"EmptyAxes",
     with_matrix(R"({ "axes": {} })", ""),
     {R"(x:2:11: expected the axes as an object, such as {"skew": ["-10m", "10m"]})"}},
    {"AxisWithoutValues",
     with_matrix(R"({ "axes": { "where": [] } })", drop_somewhere),
     {R"(x:2:22: expected the values of an axis in an array, such as ["0s", "10m"])"}},
    {"UnknownSetOfValues",
     with_matrix(R"({ "axes": { "where": "all-anchor" } })", drop_somewhere),
     {R"(x:2:22: unknown set of values "all-anchor"; did you mean "all-anchors"?)"}},
    {"ValueTwice",
     with_matrix(R"({ "axes": { "where": ["push.request", "push.request"] } })", drop_somewhere),
     {R"(x:2:39: "push.request" stands twice in this axis)"}},
    {"AxisThatIsNotUsed",
     with_matrix(R"({ "axes": { "where": ["push.request"], "what": ["drop"] } })", drop_somewhere),
     {R"(x:2:40: the axis "what" is used nowhere; write "${what}" where its values belong)"}},
    {"AxisThatIsNotThere",
     with_matrix(
         R"({ "axes": { "where": ["push.request"] } })",
         R"({"at": "${where}", "fault": "${wher}"})"),
     {R"(x:5:71: the matrix has no axis "wher"; did you mean "where"?)"}},
    {"StructureInsideText",
     with_matrix(
         R"({ "axes": { "where": ["push", ["pull"]] } })",
         R"({"at": "${where}.request", "fault": "drop"})"),
     {R"(x:5:50: the axis "where" has an array among its values, and that cannot stand inside )"
      R"(text)"}},
    {"CombinesMoreThanThereIs",
     with_matrix(R"({ "axes": { "where": ["push.request"] }, "combine": 2 })", drop_somewhere),
     {R"(x:2:53: expected "all", or of how many axes every combination of values is to be there: )"
      R"(a whole number from 1 to 1, found 2)"}},
    {"TooManyPoints",
     with_matrix(
         R"({ "axes": { "a": "all-anchors", "b": "all-anchors", "c": "all-anchors",)"
         R"( "d": "all-anchors" } })",
         R"({"at": "${a}", "fault": "drop", "id": "${b}${c}${d}"})"),
     {"x:2:1: this matrix has more than 10000 points; shorten its axes, or combine fewer of them"}},
    {"UnknownMember",
     with_matrix(R"({ "axes": { "where": ["push.request"] }, "combin": 1 })", drop_somewhere),
     {R"(x:2:42: the matrix has no member "combin"; did you mean "combine"?)"}},
    {"NoPointMakesSense",
     with_matrix(R"({ "axes": { "where": ["apply.mid"] } })", drop_somewhere),
     {"x:2:1: no point of this matrix makes sense; the first is where=apply.mid: a drop cannot "
      "happen at apply.mid: no message is on its way while the device applies a page; hang it on "
      "pull.response or complete.request"}},
};

class BadMatrix : public testing::TestWithParam<bad_matrix> {};

TEST_P(BadMatrix, IsRefusedWithPlaceAndRemedy)
{
    EXPECT_EQ(errors_of(GetParam().text), GetParam().errors);
}

INSTANTIATE_TEST_SUITE_P(
    Matrix,
    BadMatrix,
    testing::ValuesIn(bad_ones),
    [](const testing::TestParamInfo<bad_matrix>& one) { return one.param.name; });

TEST(Matrix, IsNoPlaceForDeepOrHugeFiles)
{
    const std::string deep(26, '[');
    const std::string end(26, ']');
    EXPECT_EQ(
        errors_of(
            "{ \"syncsim\": 1, \"name\": \"x\", \"matrix\": { \"axes\": { \"v\": [" + deep + end +
            "] } }, \"nodes\": { \"clients\": { \"phone\": {} } }, \"steps\": [ { \"do\": "
            "\"create\", \"on\": \"phone\", \"record\": \"r\", \"set\": { \"a\": [[[[\"${v}\"]]]] "
            "} "
            "} ] }"),
        lines{"x:1:40: more than 32 levels are nested where the values of this matrix stand"});
    EXPECT_EQ(
        errors_of(with_matrix(
            R"({ "axes": { "a": "all-anchors", "b": "all-anchors", "c": "all-anchors" } })",
            R"({"at": "${a}", "fault": "drop", "id": "${b}${c}"})" + std::string(60'000, ' '))),
        lines{"x:2:1: this matrix makes 7200 points of a file of 60265 bytes, which is too much; "
              "shorten either"});
}

}  // namespace
}  // namespace syncsim::sim
