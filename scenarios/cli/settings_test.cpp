#include "scenarios/cli/settings.hpp"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>

namespace syncsim::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> flags{"jobs", "max-failures", "strict", "tag"};

/// A directory of its own for each test.
class Settings : public testing::Test {
protected:
    void SetUp() override
    {
        const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
        directory_ = fs::path(testing::TempDir()) / (std::string("settings-") + test->name());
        fs::remove_all(directory_);
        fs::create_directories(directory_ / "below" / "it");
    }
    void TearDown() override { fs::remove_all(directory_); }

    void write(const fs::path& file, std::string_view text) const
    {
        std::ofstream(directory_ / file) << text;
    }

    auto find(const environment& variables, const fs::path& below = "") const
    {
        return find_settings(variables, directory_ / below, flags);
    }

    std::string error_of(std::string_view text) const
    {
        write("syncsim.json", text);
        const auto found = find({});
        return found ? "" : found.error().message;
    }

private:
    fs::path directory_;
};

TEST_F(Settings, ReadTheVariableOfEachFlag)
{
    const auto found = find({{"SYNCSIM_MAX_FAILURES", "3"}, {"SYNCSIM_JOBS", ""}, {"JOBS", "9"}});

    ASSERT_TRUE(found);
    EXPECT_EQ(found->of_variables, (settings{{"max-failures", {{"3"}, "SYNCSIM_MAX_FAILURES"}}}));
}

TEST_F(Settings, ReadTheFileOfTheNearestParent)
{
    write("syncsim.json", R"({"jobs": 1})");
    write("below/syncsim.json", R"({"jobs": 2})");

    const auto found = find({}, "below/it");

    ASSERT_TRUE(found);
    EXPECT_EQ(found->of_file, (settings{{"jobs", {{"2"}, "../syncsim.json:1:2"}}}));
}

TEST_F(Settings, TakeTextNumbersFlagsAndArraysFromTheFile)
{
    write("syncsim.json", "// ours\n{\"jobs\": \"4\", \"strict\": true, \"tag\": [\"a\", \"b\"]}");

    const auto found = find({});

    ASSERT_TRUE(found);
    EXPECT_EQ(found->of_file.at("jobs").values, std::vector<std::string>{"4"});
    EXPECT_EQ(found->of_file.at("strict").values, std::vector<std::string>{"true"});
    EXPECT_EQ(found->of_file.at("tag").values, (std::vector<std::string>{"a", "b"}));
}

TEST_F(Settings, NameThePlaceAndTheNearestFlag)
{
    EXPECT_EQ(
        error_of("{\n  \"job\": 2}"),
        "syncsim.json:2:3: there is no flag \"job\"; did you mean \"jobs\"?");
}

TEST_F(Settings, RefuseAFileThatIsNoObjectOfSimpleValues)
{
    EXPECT_NE(error_of("{"), "");
    EXPECT_NE(error_of("[]"), "");
    EXPECT_NE(error_of(R"({"jobs": {}})"), "");
    EXPECT_NE(error_of(R"({"jobs": 1.5})"), "");
    EXPECT_EQ(error_of(R"({"jobs": 1})"), "");
}

}  // namespace
}  // namespace syncsim::cli
