#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "protocol/json_text.hpp"
#include "scenarios/cli/paragraph.hpp"

/// The built `syncsim`, as a person or a script runs it.
namespace syncsim::cli {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

std::string last_line_of(const std::string& text)
{
    std::istringstream in(text);
    std::string last;
    for (std::string line; std::getline(in, line);) last = line;
    return last;
}

/// A push is stored and its reply is lost: as written the record is there twice, hardened not.
constexpr std::string_view lost_reply = R"({
  "syncsim": 1,
  "name": "lost-reply",
  "title": "The reply of a push is lost",
  "tags": ["retry"],
  "nodes": { "clients": { "phone": {}, "laptop": {} } },
  "steps": [
    { "do": "create", "on": "phone", "record": "milk" },
    { "do": "sync", "on": "phone",
      "faults": [ { "id": "lost", "at": "push.response", "fault": "drop" } ] },
    { "do": "sync", "on": "phone" },
    { "do": "sync", "on": "laptop" }
  ],
  "variants": ["as-written", "hardened"],
  "expect": { "by_variant": {
    "as-written": { "violates": ["one-identity", "create-once"], "issue": "open question 3" },
    "hardened": "holds"
  } }
}
)";

/// The fault waits for a tenth push that never comes.
std::string with_a_fault_that_never_fires()
{
    return replaced(
        std::string(lost_reply), "\"fault\": \"drop\"", "\"fault\": \"drop\", \"nth\": 10");
}

std::string turned_around()
{
    return replaced(
        std::string(lost_reply),
        "\"hardened\": \"holds\"",
        "\"hardened\": { \"violates\": [\"create-once\"] }");
}

/// A command of every verb that ends well and prints something.
const std::vector<std::string> every_verb{
    "",
    "--version",
    "help run",
    "run all --out other",
    "run all --out other --json",
    "run all --dry-run",
    "check all",
    "check all --json",
    "list faults",
    "list scenarios all --format md",
    "list errors --json",
    "explain all/lost-reply.jsonc --variant hardened",
    "replay all/lost-reply.jsonc --variant hardened --dump state",
    "new mine"};

struct ending {
    int code = -1;
    std::string out;
    std::string error;
};

/// A directory of its own for each test, in which `syncsim` is run.
class CommandLine : public testing::Test {
protected:
    void SetUp() override
    {
        const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
        directory_ = fs::path(testing::TempDir()) / (std::string("cli-") + test->name());
        remove();
        fs::create_directories(directory_ / "all");
        write("all/lost-reply.jsonc", lost_reply);
    }
    void TearDown() override { remove(); }

    const fs::path& directory() const { return directory_; }

    void write(const fs::path& file, std::string_view text) const
    {
        std::ofstream(directory_ / file, std::ios::binary) << text;
    }

    /// Runs it with words and variables as a shell reads them.
    ending run(const std::string& words, const std::string& variables = "") const
    {
        return shell(variables + " '" SYNCSIM_BINARY_DIR "/bin/syncsim' " + words);
    }

    ending shell(const std::string& command) const
    {
        const auto whole = "cd '" + directory_.string() + "' && env -u NO_COLOR -u COLUMNS " +
                           command + " >out.txt 2>error.txt </dev/null";
        const int status = std::system(whole.c_str());
        return {
            .code = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
            .out = text_of(directory_ / "out.txt"),
            .error = text_of(directory_ / "error.txt")};
    }

    /// What it writes to a terminal of so many columns, with both streams on it.
    std::string on_a_terminal(
        const std::string& words,
        unsigned short columns,
        const std::string& variables = "TERM=xterm") const
    {
        const int ours = posix_openpt(O_RDWR | O_NOCTTY);
        EXPECT_TRUE(ours >= 0 && grantpt(ours) == 0 && unlockpt(ours) == 0);
        const winsize size{.ws_row = 40, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
        EXPECT_EQ(ioctl(ours, TIOCSWINSZ, &size), 0);
        const std::string theirs = ptsname(ours);
        // Reading ends once nobody has the other side open, so it must not be nobody at first.
        const int kept_open = open(theirs.c_str(), O_RDWR | O_NOCTTY);

        std::string text;
        std::thread reader([&] {
            std::array<char, 4096> part{};
            while (true) {
                const auto size_of_part = read(ours, part.data(), part.size());
                if (size_of_part <= 0) return;
                text.append(part.data(), static_cast<std::size_t>(size_of_part));
            }
        });
        shell(
            "sh -c \"" + variables + " '" SYNCSIM_BINARY_DIR "/bin/syncsim' " + words + " >" +
            theirs + " 2>&1\"");
        close(kept_open);
        reader.join();
        close(ours);
        return text;
    }

    std::string kept(const fs::path& file) const
    {
        return text_of(directory_ / "syncsim-out" / "latest" / file);
    }

private:
    void remove() const
    {
        std::error_code ignored;
        fs::remove_all(directory_, ignored);
    }

    fs::path directory_;
};

// --- Exit codes ----------------------------------------------------------------------------------

TEST_F(CommandLine, EndsWithZeroWhereExpectedViolationsHappen)
{
    const auto ended = run("run all");

    EXPECT_EQ(ended.code, 0) << ended.out << ended.error;
    EXPECT_TRUE(has(ended.out, "seed 0x0  1 scenario, 2 runs, 2 variants\n"));
    EXPECT_TRUE(has(ended.out, "expected, issue \"open question 3\""));
    EXPECT_TRUE(has(ended.out, "✓ lost-reply [hardened]    holds, as expected\n"));
    EXPECT_TRUE(has(last_line_of(ended.out), "2 runs: 2 as expected, 0 not, 0 inconclusive"));
    EXPECT_EQ(ended.error, "");
}

TEST_F(CommandLine, EndsWithOneWhereAnExpectationIsTurnedAround)
{
    write("all/lost-reply.jsonc", turned_around());

    const auto ended = run("run all");

    EXPECT_EQ(ended.code, 1);
    EXPECT_TRUE(has(ended.out, "UNEXPECTED: expected violates create-once, found holds"));
    EXPECT_TRUE(has(
        ended.out, "again    syncsim run all/lost-reply.jsonc --variant hardened --seed 0x0\n"));
    EXPECT_TRUE(has(last_line_of(ended.out), "1 as expected, 1 not"));
    EXPECT_TRUE(has(last_line_of(ended.out), "exit 1"));
}

TEST_F(CommandLine, TellsTheStoryOfAnUnexpectedViolation)
{
    write("all/lost-reply.jsonc", replaced(std::string(lost_reply), ", \"create-once\"", ""));

    const auto ended = run("run all");

    EXPECT_EQ(ended.code, 1);
    EXPECT_TRUE(has(ended.out, "create-once is broken, and was to hold"));
    EXPECT_TRUE(has(ended.out, "milk"));
    EXPECT_TRUE(has(ended.out, "phone"));
}

TEST_F(CommandLine, RunsAVariantOfTheFilesOwn)
{
    write(
        "all/own.jsonc",
        replaced(
            replaced(std::string(lost_reply), "lost-reply", "own"),
            R"("as-written", "hardened")",
            R"({ "name": "as-written-2", "base": "as-written" }, "as-written", "hardened")"));

    const auto ended = run("run all --variant as-written-2");

    EXPECT_EQ(ended.code, 1);
    EXPECT_TRUE(has(ended.out, "1 scenario, 1 run, 1 variant\n"));
    EXPECT_TRUE(has(ended.out, "own [as-written-2]"));
}

TEST_F(CommandLine, EndsWithTwoForABadCommandLine)
{
    const std::vector<std::pair<std::string, std::string>> mistakes{
        {"rnu all", "did you mean \"run\"?"},
        {"run", "run what?"},
        {"run all --varient hardened", "did you mean \"--variant\"?"},
        {"run all --variant hardend", "did you mean \"hardened\"?"},
        {"run all --seed", "--seed"},
        {"run all --jobs none", "--jobs"},
        {"run al", "did you mean \"all\"?"},
        {"check al", "did you mean \"all\"?"},
        {"sweep all", "not yet built in this release"},
        {"schema all", "schema takes nothing; leave out \"all\""},
    };
    for (const auto& [words, answer] : mistakes) {
        SCOPED_TRACE(words);
        const auto ended = run(words);
        EXPECT_EQ(ended.code, 2);
        EXPECT_TRUE(ended.error.starts_with("syncsim: ")) << ended.error;
        EXPECT_TRUE(has(ended.error, answer)) << ended.error;
        EXPECT_EQ(ended.out, "");
    }
}

TEST_F(CommandLine, EndsWithTwoWhereResultsCannotBeWritten)
{
    write("a-file", "");

    const auto ended = run("run all --out a-file");

    EXPECT_EQ(ended.code, 2);
    EXPECT_TRUE(has(ended.error, "--out: cannot make the directory a-file")) << ended.error;
    EXPECT_EQ(ended.out, "");
}

TEST_F(CommandLine, EndsWithThreeForABrokenFileAndRunsNothing)
{
    write("all/broken.jsonc", "{ \"syncsim\": 1,\n  \"nmae\": \"x\" }");

    const auto ended = run("run all");

    EXPECT_EQ(ended.code, 3);
    EXPECT_TRUE(has(ended.error, "all/broken.jsonc:2:3: ")) << ended.error;
    EXPECT_TRUE(has(ended.error, "did you mean \"name\"?")) << ended.error;
    EXPECT_EQ(ended.out, "");
    EXPECT_FALSE(fs::exists(directory() / "syncsim-out"));
}

TEST_F(CommandLine, EndsWithThreeForAFileThatCannotBeRead)
{
    // Not even root can read this one from its start.
    const auto ended = run("run /proc/self/mem");

    EXPECT_EQ(ended.code, 3);
    EXPECT_TRUE(has(ended.error, "the file cannot be read: Input/output error")) << ended.error;
}

TEST_F(CommandLine, EndsWithFourWhereAFaultNeverFires)
{
    write("all/lost-reply.jsonc", with_a_fault_that_never_fires());

    const auto ended = run("run all --variant hardened");

    EXPECT_EQ(ended.code, 4);
    EXPECT_TRUE(has(ended.out, "? lost-reply [hardened]  inconclusive")) << ended.out;
    EXPECT_TRUE(has(ended.out, "fault lost never fired")) << ended.out;
    EXPECT_EQ(run("run all --variant hardened --strict").code, 1);
    EXPECT_EQ(run("run all --variant hardened --allow-inconclusive").code, 0);
}

TEST_F(CommandLine, EndsWithFiveWhereNothingIsSelected)
{
    fs::create_directories(directory() / "empty");

    EXPECT_EQ(run("run empty").code, 5);
    EXPECT_EQ(run("check empty").code, 5);
    EXPECT_EQ(run("run all --filter no-such-thing").code, 5);
    EXPECT_EQ(run("run all --tag no-such-tag").code, 5);
    EXPECT_FALSE(fs::exists(directory() / "syncsim-out"));
}

// Each run is repeated so often that it takes longer than the time until the interruption.
TEST_F(CommandLine, EndsWithAHundredAndThirtyWhereItIsInterrupted)
{
    fs::remove(directory() / "all" / "lost-reply.jsonc");
    for (int each = 0; each < 200; ++each) {
        const auto name = "s" + std::to_string(each);
        write(
            "all/" + name + ".jsonc",
            replaced(std::string(lost_reply), "\"lost-reply\"", "\"" + name + "\""));
    }

    // A test that runs in the background of a shell inherits that interruptions are ignored.
    std::signal(SIGINT, SIG_DFL);
    const auto ended =
        shell("timeout --foreground --preserve-status --signal=INT 3 '" SYNCSIM_BINARY_DIR
              "/bin/syncsim' run all --check-determinism 100 --jobs 2");

    EXPECT_EQ(ended.code, 130) << ended.out << ended.error;
    EXPECT_TRUE(has(ended.error, "interrupted; the results of the runs above were written"));
    EXPECT_TRUE(has(last_line_of(ended.out), " of 400 runs: "));
    EXPECT_TRUE(protocol::json::parse(kept("results.json")));
}

// --- Output --------------------------------------------------------------------------------------

TEST_F(CommandLine, HasNoColourOffATerminalAndWithNoColor)
{
    EXPECT_FALSE(has(run("run all").out, "\x1b"));
    EXPECT_FALSE(has(run("run all --color auto", "NO_COLOR=1").out, "\x1b"));
    EXPECT_TRUE(has(run("run all --color always").out, "\x1b[32m"));
}

TEST_F(CommandLine, HasColoursAndProgressOnATerminal)
{
    const auto shown = on_a_terminal("run all --check-determinism 100", 80);

    EXPECT_TRUE(has(shown, "\x1b[32m")) << shown;
    EXPECT_TRUE(has(shown, " of 2 runs  lost-reply [")) << shown;
    EXPECT_TRUE(has(shown, "\r\x1b[K")) << shown;
}

TEST_F(CommandLine, HasNoColourOnATerminalWithNoColor)
{
    EXPECT_FALSE(has(on_a_terminal("run all", 80, "NO_COLOR=1 TERM=xterm"), "\x1b[32m"));
    EXPECT_FALSE(has(on_a_terminal("run all --check-determinism 100", 80, "TERM=dumb"), "\x1b"));
    EXPECT_FALSE(
        has(on_a_terminal("run all --check-determinism 100 --progress none", 80), "\r\x1b"));
}

TEST_F(CommandLine, FitsATerminal)
{
    for (const auto& words : every_verb) {
        SCOPED_TRACE(words);
        if (has(words, "json") || has(words, "md")) continue;
        const auto shown =
            std::regex_replace(on_a_terminal(words, 80), std::regex("\r\n|\r\x1b\\[K"), "\n");
        std::istringstream lines(shown);
        for (std::string line; std::getline(lines, line);) {
            EXPECT_LE(columns_of(line), 80u) << line;
        }
        fs::remove(directory() / "mine.jsonc");
    }
}

TEST_F(CommandLine, PrintsNoProgressOffATerminal)
{
    EXPECT_EQ(run("run all").error, "");
    EXPECT_EQ(run("run all --progress plain").error, "1 of 2 runs\n");
}

TEST_F(CommandLine, FitsNarrowColumns)
{
    std::istringstream lines(run("list faults", "COLUMNS=50").out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 50u) << line;

    std::istringstream help(run("help run", "COLUMNS=60").out);
    for (std::string line; std::getline(help, line);) EXPECT_LE(line.size(), 62u) << line;
}

TEST_F(CommandLine, IsQuietAboutWhatIsAsExpected)
{
    const auto ended = run("run all -q");

    EXPECT_EQ(std::ranges::count(ended.out, '\n'), 1);
    EXPECT_TRUE(ended.out.starts_with("2 runs: 2 as expected"));
}

TEST_F(CommandLine, TellsTheStoryOfAnExpectedViolationWhereItIsAsked)
{
    EXPECT_GT(run("run all -v").out.size(), run("run all").out.size() + 200);
}

TEST_F(CommandLine, PrintsTheSameHoweverManyJobs)
{
    for (int each = 0; each < 8; ++each) {
        const auto name = "s" + std::to_string(each);
        write(
            "all/" + name + ".jsonc",
            replaced(std::string(lost_reply), "\"lost-reply\"", "\"" + name + "\""));
    }
    const auto without_time = [](const std::string& text) {
        return std::regex_replace(text, std::regex(R"([0-9]+\.[0-9]{2} s)"), "… s");
    };

    const auto alone = run("run all -vv --jobs 1 --out one");
    const auto together = run("run all -vv --jobs 2 --out two");

    EXPECT_EQ(
        without_time(alone.out), replaced(without_time(together.out), "two/0001", "one/0001"));
    EXPECT_EQ(
        text_of(directory() / "one/latest/results.json"),
        text_of(directory() / "two/latest/results.json"));
}

TEST_F(CommandLine, KeepsResultsThatToolsCanRead)
{
    const auto ended = run("run all --check-determinism 2");
    EXPECT_EQ(ended.code, 0);
    EXPECT_TRUE(has(ended.out, "results  syncsim-out/0001-run\n"));

    const auto parsed = protocol::json::parse(kept("results.json"));
    ASSERT_TRUE(parsed);
    const auto* const runs = parsed->find("runs");
    ASSERT_NE(runs, nullptr);
    EXPECT_EQ(runs->value.elements()->size(), 2u);
    EXPECT_TRUE(has(kept("run.txt"), "syncsim run all --check-determinism 2\n"));
    EXPECT_FALSE(kept("runs/lost-reply/as-written/story.txt").empty());
    EXPECT_FALSE(fs::exists(directory() / "syncsim-out/latest/runs/lost-reply/hardened"));
}

TEST_F(CommandLine, KeepsWhatTraceSays)
{
    run("run all --trace all");
    EXPECT_FALSE(kept("runs/lost-reply/hardened/story.txt").empty());

    run("run all --trace none");
    EXPECT_FALSE(fs::exists(directory() / "syncsim-out/latest/runs"));
    EXPECT_TRUE(fs::exists(directory() / "syncsim-out/0002-run/results.json"));
}

TEST_F(CommandLine, WritesResultsToStandardOutputAndAllElseToStandardError)
{
    const auto ended = run("run all --report json=-");

    EXPECT_TRUE(protocol::json::parse(ended.out)) << ended.out;
    EXPECT_TRUE(has(last_line_of(ended.error), "2 runs: 2 as expected"));
}

/// The words of the first command that is printed behind this heading, without the program.
std::string command_behind(std::string_view heading, const std::string& printed)
{
    const auto whole = "  " + std::string(heading) + " syncsim ";
    const auto at = printed.find(whole);
    EXPECT_NE(at, std::string::npos) << heading;
    if (at == std::string::npos) return "--version";
    const auto start = at + whole.size();
    return printed.substr(start, printed.find('\n', start) - start);
}

TEST_F(CommandLine, RunsARunAgainByTheCommandThatItPrints)
{
    write("all/lost-reply.jsonc", turned_around());
    const auto first = run("run all --seed 0x77");

    const auto again = run(command_behind("again   ", first.out));

    EXPECT_EQ(again.code, 1);
    EXPECT_TRUE(has(again.out, "seed 0x77  1 scenario, 1 run, 1 variant\n"));
    EXPECT_TRUE(has(again.out, "UNEXPECTED: expected violates create-once, found holds"));
}

// What was kept does not need the file that it came from.
TEST_F(CommandLine, ReplaysARunByTheCommandThatItPrints)
{
    write("all/lost-reply.jsonc", turned_around());
    const auto first = run("run all --seed 0x77");
    write("all/lost-reply.jsonc", "gone");

    const auto again = run(command_behind("replay  ", first.out) + " --dump state");

    EXPECT_EQ(again.code, 0) << again.error;
    EXPECT_TRUE(has(again.out, "lost-reply [hardened]: holds\n")) << again.out;
    EXPECT_TRUE(has(again.out, "  compare  the same run as before: "));
    EXPECT_TRUE(has(again.out, "\n  laptop\n"));
}

TEST_F(CommandLine, EndsWithSixWhereARunIsNotTheOneThatWasKept)
{
    run("run all");
    const fs::path kept_in = "syncsim-out/latest/runs/lost-reply/as-written";
    const auto scenario = text_of(directory() / kept_in / "scenario.jsonc");
    write(kept_in / "scenario.jsonc", replaced(scenario, "\"drop\"", "\"duplicate\""));

    const auto ended = run("replay " + kept_in.string());

    EXPECT_EQ(ended.code, 6);
    EXPECT_TRUE(has(ended.out, "the first that differs is event ")) << ended.out;
}

// --- Without running, and rewriting --------------------------------------------------------------

TEST_F(CommandLine, SaysWhichRunsThereWouldBeAndDoesNothing)
{
    const auto ended = run("run all --dry-run --seed 3");

    EXPECT_EQ(ended.code, 0);
    EXPECT_EQ(
        ended.out,
        "all/lost-reply.jsonc\n"
        "  lost-reply [as-written]  seed 0x3  expects violates one-identity create-once\n"
        "  lost-reply [hardened]    seed 0x3  expects holds\n"
        "2 runs; none took place\n");
    EXPECT_FALSE(fs::exists(directory() / "syncsim-out"));
    EXPECT_TRUE(protocol::json::parse(run("run all --dry-run --json").out));
    EXPECT_EQ(run("run all --dry-run --filter no-such-thing").code, 5);
}

TEST_F(CommandLine, BlessesWhatHappened)
{
    const auto wrong = turned_around();
    write("all/lost-reply.jsonc", wrong);

    const auto ended = run("run all --bless");

    EXPECT_EQ(ended.code, 0) << ended.error;
    EXPECT_TRUE(
        has(ended.out,
            "--- all/lost-reply.jsonc\n"
            "+++ all/lost-reply.jsonc\n"
            "@@ -14,6 +14,6 @@\n"))
        << ended.out;
    EXPECT_TRUE(has(ended.out, "\n+    \"hardened\": \"holds\"\n"));
    EXPECT_TRUE(has(last_line_of(ended.out), "2 runs: 2 as expected, 0 not"));
    EXPECT_EQ(
        text_of(directory() / "all/lost-reply.jsonc"),
        replaced(wrong, "{ \"violates\": [\"create-once\"] }", "\"holds\""));
    EXPECT_TRUE(has(kept("results.json"), "\"exit\": 0"));
    EXPECT_EQ(run("run all").code, 0);
}

TEST_F(CommandLine, MakesATestOfANewScenarioByBlessingIt)
{
    run("new mine");
    EXPECT_EQ(run("run mine.jsonc").code, 1);

    EXPECT_EQ(run("run mine.jsonc --bless").code, 0);

    EXPECT_EQ(run("run mine.jsonc").code, 0);
    EXPECT_TRUE(has(text_of(directory() / "mine.jsonc"), "// What to try next"));
}

TEST_F(CommandLine, StaysUnexpectedWhereItCannotBless)
{
    write("all/lost-reply.jsonc", turned_around());
    fs::permissions(directory() / "all/lost-reply.jsonc", fs::perms::owner_read);

    const auto ended = run("run all --bless");

    EXPECT_EQ(ended.code, 1);
    EXPECT_EQ(ended.error, "syncsim: --bless: all/lost-reply.jsonc: it is read-only\n");
    EXPECT_EQ(text_of(directory() / "all/lost-reply.jsonc"), turned_around());
}

// --- Where output goes ---------------------------------------------------------------------------

TEST_F(CommandLine, SaysThatItsOutputCannotBeWritten)
{
    for (const auto& words : every_verb) {
        SCOPED_TRACE(words);
        const auto ended =
            shell("sh -c \"'" SYNCSIM_BINARY_DIR "/bin/syncsim' " + words + " >/dev/full\"");
        EXPECT_EQ(ended.code, 2);
        EXPECT_TRUE(
            has(ended.error,
                "syncsim: the standard output cannot be written: No space left on device\n"))
            << ended.error;
        fs::remove(directory() / "mine.jsonc");
    }
}

// As `head` does once it has enough; the first line is read, so that something is written at all.
TEST_F(CommandLine, DoesNotMindAReaderThatGoes)
{
    for (const auto& words : every_verb) {
        SCOPED_TRACE(words);
        const auto ended = shell(
            "bash -c \"set -o pipefail; '" SYNCSIM_BINARY_DIR "/bin/syncsim' " + words +
            " | true\"");
        EXPECT_EQ(ended.code, 0);
        EXPECT_FALSE(has(ended.error, "cannot")) << ended.error;
        fs::remove(directory() / "mine.jsonc");
    }
    EXPECT_TRUE(protocol::json::parse(text_of(directory() / "other/latest/results.json")));
}

TEST_F(CommandLine, WritesNothingIntoItsFilesThatIsMeantForAClosedOutput)
{
    const auto ended =
        shell("sh -c \"'" SYNCSIM_BINARY_DIR "/bin/syncsim' run all --report json=x.json >&-\"");

    EXPECT_EQ(ended.code, 2);
    EXPECT_TRUE(has(ended.error, "cannot be written: Bad file descriptor"));
    EXPECT_TRUE(protocol::json::parse(text_of(directory() / "x.json")));
    EXPECT_TRUE(protocol::json::parse(kept("results.json")));
}

// Files may have 512 bytes, and the signal that says so is ignored, as on a disk that is full.
TEST_F(CommandLine, LeavesNoHalfOfAFile)
{
    const auto on_a_full_disk = [&](const std::string& words) {
        return shell(
            "sh -c \"trap '' XFSZ; ulimit -f 1; exec '" SYNCSIM_BINARY_DIR "/bin/syncsim' " +
            words + "\"");
    };

    const auto made = on_a_full_disk("new mine");
    EXPECT_EQ(made.code, 2);
    EXPECT_TRUE(has(made.error, "cannot write mine.jsonc: File too large")) << made.error;
    EXPECT_FALSE(fs::exists(directory() / "mine.jsonc"));

    write("all/lost-reply.jsonc", turned_around());
    const auto blessed = on_a_full_disk("run all --bless --out other");
    EXPECT_TRUE(has(blessed.error, "--bless: all/lost-reply.jsonc: cannot write")) << blessed.error;
    EXPECT_EQ(text_of(directory() / "all/lost-reply.jsonc"), turned_around());
    EXPECT_EQ(
        std::distance(fs::directory_iterator(directory() / "all"), fs::directory_iterator()), 1);
    EXPECT_EQ(blessed.code, 2);
}

TEST_F(CommandLine, SaysThatAReportCannotBeWritten)
{
    const auto ended = run("run all --report json=/dev/full");

    EXPECT_EQ(ended.code, 2);
    EXPECT_TRUE(has(ended.error, "the results could not be written: cannot write /dev/full"));
}

// --- The other verbs -----------------------------------------------------------------------------

TEST_F(CommandLine, HelpsANewcomerWhoWritesNoVerb)
{
    const auto ended = run("");

    EXPECT_EQ(ended.code, 0);
    EXPECT_TRUE(has(ended.out, "where to start\n  syncsim new mine"));
    std::istringstream lines(run("", "COLUMNS=80").out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
}

TEST_F(CommandLine, WritesAScenarioThatFailsForAReasonThatItSays)
{
    const auto made = run("new doubts/mine");
    EXPECT_EQ(made.code, 0);
    EXPECT_EQ(made.out, "wrote  doubts/mine.jsonc\nnext   syncsim run doubts/mine.jsonc\n");

    const auto ended = run("run doubts/mine.jsonc");

    EXPECT_EQ(ended.code, 1);
    EXPECT_TRUE(has(ended.out, "✗ mine [as-written]  UNEXPECTED: expected holds, found violates"));
    EXPECT_TRUE(has(ended.out, "✓ mine [hardened]    holds, as expected"));
    EXPECT_EQ(run("new doubts/mine").code, 2);
}

TEST_F(CommandLine, ExplainsARunInEveryFormat)
{
    const std::string which = "explain all/lost-reply.jsonc --variant as-written";

    const auto text = run(which);
    EXPECT_EQ(text.code, 0);
    EXPECT_TRUE(has(text.out, "  rules    create-once: "));
    EXPECT_TRUE(run(which + " --format md").out.starts_with("## lost-reply "));
    EXPECT_TRUE(protocol::json::parse(run(which + " --format json").out));
    EXPECT_EQ(run(which + " --json").out, run(which + " --format json").out);
    EXPECT_EQ(run("explain all/lost-reply.jsonc").code, 2);
}

TEST_F(CommandLine, LooksCloserByTheCommandThatItPrints)
{
    const auto told = run("explain all/lost-reply.jsonc --variant as-written");

    const auto closer = run(command_behind("closer  ", told.out));

    EXPECT_EQ(closer.code, 0) << closer.error;
    EXPECT_TRUE(has(closer.out, "◀ create-once breaks here"));
    EXPECT_TRUE(has(closer.out, "\n  server\n    session "));
}

TEST_F(CommandLine, ChecksAsJson)
{
    write("all/b.jsonc", replaced(std::string(lost_reply), "\"drop\"", "\"dorp\""));

    const auto ended = run("check all --json");

    EXPECT_EQ(ended.code, 3);
    const auto parsed = protocol::json::parse(ended.out);
    ASSERT_TRUE(parsed) << ended.out;
    const auto& errors = *parsed->find("errors")->value.elements();
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_EQ(*errors.front().find("file")->value.text(), "all/b.jsonc");
    EXPECT_EQ(*errors.front().find("line")->value.integer(), 10);
    EXPECT_TRUE(has(ended.error, "all/b.jsonc:10:"));
}

TEST_F(CommandLine, PrintsResultsAsJsonInShort)
{
    const auto ended = run("run all --json");

    EXPECT_EQ(ended.out, run("run all --report json=-").out);
    EXPECT_TRUE(protocol::json::parse(ended.out));
    EXPECT_EQ(run("run all --json --report json=x").code, 2);
}

TEST_F(CommandLine, ChecksAndPrintsAllErrorsOfAllFiles)
{
    EXPECT_EQ(run("check all").out, "1 scenario is valid\n");

    write("all/a.jsonc", "{");
    write("all/b.jsonc", replaced(std::string(lost_reply), "\"drop\"", "\"dorp\""));
    const auto ended = run("check all");

    EXPECT_EQ(ended.code, 3);
    EXPECT_TRUE(has(ended.out, "all/a.jsonc:1:2: "));
    EXPECT_TRUE(has(ended.out, "unknown fault \"dorp\"; did you mean \"drop\"?"));
    EXPECT_TRUE(has(last_line_of(ended.out), "2 errors in 3 files"));
}

TEST_F(CommandLine, ListsScenarios)
{
    EXPECT_EQ(run("list scenarios all").out, "lost-reply  The reply of a push is lost @retry\n");
    EXPECT_TRUE(protocol::json::parse(run("list scenarios all --json").out));
    EXPECT_TRUE(
        has(run("list scenarios all --format md").out,
            "### lost-reply\n\n**The reply of a push is lost**\n\n* as-written: violates "));
}

TEST_F(CommandLine, PrintsTheSchemaThatScenariosName)
{
    const auto ended = run("schema");

    EXPECT_EQ(ended.code, 0);
    EXPECT_TRUE(ended.out == text_of(SYNCSIM_SOURCE_DIR "/scenarios/scenario.schema.json"));
    EXPECT_EQ(ended.error, "");
}

TEST_F(CommandLine, PrintsItsVersion)
{
    const auto ended = run("--version");
    EXPECT_EQ(ended.code, 0);
    EXPECT_TRUE(std::regex_match(ended.out, std::regex(R"(syncsim [0-9]+\.[0-9]+\.[0-9]+\n)")));
}

TEST_F(CommandLine, TakesSettingsFromTheFileOfTheDirectory)
{
    write("syncsim.json", R"({"variant": "hardened", "seed": "0x5"})");

    EXPECT_TRUE(has(run("run all").out, "seed 0x5  1 scenario, 1 run, 1 variant\n"));
    EXPECT_TRUE(has(kept("run.txt"), "syncsim.json:1:2"));
    EXPECT_TRUE(has(run("run all", "SYNCSIM_SEED=6").out, "seed 0x6  "));
    EXPECT_TRUE(has(run("run all --seed 7", "SYNCSIM_SEED=6").out, "seed 0x7  "));
}

}  // namespace
}  // namespace syncsim::cli
