#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

/// What the built `syncsim` says of files that it cannot run.
namespace syncsim::cli {
namespace {

namespace fs = std::filesystem;

const fs::path corpus(SYNCSIM_SOURCE_DIR "/sim/file/corpus");

std::string text_of(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

struct ending {
    int code = -1;
    std::string error;
};

/// Runs `syncsim run` on a file. It must not take long, whatever the file is: 124 is the code of a
/// command that was stopped.
ending run_on(const fs::path& file)
{
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    auto name = std::string(test->test_suite_name()) + test->name();
    std::ranges::replace(name, '/', '-');
    const auto said = fs::path(testing::TempDir()) / ("broken-" + name + ".txt");
    const auto command = "timeout 60 '" SYNCSIM_BINARY_DIR "/bin/syncsim' run '" + file.string() +
                         "' >'" + said.string() + "' 2>&1 </dev/null";
    const int status = std::system(command.c_str());
    ending ended{.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1, .error = text_of(said)};
    fs::remove(said);
    return ended;
}

// --- The corpus ----------------------------------------------------------------------------------

struct bad_file {
    fs::path path;
};

void PrintTo(const bad_file& file, std::ostream* out)
{
    *out << file.path;
}

std::vector<bad_file> bad_files()
{
    std::vector<fs::path> paths;
    for (const auto& each : fs::directory_iterator(corpus / "bad")) paths.push_back(each.path());
    std::ranges::sort(paths);
    std::vector<bad_file> files;
    for (auto& each : paths) files.push_back({std::move(each)});
    return files;
}

/// "7:31 unknown fault …", from the file's first line or from the table of the README.
std::string first_error_of(const fs::path& file)
{
    constexpr std::string_view comment = "// ";
    const auto text = text_of(file);
    if (text.starts_with(comment)) {
        return text.substr(comment.size(), text.find('\n') - comment.size());
    }
    const auto readme = text_of(corpus / "README.md");
    const auto row = "| `bad/" + file.filename().string() + "` | ";
    const auto at = readme.find(row);
    if (at == std::string::npos) return "";
    const auto from = at + row.size();
    return readme.substr(from, readme.find(" |", from) - from);
}

class BrokenFile : public testing::TestWithParam<bad_file> {};

TEST_P(BrokenFile, EndsWithThreeAtItsPlace)
{
    const auto& path = GetParam().path;
    const auto expected = first_error_of(path);
    const auto space = expected.find(' ');
    ASSERT_NE(space, std::string::npos) << "no error is written down for " << path;

    const auto ended = run_on(path);

    EXPECT_EQ(ended.code, 3);
    const auto first_line = ended.error.substr(0, ended.error.find('\n'));
    EXPECT_EQ(
        first_line,
        path.string() + ":" + expected.substr(0, space) + ": " + expected.substr(space + 1));
}

std::string name_of_file(const testing::TestParamInfo<bad_file>& info)
{
    auto name = info.param.path.stem().string();
    std::erase(name, '-');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Corpus, BrokenFile, testing::ValuesIn(bad_files()), name_of_file);

TEST(BrokenFiles, AreMany)
{
    EXPECT_GE(bad_files().size(), 40U);
}

TEST(GoodFiles, AreAllValid)
{
    const auto command =
        "'" SYNCSIM_BINARY_DIR "/bin/syncsim' check -q '" + (corpus / "good").string() + "'";
    EXPECT_EQ(std::system(command.c_str()), 0);
}

// --- What is no file of text ---------------------------------------------------------------------

/// A directory of its own for each test.
class StrangeFile : public testing::Test {
protected:
    void SetUp() override
    {
        const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
        directory_ = fs::path(testing::TempDir()) / (std::string("strange-") + test->name());
        fs::remove_all(directory_);
        fs::create_directories(directory_);
    }
    void TearDown() override { fs::remove_all(directory_); }

    fs::path path(std::string_view name) const { return directory_ / name; }

private:
    fs::path directory_;
};

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

TEST_F(StrangeFile, IsNotReadToItsEndWhereItIsHuge)
{
    const auto huge = path("huge.jsonc");
    std::ofstream(huge) << "// a scenario, and then nothing\n";
    fs::resize_file(huge, std::size_t{4} << 30U);

    const auto ended = run_on(huge);

    EXPECT_EQ(ended.code, 3);
    EXPECT_TRUE(
        has(ended.error,
            "huge.jsonc:1:1: the file is larger than a scenario, which has "
            "16777216 bytes at most"))
        << ended.error;
    rusage used{};
    getrusage(RUSAGE_CHILDREN, &used);
    EXPECT_LT(used.ru_maxrss, 1'000'000) << "kilobytes";
}

TEST_F(StrangeFile, IsNotWaitedForWhereItIsAPipe)
{
    const auto pipe = path("pipe.jsonc");
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    const std::string answer = ":1:1: this is a pipe or a device; write the scenario into a file";

    const auto by_name = run_on(pipe);
    const auto by_directory = run_on(pipe.parent_path());

    EXPECT_EQ(by_name.code, 3);
    EXPECT_TRUE(has(by_name.error, "pipe.jsonc" + answer)) << by_name.error;
    EXPECT_EQ(by_directory.code, 3);
    EXPECT_TRUE(has(by_directory.error, "pipe.jsonc" + answer)) << by_directory.error;
}

TEST_F(StrangeFile, IsNotReadWhereItIsADevice)
{
    for (const auto* const device : {"/dev/zero", "/dev/null"}) {
        const auto ended = run_on(device);

        EXPECT_EQ(ended.code, 3);
        EXPECT_TRUE(has(ended.error, std::string(device) + ":1:1: this is a pipe or a device"))
            << ended.error;
    }
}

TEST_F(StrangeFile, SaysWhyItCannotBeRead)
{
    const auto closed = path("closed.jsonc");
    std::ofstream(closed) << "{}";
    fs::permissions(closed, fs::perms::none);
    // Nobody keeps root from reading a file, but this one has no beginning for root either.
    const bool can_read = std::ifstream(closed).is_open();
    const fs::path unreadable = can_read ? fs::path("/proc/self/mem") : closed;

    const auto ended = run_on(unreadable);

    EXPECT_EQ(ended.code, 3);
    EXPECT_TRUE(has(ended.error, unreadable.string() + ":1:1: the file cannot be read: "))
        << ended.error;
}

TEST_F(StrangeFile, EndsWithFiveWhereADirectoryHasNoScenario)
{
    fs::create_directories(path("directory.jsonc"));

    EXPECT_EQ(run_on(path("directory.jsonc")).code, 5);
}

TEST_F(StrangeFile, IsAnErrorWhereALinkLeadsNowhere)
{
    fs::create_symlink("nowhere.jsonc", path("link.jsonc"));

    const auto by_directory = run_on(path("link.jsonc").parent_path());

    EXPECT_EQ(by_directory.code, 3);
    EXPECT_TRUE(has(by_directory.error, "link.jsonc:1:1: the file cannot be read: No such file"))
        << by_directory.error;
}

}  // namespace
}  // namespace syncsim::cli
