#include "scenarios/cli/new.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "sim/scenario_file.hpp"

namespace syncsim::cli {
namespace {

namespace fs = std::filesystem;

class New : public testing::Test {
protected:
    void SetUp() override
    {
        const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
        directory_ = fs::path(testing::TempDir()) / (std::string("new-") + test->name());
        fs::remove_all(directory_);
        fs::create_directories(directory_);
    }
    void TearDown() override { fs::remove_all(directory_); }

    std::string at(std::string_view name) const { return (directory_ / name).string(); }

    exit_code write_new(std::string_view name, std::string from = {})
    {
        return write_new_scenario(
            {.name = at(name), .from = std::move(from)}, {out_, error_, out_});
    }

    void write(std::string_view name, std::string_view text) const
    {
        std::ofstream(directory_ / name, std::ios::binary) << text;
    }
    std::string text_of(std::string_view name) const
    {
        std::ifstream in(directory_ / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    bool complains(std::string_view text) const
    {
        return error_.str().find(text) != std::string::npos;
    }
    std::string out() const { return out_.str(); }

private:
    fs::path directory_;
    std::ostringstream out_;
    std::ostringstream error_;
};

TEST_F(New, WritesAScenarioOfThatNameAndSaysHowToRunIt)
{
    EXPECT_EQ(write_new("mine"), exit_code::as_expected);

    const auto loaded = sim::load_scenario(text_of("mine.jsonc"), "mine.jsonc");
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->name, "mine");
    EXPECT_TRUE(out().ends_with("next   syncsim run " + at("mine.jsonc") + "\n")) << out();
}

TEST_F(New, TakesAFileAndDirectoriesThatAreNotThere)
{
    EXPECT_EQ(write_new("doubts/of-today/mine.jsonc"), exit_code::as_expected);
    EXPECT_TRUE(fs::exists(at("doubts/of-today/mine.jsonc")));
}

TEST_F(New, LeavesWhatIsThere)
{
    write("mine.jsonc", "theirs");

    EXPECT_EQ(write_new("mine"), exit_code::bad_command_line);
    EXPECT_TRUE(complains("mine.jsonc is there already and stays as it is"));
    EXPECT_EQ(text_of("mine.jsonc"), "theirs");
}

TEST_F(New, RefusesANameThatNoScenarioCanHave)
{
    for (const std::string_view name : {"Mine", "my scenario", "mine.json", "a\"b"}) {
        SCOPED_TRACE(name);
        EXPECT_EQ(write_new(name), exit_code::bad_command_line);
        EXPECT_FALSE(fs::exists(at(std::string(name) + ".jsonc")));
    }
    EXPECT_TRUE(complains("\"Mine\" cannot be the name of a scenario; write small letters"));
}

// The name is the only thing that is another, wherever it stands, and whatever looks like it.
TEST_F(New, CopiesAScenarioWithItsComments)
{
    const std::string text =
        "// \"name\": \"old\"\n{ \"syncsim\": 1, /* é */ \"name\" /* here */ : \"old\", // old\n"
        "  \"nodes\": { \"clients\": { \"phone\": {} } }, \"steps\": [\n"
        "    { \"do\": \"note\", \"text\": \"\\\"name\\\": \\\"old\\\"\" } ] }\n";
    write("old.jsonc", text);

    EXPECT_EQ(write_new("mine", at("old.jsonc")), exit_code::as_expected);

    auto wanted = text;
    wanted.replace(wanted.find(": \"old\", //"), 7, ": \"mine\"");
    EXPECT_EQ(text_of("mine.jsonc"), wanted);
}

TEST_F(New, CopiesNothingThatIsNoScenario)
{
    write("broken.jsonc", "{}");

    EXPECT_EQ(write_new("a", at("broken.jsonc")), exit_code::invalid_scenario);
    EXPECT_EQ(write_new("a", at("brokn.jsonc")), exit_code::bad_command_line);
    EXPECT_TRUE(complains("broken.jsonc\"?"));
    EXPECT_EQ(write_new("a", at("")), exit_code::bad_command_line);
    EXPECT_TRUE(complains("is a directory"));
    EXPECT_FALSE(fs::exists(at("a.jsonc")));
}

}  // namespace
}  // namespace syncsim::cli
