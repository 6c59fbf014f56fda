// What sim/README.md says of anchors, faults and invariants is what the code does. A change of the
// one without the other fails here.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "sim/fault/anchor.hpp"
#include "sim/mark.hpp"
#include "sim/verdict.hpp"

namespace syncsim::sim {
namespace {

namespace fs = std::filesystem;

const fs::path& root()
{
    static const fs::path path{SYNCSIM_SOURCE_DIR};
    return path;
}

const std::string& readme()
{
    static const std::string text = [] {
        std::ifstream in(root() / "sim/README.md", std::ios::binary);
        EXPECT_TRUE(in);
        return std::string{std::istreambuf_iterator<char>(in), {}};
    }();
    return text;
}

/// The README with one space for every stretch of white space, so that a sentence is found however
/// its lines are broken.
const std::string& unwrapped()
{
    static const std::string text = [] {
        std::string joined;
        for (const char each : readme()) {
            const bool is_space = std::isspace(static_cast<unsigned char>(each)) != 0;
            if (!is_space) joined += each;
            if (is_space && !joined.ends_with(' ')) joined += ' ';
        }
        return joined;
    }();
    return text;
}

std::string in_backticks(std::string_view name)
{
    return "`" + std::string(name) + "`";
}

/// "* `name`: sentence", as the README lists things with what they mean.
std::string entry(std::string_view name, std::string_view sentence)
{
    return " * " + in_backticks(name) + ": " + std::string(sentence) + ".";
}

bool says(std::string_view text)
{
    return unwrapped().find(text) != std::string::npos;
}

TEST(SimReadme, ExplainsEveryAnchor)
{
    for (const auto& each : all_anchors()) {
        EXPECT_TRUE(says(entry(each.name, each.meaning))) << entry(each.name, each.meaning);
    }
}

TEST(SimReadme, ExplainsEveryFault)
{
    for (const auto& each : all_faults()) {
        EXPECT_TRUE(says(entry(each.name, each.meaning))) << entry(each.name, each.meaning);
    }
}

TEST(SimReadme, ExplainsEveryMark)
{
    for (const auto& each : all_marks()) {
        EXPECT_TRUE(says(entry(each.name, each.meaning))) << entry(each.name, each.meaning);
    }
}

/// The column of an anchor in the table of faults.
std::size_t column_of(const anchor_traits& at)
{
    if (is_local(at.which)) return 0;
    if (at.name.ends_with(".request")) return 1;
    if (at.name.ends_with(".response")) return 3;
    return at.name.starts_with("apply.") ? 4 : 2;
}

/// What stands in a column for these anchors of it: "yes", nothing, or which step is left out.
std::string cell(const std::vector<std::string_view>& allowed, std::vector<std::string_view> denied)
{
    if (allowed.empty()) return " |";
    if (denied.empty()) return " yes |";
    EXPECT_EQ(denied.size(), 1U) << denied.back();
    return " not " + std::string(denied.front().substr(0, denied.front().find('.'))) + " |";
}

TEST(SimReadme, SaysWhereEachFaultMakesSense)
{
    for (const auto& kind : all_faults()) {
        std::array<std::vector<std::string_view>, 5> allowed;
        std::array<std::vector<std::string_view>, 5> denied;
        for (const auto& at : all_anchors()) {
            auto& columns = nonsense(kind.which, at.which) ? denied : allowed;
            columns.at(column_of(at)).push_back(at.name);
        }

        auto row = "\n| " + in_backticks(kind.name) + " |";
        for (std::size_t column = 0; column < allowed.size(); ++column) {
            row += cell(allowed.at(column), denied.at(column));
        }

        EXPECT_NE(readme().find(row + "\n"), std::string::npos) << row;
    }
}

TEST(SimReadme, ListsEveryInvariantAndItsChecker)
{
    for (const auto& each : all_invariants()) {
        auto file = "check/" + std::string(each.name) + ".hpp";
        std::ranges::replace(file, '-', '_');
        const bool is_outcome = each.kind == invariant_traits::kind::outcome;
        const auto row = "\n| " + in_backticks(each.name) + " | " +
                         (is_outcome ? "outcome" : "mechanism") + " | " + std::string(each.judged) +
                         " | " + in_backticks(file) + " |\n";

        EXPECT_NE(readme().find(row), std::string::npos) << row;
        EXPECT_TRUE(fs::exists(root() / "sim" / file)) << file;
    }
}

TEST(SimReadme, SaysOfEveryInvariantWhatItStatesAndWhatBreaksIt)
{
    for (const auto& each : all_invariants()) {
        const auto statement = entry(each.name, each.statement);
        EXPECT_TRUE(says(statement + " *Broken by* ")) << statement;
    }
}

TEST(SimReadme, ExplainsEveryVerdict)
{
    for (const auto each :
         {verdict_kind::holds,
          verdict_kind::at_risk,
          verdict_kind::violates,
          verdict_kind::inconclusive}) {
        EXPECT_NE(readme().find("\n| " + in_backticks(name(each)) + " | "), std::string::npos)
            << name(each);
    }
}

/// What stands in backticks and ends like a source file, patterns left out.
std::vector<std::string> files_named()
{
    std::vector<std::string> found;
    const auto& text = readme();
    for (auto from = text.find('`'); from != std::string::npos;) {
        const auto to = text.find('`', from + 1);
        const auto word = text.substr(from + 1, to - from - 1);
        const bool is_file = word.ends_with(".hpp") || word.ends_with(".cpp");
        if (is_file && word.find('*') == std::string::npos) found.push_back(word);
        from = to == std::string::npos ? to : text.find('`', to + 1);
    }
    return found;
}

TEST(SimReadme, NamesFilesThatAreThere)
{
    EXPECT_GE(files_named().size(), 40U);
    for (const auto& file : files_named()) {
        EXPECT_TRUE(fs::exists(root() / "sim" / file) || fs::exists(root() / file)) << file;
    }
}

}  // namespace
}  // namespace syncsim::sim
