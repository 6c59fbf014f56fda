#include "sim/schema/scenario_schema.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>
#include <vector>

#include "sim/explore/generated.hpp"
#include "sim/fault/anchor.hpp"
#include "sim/scenario_file.hpp"

namespace syncsim::sim {
namespace {

namespace fs = std::filesystem;

const fs::path root(SYNCSIM_SOURCE_DIR);
const fs::path committed = root / "scenarios/scenario.schema.json";
const fs::path corpus = root / "sim/file/corpus";

std::string text_of(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> files_below(const fs::path& folder)
{
    std::vector<fs::path> files;
    for (const auto& each : fs::recursive_directory_iterator(folder)) {
        if (each.path().extension() == ".jsonc") files.push_back(each.path());
    }
    std::ranges::sort(files);
    return files;
}

// --- The schema, as a validator reads it ---------------------------------------------------------

class validator {
public:
    validator()
    {
        const auto document = nlohmann::json::parse(scenario_schema());
        valijson::SchemaParser().populateSchema(
            valijson::adapters::NlohmannJsonAdapter(document), schema_);
    }

    /// Why it refuses a text; empty if it does not.
    std::vector<std::string> errors_of(const std::string& text)
    {
        const auto document = nlohmann::json::parse(text, nullptr, false, true);
        if (document.is_discarded()) return {"no JSON"};
        valijson::ValidationResults results;
        valijson::Validator().validate(
            schema_, valijson::adapters::NlohmannJsonAdapter(document), &results);
        std::vector<std::string> errors;
        for (const auto& each : results) {
            std::string place;
            for (const auto& step : each.context) place += step;
            errors.push_back(place + ": " + each.description);
        }
        return errors;
    }

private:
    valijson::Schema schema_;
};

validator& the_validator()
{
    static validator one;
    return one;
}

bool schema_takes(const std::string& text)
{
    return the_validator().errors_of(text).empty();
}

bool loader_takes(const std::string& text)
{
    return load_scenarios(text, "x").has_value();
}

// --- What is committed ---------------------------------------------------------------------------

TEST(ScenarioSchema, IsTheOneThatEditorsRead)
{
    if (std::getenv("SYNCSIM_REWRITE") != nullptr) {
        std::ofstream(committed, std::ios::binary) << scenario_schema();
        GTEST_SKIP() << "wrote " << committed;
    }

    EXPECT_TRUE(text_of(committed) == scenario_schema())
        << committed << " is not what `syncsim schema` prints; SYNCSIM_REWRITE=1 ctest --preset "
        << "release -R ScenarioSchema writes it";
}

// --- Schema and loader, over one corpus ----------------------------------------------------------

struct corpus_file {
    fs::path path;
};

void PrintTo(const corpus_file& file, std::ostream* out)
{
    *out << file.path;
}

std::vector<corpus_file> in_corpus(std::string_view folder)
{
    std::vector<corpus_file> files;
    for (auto& each : files_below(corpus / folder)) files.push_back({std::move(each)});
    return files;
}

class GoodCorpusFile : public testing::TestWithParam<corpus_file> {};

TEST_P(GoodCorpusFile, IsTakenByLoaderAndSchema)
{
    const auto text = text_of(GetParam().path);
    const auto loaded = load_scenarios(text, "x");

    EXPECT_TRUE(loaded.has_value()) << to_string(loaded.error().front());
    EXPECT_EQ(the_validator().errors_of(text), std::vector<std::string>{});
}

/// Why the schema takes a file that the loader refuses, as the file itself says it, or the table of
/// the corpus' README where the file has no room for it.
bool is_beyond_a_schema(const fs::path& file, const std::string& text)
{
    if (text.find("\n// The schema takes it: ") != std::string::npos) return true;
    const auto row = "| `bad/" + file.filename().string() + "` | ";
    const auto readme = text_of(corpus / "README.md");
    const auto at = readme.find(row);
    if (at == std::string::npos) return false;
    return !readme.substr(at, readme.find('\n', at) - at).ends_with("| |");
}

class BadCorpusFile : public testing::TestWithParam<corpus_file> {};

TEST_P(BadCorpusFile, IsRefusedByLoaderAndSchema)
{
    const auto& path = GetParam().path;
    const auto text = text_of(path);

    EXPECT_FALSE(loader_takes(text));
    EXPECT_EQ(schema_takes(text), is_beyond_a_schema(path, text));
}

std::string name_of_file(const testing::TestParamInfo<corpus_file>& info)
{
    auto name = info.param.path.stem().string();
    std::erase(name, '-');
    return name;
}

INSTANTIATE_TEST_SUITE_P(
    Corpus,
    GoodCorpusFile,
    testing::ValuesIn(in_corpus("good")),
    name_of_file);
INSTANTIATE_TEST_SUITE_P(Corpus, BadCorpusFile, testing::ValuesIn(in_corpus("bad")), name_of_file);

TEST(ScenarioSchema, TakesEveryShippedScenario)
{
    const auto shipped = files_below(root / "scenarios");
    ASSERT_GE(shipped.size(), 15U);
    for (const auto& each : shipped) {
        SCOPED_TRACE(each);
        EXPECT_EQ(the_validator().errors_of(text_of(each)), std::vector<std::string>{});
    }
}

TEST(ScenarioSchema, TakesWhatIsWrittenOfGeneratedScenarios)
{
    for (std::uint64_t number = 0; number < 200; ++number) {
        const auto text = to_text(generated(number));
        SCOPED_TRACE(text);
        EXPECT_EQ(the_validator().errors_of(text), std::vector<std::string>{});
    }
}

/// Every name of a member in a schema, wherever it stands.
void collect_properties(const nlohmann::json& of, std::set<std::string>& into)
{
    if (of.is_object() && of.contains("properties")) {
        for (const auto& [name, _] : of.at("properties").items()) into.insert(name);
    }
    for (const auto& each : of) {
        if (each.is_structured()) collect_properties(each, into);
    }
}

/// Every name of a member in a file.
void collect_names(const nlohmann::json& of, std::set<std::string>& into)
{
    if (of.is_object()) {
        for (const auto& [name, _] : of.items()) into.insert(name);
    }
    for (const auto& each : of) {
        if (each.is_structured()) collect_names(each, into);
    }
}

// What the schema offers is in a file that the loader takes, so it offers nothing that is not
// built.
TEST(ScenarioSchema, OffersNoMemberThatNoGoodFileHas)
{
    std::set<std::string> used;
    for (const auto& each : files_below(corpus / "good")) {
        collect_names(nlohmann::json::parse(text_of(each), nullptr, true, true), used);
    }
    std::set<std::string> offered;
    collect_properties(nlohmann::json::parse(scenario_schema()), offered);

    ASSERT_GE(offered.size(), 50U);
    for (const auto& each : offered) EXPECT_TRUE(used.contains(each)) << each;
}

// --- Each fault at each anchor -------------------------------------------------------------------

/// The members that a fault must have beside its kind and its anchor.
std::string needed_by(fault_kind kind)
{
    switch (kind) {
    case fault_kind::delay:
    case fault_kind::pause:
    case fault_kind::clock_jump: return R"(, "by": "1s")";
    case fault_kind::hold: return R"(, "until": "later")";
    case fault_kind::error_reply: return R"(, "code": "internal")";
    case fault_kind::drop:
    case fault_kind::duplicate:
    case fault_kind::late_duplicate:
    case fault_kind::reorder:
    case fault_kind::corrupt:
    case fault_kind::timeout:
    case fault_kind::crash_client:
    case fault_kind::crash_server:
    case fault_kind::expire_session: return "";
    }
    return "";
}

std::string with_step(const std::string& step)
{
    return R"({ "syncsim": 1, "name": "x", "nodes": { "clients": { "phone": {} } }, "steps": [
        { "do": "create", "on": "phone", "record": "milk" }, )" +
           step + R"(, { "do": "join", "id": "later" } ] })";
}

TEST(ScenarioSchema, HangsEachFaultWhereTheLoaderDoes)
{
    int taken = 0;
    for (const auto& kind : all_faults()) {
        for (const auto& at : all_anchors()) {
            for (const std::string step :
                 {R"("do": "sync")", R"("do": "delete", "record": "milk")"}) {
                const auto text = with_step(
                    "{ " + step + R"(, "on": "phone", "faults": [ { "at": ")" +
                    std::string(at.name) + R"(", "fault": ")" + std::string(kind.name) + "\"" +
                    needed_by(kind.which) + " } ] }");
                SCOPED_TRACE(text);
                EXPECT_EQ(schema_takes(text), loader_takes(text));
                taken += schema_takes(text) ? 1 : 0;
            }
        }
    }
    EXPECT_GE(taken, 50);
}

TEST(ScenarioSchema, TakesTheSameFaultsAsStepsAsTheLoader)
{
    int taken = 0;
    for (const auto& kind : all_faults()) {
        for (const std::string node : {"", R"(, "node": "phone")", R"(, "node": "server")"}) {
            const auto text = with_step(
                R"({ "do": "fault", "fault": ")" + std::string(kind.name) + "\"" +
                needed_by(kind.which) + node + " }");
            SCOPED_TRACE(text);
            EXPECT_EQ(schema_takes(text), loader_takes(text));
            taken += schema_takes(text) ? 1 : 0;
        }
    }
    EXPECT_EQ(taken, 4);
}

}  // namespace
}  // namespace syncsim::sim
