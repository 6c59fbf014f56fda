#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

/// What the READMEs show of the command line is what it prints: every block that is marked
/// `console` is run, in a directory of its README's own that has the repository's scenarios.
///
/// A line that begins with "$ " is a command, with the lines up to END where it ends in <<'END'.
/// The lines behind it are its output, of both streams; a line "…" stands for any lines. Times are
/// not compared where they are seconds with two digits, and neither is the version. A command that
/// does not end with 0 is followed by "$ echo $?".
namespace syncsim::cli {
namespace {

namespace fs = std::filesystem;
using lines = std::vector<std::string>;

constexpr std::string_view opening = "```console\n";
constexpr std::string_view any_lines = "…";
constexpr std::string_view asks_for_the_code = "echo $?";

struct shown_command {
    std::string command;
    lines output;
};

/// The commands of one block run in one shell.
using shown_block = std::vector<shown_command>;

std::string text_of(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

lines lines_of(const std::string& text)
{
    std::istringstream in(text);
    lines all;
    for (std::string line; std::getline(in, line);) all.push_back(line);
    return all;
}

shown_block block_of(const std::string& text)
{
    const std::string_view document = "<<'END'";
    shown_block block;
    bool in_document = false;
    for (const auto& line : lines_of(text)) {
        if (in_document) {
            block.back().command += "\n" + line;
            in_document = line != "END";
        } else if (line.starts_with("$ ")) {
            block.push_back({line.substr(2), {}});
            in_document = line.ends_with(document);
        } else if (block.empty()) {
            ADD_FAILURE() << "a block begins with a command, and this one with: " << line;
            return block;
        } else {
            block.back().output.push_back(line);
        }
    }
    return block;
}

std::vector<shown_block> blocks_of(const std::string& readme)
{
    std::vector<shown_block> blocks;
    for (auto at = readme.find(opening); at != std::string::npos;) {
        const auto from = at + opening.size();
        const auto to = readme.find("```", from);
        blocks.push_back(block_of(readme.substr(from, to - from)));
        at = readme.find(opening, to);
    }
    return blocks;
}

/// The line without what differs from run to run and from version to version.
std::string masked(const std::string& line)
{
    static const std::regex seconds(R"([0-9]+\.[0-9]{2} s\b)");
    static const std::regex version(R"(\bsyncsim [0-9]+\.[0-9]+\.[0-9]+)");
    return std::regex_replace(std::regex_replace(line, seconds, "… s"), version, "syncsim 0.0.0");
}

/// Whether the output is as shown.
bool is_as_shown(std::span<const std::string> shown, std::span<const std::string> printed)
{
    if (shown.empty()) return printed.empty();
    if (shown.front() != any_lines) {
        return !printed.empty() && masked(shown.front()) == masked(printed.front()) &&
               is_as_shown(shown.subspan(1), printed.subspan(1));
    }
    for (std::size_t left_out = 0; left_out <= printed.size(); ++left_out) {
        if (is_as_shown(shown.subspan(1), printed.subspan(left_out))) return true;
    }
    return false;
}

std::string joined(const lines& all)
{
    std::string text;
    for (const auto& each : all) text += each + "\n";
    return text;
}

struct ended_command {
    lines output;
    int code = -1;
};

/// A directory with the scenarios of the repository, in which commands are run.
class scratch_directory {
public:
    explicit scratch_directory(const std::string& name)
        : directory_(fs::path(testing::TempDir()) / ("readme-" + name)),
          kept_(fs::path(testing::TempDir()) / ("readme-" + name + "-output"))
    {
        remove();
        fs::create_directories(kept_);
        const fs::path from = SYNCSIM_SOURCE_DIR "/scenarios";
        for (const auto& each : fs::recursive_directory_iterator(from)) {
            if (each.path().extension() != ".jsonc") continue;
            const auto to = directory_ / "scenarios" / fs::relative(each.path(), from);
            fs::create_directories(to.parent_path());
            fs::copy_file(each.path(), to);
        }
    }
    ~scratch_directory() { remove(); }
    scratch_directory(const scratch_directory&) = delete;
    scratch_directory& operator=(const scratch_directory&) = delete;

    /// In one shell, each command with the status of the one before it as `$?`.
    std::vector<ended_command> run(const shown_block& block) const
    {
        std::ofstream script(kept_ / "script");
        script << "export PATH='" SYNCSIM_BINARY_DIR "/bin':\"$PATH\"\n"
               << "code() { return $1; }\nstatus=0\n";
        for (std::size_t each = 0; each < block.size(); ++each) {
            script << fmt::format(
                "{{ code $status\n{}\n}} >'{}' 2>&1\nstatus=$?\necho $status >'{}'\n",
                block[each].command,
                output_of(each).string(),
                code_of(each).string());
        }
        script.close();
        const auto shell = fmt::format(
            "cd '{}' && env -u NO_COLOR -u COLUMNS sh '{}' </dev/null",
            directory_.string(),
            (kept_ / "script").string());
        EXPECT_EQ(std::system(shell.c_str()), 0);

        std::vector<ended_command> ended;
        for (std::size_t each = 0; each < block.size(); ++each) {
            ended.push_back({lines_of(text_of(output_of(each))), number_in(code_of(each))});
        }
        return ended;
    }

private:
    fs::path output_of(std::size_t command) const { return kept_ / fmt::format("{}.out", command); }
    fs::path code_of(std::size_t command) const { return kept_ / fmt::format("{}.code", command); }

    static int number_in(const fs::path& file)
    {
        int number = -1;
        std::ifstream(file) >> number;
        return number;
    }

    void remove() const
    {
        std::error_code ignored;
        fs::remove_all(directory_, ignored);
        fs::remove_all(kept_, ignored);
    }

    fs::path directory_;
    /// What the shell reads and writes, out of the way of the commands.
    fs::path kept_;
};

void expect_as_shown(const shown_block& shown, const std::vector<ended_command>& ended)
{
    for (std::size_t each = 0; each < shown.size(); ++each) {
        const auto& [output, code] = ended[each];
        EXPECT_TRUE(is_as_shown(shown[each].output, output))
            << "$ " << shown[each].command << "\nshould show\n"
            << joined(output);
        const bool is_asked =
            each + 1 < shown.size() && shown[each + 1].command == asks_for_the_code;
        EXPECT_TRUE(code == 0 || is_asked) << "$ " << shown[each].command << "\nends with " << code
                                           << "; follow it with $ " << asks_for_the_code;
    }
}

/// Every README of the tree, by its path.
std::vector<std::string> readmes()
{
    const fs::path root = SYNCSIM_SOURCE_DIR;
    std::vector<std::string> all{"README.md"};
    for (const auto& each : fs::directory_iterator(root)) {
        const auto readme = each.path() / "README.md";
        const bool is_hidden = each.path().filename().string().starts_with('.');
        if (!is_hidden && fs::exists(readme)) all.push_back(fs::relative(readme, root).string());
    }
    std::ranges::sort(all);
    return all;
}

class ReadmeTranscript : public testing::TestWithParam<std::string> {};

std::string test_name(const testing::TestParamInfo<std::string>& info)
{
    auto name = info.param;
    std::ranges::replace_if(name, [](char c) { return c == '/' || c == '.'; }, '_');
    return name;
}

TEST_P(ReadmeTranscript, ShowsWhatIsPrinted)
{
    const auto blocks = blocks_of(text_of(fs::path(SYNCSIM_SOURCE_DIR) / GetParam()));
    const scratch_directory scratch(test_name({GetParam(), 0}));
    for (const auto& block : blocks) expect_as_shown(block, scratch.run(block));
}

INSTANTIATE_TEST_SUITE_P(Readmes, ReadmeTranscript, testing::ValuesIn(readmes()), test_name);

TEST(ReadmeTranscripts, AreThere)
{
    for (const auto* const readme : {"README.md", "scenarios/README.md"}) {
        EXPECT_FALSE(blocks_of(text_of(fs::path(SYNCSIM_SOURCE_DIR) / readme)).empty()) << readme;
    }
}

// --- The comparison itself -----------------------------------------------------------------------

TEST(ReadmeTranscripts, LetLinesBeLeftOut)
{
    const lines printed{"a", "b", "c", "d"};

    EXPECT_TRUE(is_as_shown(lines{"a", "…", "d"}, printed));
    EXPECT_TRUE(is_as_shown(lines{"a", "b", "…", "c", "d"}, printed));
    EXPECT_TRUE(is_as_shown(lines{"…"}, printed));
    EXPECT_FALSE(is_as_shown(lines{"a", "…", "c"}, printed));
    EXPECT_FALSE(is_as_shown(lines{"b", "…"}, printed));
    EXPECT_FALSE(is_as_shown(lines{"a", "b", "c"}, printed));
    EXPECT_FALSE(is_as_shown(lines{}, printed));
}

TEST(ReadmeTranscripts, CompareNeitherTimesNorVersions)
{
    EXPECT_EQ(masked("2 runs   0.42 s   exit 0"), masked("2 runs   10.07 s   exit 0"));
    EXPECT_EQ(masked("syncsim 0.1.0  seed 0x0"), masked("syncsim 12.0.3  seed 0x0"));
    EXPECT_NE(masked("at 7.205s"), masked("at 7.206s"));
}

TEST(ReadmeTranscripts, ReadCommandsWithTheirDocuments)
{
    const auto block = block_of("$ cat >x <<'END'\n$ no command\nEND\n$ cat x\n$ no command\n");

    ASSERT_EQ(block.size(), 3u);
    EXPECT_EQ(block[0].command, "cat >x <<'END'\n$ no command\nEND");
    EXPECT_TRUE(block[0].output.empty());
    EXPECT_EQ(block[1].command, "cat x");
}

TEST(ReadmeTranscripts, SayWhatACommandPrintsAndHowItEnds)
{
    const scratch_directory scratch("sample");

    const auto ended = scratch.run(
        {{"echo one; echo two >&2", {}},
         {"false", {}},
         {"echo $?", {}},
         {"ls scenarios/retries | wc -l", {}}});

    EXPECT_EQ(ended[0].output, (lines{"one", "two"}));
    EXPECT_EQ(ended[1].code, 1);
    EXPECT_EQ(ended[2].output, lines{"1"});
    EXPECT_EQ(ended[2].code, 0);
    EXPECT_NE(ended[3].output, lines{"0"});
}

}  // namespace
}  // namespace syncsim::cli
