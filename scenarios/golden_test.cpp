#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "protocol/json_text.hpp"
#include "protocol/variant.hpp"
#include "reports/transcript.hpp"
#include "scenarios/cli/selection.hpp"
#include "sim/assessment.hpp"
#include "sim/scenario_file.hpp"
#include "sim/world.hpp"

/// Every shipped scenario against the transcript beside it, and against its own expectations.
namespace syncsim::cli {

// GoogleTest prints parameters by their fields otherwise.
static void PrintTo(const scenario_file& file, std::ostream* out)
{
    *out << file.path;
}

namespace {

namespace fs = std::filesystem;

/// Set to write the transcripts instead of comparing them.
constexpr const char* rewrite_variable = "SYNCSIM_REWRITE";

/// Every scenario of the tree but those that campaigns found, which are not written by hand.
const loaded_files& shipped()
{
    static const auto loaded = [] {
        const std::vector folder{std::string(SYNCSIM_SOURCE_DIR) + "/scenarios"};
        auto found = find_files(folder);
        std::erase_if(found.files, [](const std::string& file) {
            return file.find("/scenarios/repro/") != std::string::npos;
        });
        return load_files(found.files);
    }();
    return loaded;
}

/// Those without a matrix: the stories of its points would be a book that nobody reads.
std::vector<scenario_file> with_transcript()
{
    auto files = shipped().files;
    std::erase_if(files, [](const scenario_file& each) { return !each.points.empty(); });
    return files;
}

std::span<const protocol::variant> variants_of(const sim::scenario& script)
{
    if (script.variants.empty()) return protocol::presets();
    return script.variants;
}

fs::path transcript_file(const scenario_file& of)
{
    return fs::path(of.path).replace_extension(".expected.txt");
}

std::string text_of(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string transcripts(const sim::scenario& script)
{
    std::string text;
    for (const auto& variant : variants_of(script)) {
        text += reports::transcript(script, variant, sim::run(script, variant));
    }
    return text;
}

std::vector<std::string> lines_of(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// The first lines in which two texts differ.
std::string short_difference(std::string_view expected, std::string_view found)
{
    constexpr std::size_t lines_max = 5;
    const auto before = lines_of(expected);
    const auto after = lines_of(found);
    const auto first = std::ranges::mismatch(before, after);
    const auto start = static_cast<std::size_t>(first.in1 - before.begin());

    auto text = fmt::format("they differ from line {} on:\n", start + 1);
    const auto show = [&](std::string_view mark, const std::vector<std::string>& lines) {
        for (auto each = start; each < std::min(start + lines_max, lines.size()); ++each) {
            text += fmt::format("{} {}\n", mark, lines[each]);
        }
    };
    show("-", before);
    show("+", after);
    return text;
}

class GoldenTranscript : public testing::TestWithParam<scenario_file> {};

TEST_P(GoldenTranscript, IsWhatHappens)
{
    const auto& shipped_one = GetParam();
    const auto file = transcript_file(shipped_one);
    const auto happened = transcripts(shipped_one.script);
    if (std::getenv(rewrite_variable) != nullptr) {
        std::ofstream(file, std::ios::binary) << happened;
        GTEST_SKIP() << "wrote " << file;
    }

    const auto expected = text_of(file);

    EXPECT_TRUE(expected == happened)
        << file << " (-) is not what happens (+); " << short_difference(expected, happened) << "\n"
        << rewrite_variable
        << "=1 ctest --preset release -R GoldenTranscript rewrites all of them. Commit only "
           "changes that you can explain.";
}

class ShippedScenario : public testing::TestWithParam<scenario_file> {};

TEST_P(ShippedScenario, EndsAsItExpects)
{
    for (const auto& script : GetParam().scripts()) {
        SCOPED_TRACE(script.point);
        for (const auto& variant : variants_of(script)) {
            SCOPED_TRACE(variant.name);
            const auto wanted = sim::expectation_for(script, variant.name);

            const auto assessed = sim::assess(sim::run(script, variant), wanted);

            EXPECT_EQ(assessed.how, sim::assessment::standing::as_expected)
                << "expected " << assessed.expected << ", found " << assessed.found << "\n"
                << testing::PrintToString(assessed.reasons);
        }
    }
}

TEST_P(ShippedScenario, SaysWhyItIsThereAndWhatItExpectsOfEachVariant)
{
    const auto& script = GetParam().script;

    EXPECT_FALSE(script.title.empty());
    EXPECT_FALSE(script.why.empty());
    for (const auto& each : variants_of(script)) {
        const bool is_named = script.expect.contains(each.name) || script.expect.contains("");
        EXPECT_TRUE(is_named) << each.name;
    }
}

TEST_P(ShippedScenario, TellsEditorsOfItsSchema)
{
    const auto file = protocol::json::parse(
        text_of(GetParam().path), {.allow_comments = true, .max_bytes = sim::scenario_bytes_max});
    ASSERT_TRUE(file);
    const auto& first = file->members()->front();

    EXPECT_EQ(first.name, "$schema");
    ASSERT_NE(first.value.text(), nullptr);
    EXPECT_EQ(*first.value.text(), "../scenario.schema.json");
}

std::string test_name(const testing::TestParamInfo<scenario_file>& info)
{
    auto name = info.param.script.name;
    std::ranges::replace(name, '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(
    Scenarios,
    GoldenTranscript,
    testing::ValuesIn(with_transcript()),
    test_name);
INSTANTIATE_TEST_SUITE_P(Scenarios, ShippedScenario, testing::ValuesIn(shipped().files), test_name);

TEST(ShippedScenarios, AreAllValid)
{
    for (const auto& each : shipped().errors) ADD_FAILURE() << to_string(each);
    EXPECT_GE(shipped().files.size(), 15u);
}

TEST(ShippedScenarios, HaveEveryTranscriptThatIsThere)
{
    for (const auto& each : fs::recursive_directory_iterator(SYNCSIM_SOURCE_DIR "/scenarios")) {
        auto path = each.path();
        if (!path.filename().string().ends_with(".expected.txt")) continue;
        const auto scenario = path.replace_extension().replace_extension(".jsonc");
        EXPECT_TRUE(fs::exists(scenario)) << each.path() << " belongs to no scenario";
    }
}

}  // namespace
}  // namespace syncsim::cli
