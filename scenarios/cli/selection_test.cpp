#include "scenarios/cli/selection.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace syncsim::cli {
namespace {

namespace fs = std::filesystem;
using strings = std::vector<std::string>;

/// A scenario that a file can be, in one line.
std::string scenario_called(std::string_view name)
{
    return R"({"syncsim": 1, "name": ")" + std::string(name) +
           R"(", "nodes": {"clients": {"phone": {}}}, "steps": []})";
}

class Selection : public testing::Test {
protected:
    void SetUp() override
    {
        const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
        before_ = fs::current_path();
        directory_ = fs::path(testing::TempDir()) / (std::string("selection-") + test->name());
        fs::remove_all(directory_);
        fs::create_directories(directory_);
        fs::current_path(directory_);
    }
    void TearDown() override
    {
        fs::current_path(before_);
        fs::remove_all(directory_);
    }

    static void write(const fs::path& file, std::string_view text = "{}")
    {
        if (file.has_parent_path()) fs::create_directories(file.parent_path());
        std::ofstream(file) << text;
    }

    static strings files(const strings& paths) { return find_files(paths).files; }

private:
    fs::path before_;
    fs::path directory_;
};

TEST_F(Selection, FindsScenariosBelowDirectoriesInOrder)
{
    write("all/b.jsonc");
    write("all/a/c.jsonc");
    write("all/a.jsonc");
    write("all/a/notes.txt");
    write("all/scenario.schema.json");
    write("all/.hidden/d.jsonc");

    EXPECT_EQ(files({"all"}), (strings{"all/a.jsonc", "all/a/c.jsonc", "all/b.jsonc"}));
}

TEST_F(Selection, TakesAFileWhateverItIsCalled)
{
    write("notes.txt");

    EXPECT_EQ(files({"notes.txt"}), strings{"notes.txt"});
}

TEST_F(Selection, TakesEachFileOnce)
{
    write("all/a.jsonc");

    EXPECT_EQ(files({"all/a.jsonc", "all", "./all/../all/a.jsonc"}), strings{"all/a.jsonc"});
}

TEST_F(Selection, NamesTheNearestOfWhatIsThere)
{
    write("scenarios/a.jsonc");

    EXPECT_EQ(
        find_files(strings{"scenarois"}).errors,
        strings{"there is no \"scenarois\"; did you mean \"scenarios\"?"});
    EXPECT_EQ(
        find_files(strings{"scenarios/b.jsonc"}).errors,
        strings{"there is no \"scenarios/b.jsonc\"; did you mean \"scenarios/a.jsonc\"?"});
}

TEST_F(Selection, LoadsScenariosAndReportsAllErrorsOfAllFiles)
{
    write("good.jsonc", scenario_called("good"));
    write("bad.jsonc", "{");
    write("worse.jsonc", R"({"syncsim": 1})");

    const auto loaded = load_files(strings{"good.jsonc", "bad.jsonc", "worse.jsonc"});

    ASSERT_EQ(loaded.files.size(), 1u);
    EXPECT_EQ(loaded.files.front().script.name, "good");
    ASSERT_GE(loaded.errors.size(), 4u);
    EXPECT_EQ(loaded.errors.front().file, "bad.jsonc");
    EXPECT_EQ(loaded.errors.front().at, (sim::source_place{1, 2}));
    EXPECT_EQ(loaded.errors.back().file, "worse.jsonc");
}

TEST_F(Selection, LoadsEachPointOfAMatrix)
{
    write(
        "many.jsonc",
        R"({ "syncsim": 1, "name": "many", "matrix": { "axes": { "where": [
             "push.request", "push.after-commit", "push.response" ] } },
             "nodes": { "clients": { "phone": {} } }, "steps": [ { "do": "sync", "on": "phone",
             "faults": [ { "at": "${where}", "fault": "drop" } ] } ] })");
    write("one.jsonc", scenario_called("one"));

    const auto files = load_files(strings{"many.jsonc", "one.jsonc"}).files;

    ASSERT_EQ(files.size(), 2u);
    EXPECT_EQ(files[0].points.size(), 2u);
    EXPECT_EQ(files[0].script, files[0].points.front());
    EXPECT_EQ(files[0].skipped.size(), 1u);
    EXPECT_TRUE(files[1].points.empty());
    EXPECT_EQ(files[1].scripts().size(), 1u);
}

TEST_F(Selection, RefusesTwoScenariosOfOneName)
{
    write("one.jsonc", scenario_called("same"));
    write("two.jsonc", scenario_called("same"));

    const auto errors = load_files(strings{"one.jsonc", "two.jsonc"}).errors;

    ASSERT_EQ(errors.size(), 1u);
    EXPECT_EQ(
        to_string(errors.front()),
        "two.jsonc:1:1: one.jsonc has the name \"same\" too; give one of them another");
}

TEST_F(Selection, ReportsAFileThatIsGone)
{
    const auto errors = load_files(strings{"gone.jsonc"}).errors;

    ASSERT_EQ(errors.size(), 1u);
    EXPECT_TRUE(to_string(errors.front()).starts_with("gone.jsonc:1:1: the file cannot be read: "));
}

}  // namespace
}  // namespace syncsim::cli
