#include <fnmatch.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <ostream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Guards the architecture by reading the tree.
///
/// A rule is a function of a file's path and text. Each is tried twice: on every file of the tree,
/// where it must find nothing, and on a bad sample, so that a rule which cannot fail shows.
namespace syncsim::protocol {
namespace {

namespace fs = std::filesystem;
using path_patterns = std::vector<std::string_view>;

struct finding {
    std::string path;
    std::size_t line = 0;
    std::string what;

    friend bool operator==(const finding&, const finding&) = default;
};

using findings = std::vector<finding>;

std::ostream& operator<<(std::ostream& out, const finding& found)
{
    return out << found.path << ':' << found.line << ": " << found.what;
}

/// A file, and what is left of it without what a rule must not read.
struct source {
    std::string path;
    std::string text;

    finding at(std::size_t offset, std::string what) const
    {
        const auto line = std::ranges::count(text.substr(0, offset), '\n') + 1;
        return {path, static_cast<std::size_t>(line), std::move(what)};
    }
};

bool matches(std::string_view path, const path_patterns& patterns)
{
    const std::string text(path);
    return std::ranges::any_of(patterns, [&](std::string_view pattern) {
        return fnmatch(std::string(pattern).c_str(), text.c_str(), 0) == 0;
    });
}

const path_patterns headers{"*.hpp"};
const path_patterns tests{"*_test.cpp", "*_testing.hpp"};
const path_patterns benches{"*_bench.cpp"};

bool is_code(std::string_view path)
{
    return matches(path, {"*.hpp", "*.cpp"});
}

// --- Reading C++ ---------------------------------------------------------------------------------

bool is_word(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

enum class token_kind { comment, literal, other };

struct token {
    token_kind kind;
    std::size_t end;
};

std::size_t end_of(std::string_view text, std::string_view what, std::size_t from)
{
    const auto found = text.find(what, from);
    return found == std::string_view::npos ? text.size() : found + what.size();
}

std::size_t end_of_raw_string(std::string_view text, std::size_t quote)
{
    const auto open = end_of(text, "(", quote);
    const std::string delimiter(text.substr(quote + 1, open - quote - 2));
    return end_of(text, ")" + delimiter + "\"", open);
}

std::size_t end_of_quoted(std::string_view text, std::size_t quote)
{
    for (auto at = quote + 1; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (text[at] == text[quote] || text[at] == '\n') {
            return at + 1;
        }
    }
    return text.size();
}

/// A name, or a number with its digit separators, which are no quotes.
std::size_t end_of_word(std::string_view text, std::size_t at)
{
    const bool number = std::isdigit(static_cast<unsigned char>(text[at])) != 0;
    while (at < text.size() && (is_word(text[at]) || (number && text[at] == '\''))) ++at;
    return at;
}

token token_at(std::string_view text, std::size_t at)
{
    const auto rest = text.substr(at);
    if (rest.starts_with("//"))
        return {token_kind::comment, std::min(text.find('\n', at), text.size())};
    if (rest.starts_with("/*")) return {token_kind::comment, end_of(text, "*/", at + 2)};
    if (rest.starts_with("R\"")) return {token_kind::literal, end_of_raw_string(text, at + 1)};
    if (rest.starts_with('"') || rest.starts_with('\'')) {
        return {token_kind::literal, end_of_quoted(text, at)};
    }
    if (is_word(text[at])) return {token_kind::other, end_of_word(text, at)};
    return {token_kind::other, at + 1};
}

/// The file with these kinds of token turned to spaces; every line keeps its number.
source without(std::initializer_list<token_kind> kinds, const source& file)
{
    source rest = file;
    for (std::size_t at = 0; at < file.text.size();) {
        const auto token = token_at(file.text, at);
        if (std::ranges::find(kinds, token.kind) != kinds.end()) {
            std::replace_if(
                rest.text.begin() + static_cast<std::ptrdiff_t>(at),
                rest.text.begin() + static_cast<std::ptrdiff_t>(token.end),
                [](char c) { return c != '\n'; },
                ' ');
        }
        at = token.end;
    }
    return rest;
}

source uncommented(const source& file)
{
    return without({token_kind::comment}, file);
}

source code_only(const source& file)
{
    return without({token_kind::comment, token_kind::literal}, file);
}

/// Where a name stands as a whole; a `*` in front of it stands for the rest of a longer one.
std::vector<std::size_t> places_of(std::string_view name, std::string_view text)
{
    const bool any_start = name.starts_with('*');
    if (any_start) name.remove_prefix(1);
    std::vector<std::size_t> places;
    for (auto at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
        const auto end = at + name.size();
        const bool starts =
            any_start || !is_word(name.front()) || at == 0 || !is_word(text[at - 1]);
        const bool ends = !is_word(name.back()) || end == text.size() || !is_word(text[end]);
        if (starts && ends) places.push_back(at);
    }
    return places;
}

struct include {
    /// With its quotes or brackets.
    std::string quoted;
    std::string name;
    std::size_t offset = 0;
};

std::vector<include> includes_of(const source& file)
{
    const auto text = uncommented(file).text;
    std::vector<include> found;
    for (const auto at : places_of("#include", text)) {
        const auto line = text.substr(at, text.find('\n', at) - at);
        const auto open = line.find_first_of("<\"");
        const auto start_of_line = at == 0 || text[at - 1] == '\n';
        if (!start_of_line || open == std::string::npos) continue;
        const auto close = line.find_first_of(">\"", open + 1);
        found.push_back(
            {line.substr(open, close - open + 1), line.substr(open + 1, close - open - 1), at});
    }
    return found;
}

// --- Which folder may include which --------------------------------------------------------------

struct level {
    /// Also the beginning of the paths in it; the longest that fits holds.
    std::string_view folder;
    std::string_view name_space;
    std::vector<std::string_view> may_include;
};

const std::array levels{
    level{"protocol/support", "syncsim::support", {"protocol/support"}},
    level{"protocol", "syncsim::protocol", {"protocol", "protocol/support"}},
    level{
        "reference_client",
        "syncsim::reference_client",
        {"reference_client", "protocol", "protocol/support"}},
    level{
        "reference_server",
        "syncsim::reference_server",
        {"reference_server", "protocol", "protocol/support"}},
    level{
        "sim",
        "syncsim::sim",
        {"sim", "reference_client", "reference_server", "protocol", "protocol/support"}},
    level{"reports", "syncsim::reports", {"reports", "sim", "protocol", "protocol/support"}},
    level{
        "scenarios",
        "syncsim::cli",
        {"scenarios/cli", "reports", "sim", "protocol", "protocol/support"}},
    level{
        "scenarios/cli",
        "syncsim::cli",
        {"scenarios/cli", "reports", "sim", "protocol", "protocol/support"}},
};

/// Nothing for a path outside the folders.
const level* level_of(std::string_view path)
{
    const level* longest = nullptr;
    for (const auto& candidate : levels) {
        if (!path.starts_with(std::string(candidate.folder) + "/")) continue;
        if (longest == nullptr || candidate.folder.size() > longest->folder.size()) {
            longest = &candidate;
        }
    }
    return longest;
}

findings includes_pointing_up(const source& file)
{
    const auto* const from = level_of(file.path);
    if (from == nullptr) return {{file.path, 1, "code outside the folders of the project"}};
    findings found;
    for (const auto& include : includes_of(file)) {
        const auto* const to = level_of(include.name);
        const bool quoted = include.quoted.starts_with('"');
        if (to == nullptr && quoted) {
            found.push_back(file.at(include.offset, "write \"folder/name\": " + include.name));
        }
        if (to == nullptr) continue;
        if (!quoted) found.push_back(file.at(include.offset, "quote our own: " + include.name));
        if (std::ranges::find(from->may_include, to->folder) == from->may_include.end()) {
            found.push_back(file.at(
                include.offset,
                std::string(from->folder) + " must not include " + std::string(to->folder)));
        }
    }
    return found;
}

// --- Where headers of others may be included -----------------------------------------------------

struct third_party {
    path_patterns headers;
    path_patterns may_be_in;
};

/// The first row that fits a header holds. A header of others that no row names is refused.
const std::array third_parties{
    third_party{{"sqlite3.h"}, {"protocol/support/sqlite*.cpp", "sim/fault/disk*.?pp"}},
    third_party{{"xxhash.h"}, {"protocol/support/hash.cpp"}},
    third_party{{"boost/beast*"}, {"reference_*/http_*"}},
    third_party{
        {"boost/asio*"},
        {"*channel*.?pp",
         "reference_server/endpoint.?pp",
         "reference_client/client.?pp",
         "reference_client/session.?pp",
         "*scheduler*.?pp",
         "*world*.?pp",
         "*host*.?pp",
         "*/http_*",
         "*/main.cpp",
         "*_test.cpp",
         "*_testing.hpp",
         "*_bench.cpp"}},
    third_party{{"boost/system*"}, {"*.?pp"}},
    third_party{{"nlohmann/json_fwd.hpp"}, {"*.?pp"}},
    third_party{{"nlohmann/json.hpp", "fmt/*"}, {"*.cpp"}},
    third_party{{"CLI/*"}, {"scenarios/cli/options.cpp"}},
    third_party{
        {"rapidcheck.h", "rapidcheck/*"},
        {"*_property_test.cpp", "sim/explore/campaign*.cpp"}},
    third_party{{"gtest/*", "gmock/*"}, tests},
    third_party{{"benchmark/*"}, benches},
    third_party{{"valijson/*"}, {"sim/schema/scenario_schema_test.cpp"}},
    third_party{{"fnmatch.h"}, {"protocol/tidy_test.cpp"}},
    third_party{
        {"sys/*", "unistd.h", "signal.h", "spawn.h", "fcntl.h"},
        {"scenarios/cli/*", "*/main.cpp", "*_test.cpp", "*_testing.hpp"}},
};

bool is_of_the_standard_library(std::string_view header)
{
    return std::ranges::all_of(header, [](char c) { return is_word(c); });
}

findings misplaced_third_parties(const source& file)
{
    findings found;
    for (const auto& include : includes_of(file)) {
        if (include.quoted.starts_with('"') || is_of_the_standard_library(include.name)) continue;
        const auto row = std::ranges::find_if(third_parties, [&](const third_party& candidate) {
            return matches(include.name, candidate.headers);
        });
        if (row == third_parties.end()) {
            found.push_back(file.at(include.offset, "not in the table: " + include.name));
        } else if (!matches(file.path, row->may_be_in)) {
            std::string places;
            for (const auto place : row->may_be_in) places += " " + std::string(place);
            found.push_back(file.at(include.offset, include.name + " belongs in" + places));
        }
    }
    return found;
}

// --- What would make two runs differ -------------------------------------------------------------

const path_patterns at_the_edge{"scenarios/cli/*", "*/main.cpp"};
const path_patterns edge_or_tests{"scenarios/cli/*", "*/main.cpp", "*_test.cpp", "*_bench.cpp"};
const path_patterns edge_tests_or_http{
    "scenarios/cli/*",
    "*/main.cpp",
    "*_test.cpp",
    "*_bench.cpp",
    "*/http_*"};

struct banned {
    /// As for `places_of`.
    std::string_view name;
    std::string_view instead;
    path_patterns allowed_in;
};

const std::array ban_list{
    banned{"system_clock", "take the time as a parameter", edge_or_tests},
    banned{"high_resolution_clock", "take the time as a parameter", edge_or_tests},
    banned{"steady_clock", "ask the scheduler", edge_tests_or_http},
    banned{"steady_timer", "ask the scheduler", edge_tests_or_http},
    banned{"system_timer", "ask the scheduler", edge_tests_or_http},
    banned{"time(nullptr)", "take the time as a parameter", edge_or_tests},
    banned{"time(NULL)", "take the time as a parameter", edge_or_tests},
    banned{"time(0)", "take the time as a parameter", edge_or_tests},
    banned{"localtime", "protocol::to_wire_time, in UTC", {}},
    banned{"this_thread", "ask the scheduler to wait", edge_or_tests},
    banned{"random_device", "sim::chance, or a seed as a parameter", at_the_edge},
    banned{"rand(", "sim::chance", {}},
    banned{"srand(", "sim::chance", {}},
    banned{"mt19937", "sim::chance", {}},
    banned{"mt19937_64", "sim::chance", {}},
    banned{"default_random_engine", "sim::chance", {}},
    banned{"*_distribution", "sim::chance, whose integers are the same everywhere", {}},
    banned{"shuffle", "order by sim::chance", {}},
    banned{"getenv", "take the value as a parameter", edge_or_tests},
    banned{"unordered_map", "std::map: its order is the same everywhere", edge_or_tests},
    banned{"unordered_set", "std::set: its order is the same everywhere", edge_or_tests},
    banned{"unordered_multimap", "std::multimap", edge_or_tests},
    banned{"unordered_multiset", "std::multiset", edge_or_tests},
};

findings sources_of_chance(const source& file)
{
    findings found;
    const auto code = code_only(file).text;
    for (const auto& [name, instead, allowed_in] : ban_list) {
        if (matches(file.path, allowed_in)) continue;
        for (const auto at : places_of(name, code)) {
            found.push_back(file.at(at, std::string(name) + ": " + std::string(instead)));
        }
    }
    return found;
}

findings printed_addresses(const source& file)
{
    findings found;
    if (matches(file.path, tests)) return found;
    for (const auto at : places_of("%p", uncommented(file).text)) {
        found.push_back(file.at(at, "an address differs from run to run; print an id"));
    }
    return found;
}

// --- Names and leftovers -------------------------------------------------------------------------

bool is_in(std::string_view name, std::string_view name_space)
{
    return name == name_space || name.starts_with(std::string(name_space) + "::");
}

/// A test may open those below it too: what prints a type is found beside the type.
bool may_open(std::string_view name, const level& home, const source& file)
{
    if (is_in(name, home.name_space)) return true;
    return matches(file.path, tests) && std::ranges::any_of(levels, [&](const level& below) {
               const auto& known = home.may_include;
               return is_in(name, below.name_space) &&
                      std::ranges::find(known, below.folder) != known.end();
           });
}

findings foreign_namespaces(const source& file)
{
    const auto* const home = level_of(file.path);
    if (home == nullptr) return {};
    findings found;
    bool opens_any = false;
    const auto code = code_only(file).text;
    for (const auto at : places_of("namespace syncsim", code)) {
        if (std::string_view(code).substr(0, at).ends_with("using ")) continue;
        opens_any = true;
        const auto start = at + std::string_view("namespace ").size();
        const auto name = code.substr(start, code.find_first_of(" \n;{", start) - start);
        if (may_open(name, *home, file)) continue;
        found.push_back(file.at(at, name + " is not " + std::string(home->name_space)));
    }
    const bool needs_none = matches(file.path, {"*/main.cpp", "*_main.cpp"}) ||
                            matches(file.path, tests) || matches(file.path, benches);
    if (!opens_any && !needs_none) {
        found.push_back({file.path, 1, "no namespace " + std::string(home->name_space)});
    }
    return found;
}

findings names_that_say_nothing(const source& file)
{
    const std::set<std::string> empty_words{
        "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"};
    std::istringstream words(fs::path(file.path).stem().string());
    for (std::string word; std::getline(words, word, '_');) {
        if (empty_words.contains(word))
            return {{file.path, 1, "name the noun, not \"" + word + "\""}};
    }
    return {};
}

findings headers_without_pragma_once(const source& file)
{
    if (!matches(file.path, headers)) return {};
    if (!places_of("#pragma once", code_only(file).text).empty()) return {};
    return {{file.path, 1, "no #pragma once"}};
}

findings leftovers(const source& file)
{
    findings found;
    for (const std::string_view mark :
         {"TO"
          "DO",
          "FIX"
          "ME",
          "XX"
          "X"}) {
        for (const auto at : places_of(mark, file.text)) {
            found.push_back(file.at(at, "finish it or write an issue: " + std::string(mark)));
        }
    }
    return found;
}

findings machine_paths(const source& file)
{
    findings found;
    for (const std::string_view root :
         {"/ho"
          "me/",
          "/Us"
          "ers/",
          "/ro"
          "ot/",
          "/tm"
          "p/",
          "/wo"
          "rk/"}) {
        for (const auto at : places_of(root, file.text)) {
            const bool inside = at > 0 && (is_word(file.text[at - 1]) || file.text[at - 1] == '.');
            if (!inside) found.push_back(file.at(at, "a path of one machine"));
        }
    }
    return found;
}

/// Tests that speak of the whole tree or of several files, not of one file beside them.
const path_patterns tests_of_no_file{
    "protocol/tidy_test.cpp",
    "*/readme_test.cpp",
    "*/golden_test.cpp",
    "*/determinism_test.cpp",
    "*/weakening_test.cpp",
    "*end_to_end_test.cpp",
};

findings tests_of_nothing(const source& file, const std::set<std::string>& tree)
{
    const bool tests_something = matches(file.path, {"*_test.cpp", "*_fuzz.cpp"});
    if (!tests_something || matches(file.path, tests_of_no_file)) return {};
    auto subject = file.path;
    for (const std::string_view ending : {"_test.cpp", "_fuzz.cpp", "_property"}) {
        if (subject.ends_with(ending)) subject.resize(subject.size() - ending.size());
    }
    if (tree.contains(subject + ".hpp") || tree.contains(subject + ".cpp")) return {};
    return {{file.path, 1, "there is no " + subject + ".hpp or .cpp"}};
}

// --- The tree ------------------------------------------------------------------------------------

source read(const fs::path& root, const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {
        fs::relative(file, root).generic_string(),
        std::string(std::istreambuf_iterator<char>(in), {})};
}

/// Every text file of the project's folders, by path. `web` is not ours to read: it has tools of
/// its own, and its `dist` is generated.
const std::vector<source>& tree()
{
    static const auto files = [] {
        const fs::path root(SYNCSIM_SOURCE_DIR);
        const std::set<std::string> kinds{".cpp", ".hpp", ".json", ".jsonc", ".md", ".txt"};
        std::vector<source> found;
        for (const auto* folder :
             {"protocol", "reference_client", "reference_server", "reports", "scenarios", "sim"}) {
            fs::recursive_directory_iterator at(root / folder);
            for (; at != fs::recursive_directory_iterator(); ++at) {
                const bool skipped = at->path().filename().string().starts_with('.') ||
                                     at->path() == root / "reports" / "web";
                if (skipped) at.disable_recursion_pending();
                if (skipped || !at->is_regular_file()) continue;
                if (kinds.contains(at->path().extension())) found.push_back(read(root, at->path()));
            }
        }
        std::ranges::sort(found, {}, &source::path);
        return found;
    }();
    return files;
}

/// What a rule finds in the tree's code.
findings in_code(findings (*rule)(const source&))
{
    findings all;
    for (const auto& file : tree()) {
        if (is_code(file.path)) std::ranges::move(rule(file), std::back_inserter(all));
    }
    return all;
}

/// What a rule finds in all of the tree's files.
findings in_texts(findings (*rule)(const source&))
{
    findings all;
    for (const auto& file : tree()) std::ranges::move(rule(file), std::back_inserter(all));
    return all;
}

const findings none;

TEST(Tidy, ReadsTheTree)
{
    const auto reads = [](std::string_view path) {
        return std::ranges::find(tree(), path, &source::path) != tree().end();
    };

    EXPECT_TRUE(reads("protocol/error.hpp"));
    EXPECT_TRUE(reads("protocol/support/check.cpp"));
    EXPECT_TRUE(reads("sim/fault/anchor.hpp"));
    EXPECT_TRUE(reads("scenarios/CMakeLists.txt"));
}

TEST(Tidy, IncludesPointDown)
{
    EXPECT_EQ(in_code(includes_pointing_up), none);
}

TEST(Tidy, ThirdPartyHeadersStayInTheirFiles)
{
    EXPECT_EQ(in_code(misplaced_third_parties), none);
}

TEST(Tidy, NothingButTheEdgeReadsClocksChanceOrEnvironment)
{
    EXPECT_EQ(in_code(sources_of_chance), none);
}

TEST(Tidy, NoAddressIsPrinted)
{
    EXPECT_EQ(in_code(printed_addresses), none);
}

TEST(Tidy, NamespacesAreFolders)
{
    EXPECT_EQ(in_code(foreign_namespaces), none);
}

TEST(Tidy, FileNamesAreNouns)
{
    EXPECT_EQ(in_texts(names_that_say_nothing), none);
}

TEST(Tidy, HeadersAreReadOnce)
{
    EXPECT_EQ(in_code(headers_without_pragma_once), none);
}

TEST(Tidy, NothingIsLeftToDo)
{
    EXPECT_EQ(in_texts(leftovers), none);
}

TEST(Tidy, NoPathIsOfOneMachine)
{
    EXPECT_EQ(in_texts(machine_paths), none);
}

TEST(Tidy, EveryTestIsOfAFileBesideIt)
{
    std::set<std::string> paths;
    for (const auto& file : tree()) paths.insert(file.path);

    findings all;
    for (const auto& file : tree()) {
        std::ranges::move(tests_of_nothing(file, paths), std::back_inserter(all));
    }
    EXPECT_EQ(all, none);
}

// --- Each rule, on samples -----------------------------------------------------------------------

/// The lines that a rule finds fault with.
std::vector<std::size_t> lines_of(const findings& found)
{
    std::vector<std::size_t> lines;
    for (const auto& each : found) lines.push_back(each.line);
    return lines;
}

using lines = std::vector<std::size_t>;

TEST(TidyRules, RefuseAnIncludeThatPointsUp)
{
    EXPECT_EQ(
        lines_of(includes_pointing_up(
            {"protocol/codec.cpp",
             "#include \"protocol/codec.hpp\"\n"
             "#include \"protocol/support/uuid.hpp\"\n"
             "#include \"sim/world.hpp\"\n"})),
        lines{3});
    EXPECT_EQ(
        lines_of(
            includes_pointing_up({"protocol/support/uuid.cpp", "#include \"protocol/ids.hpp\"\n"})),
        lines{1});
    EXPECT_EQ(
        lines_of(includes_pointing_up({"sim/time/skew.cpp", "#include \"reports/text.hpp\"\n"})),
        lines{1});
}

TEST(TidyRules, RefuseThatClientAndServerKnowEachOther)
{
    EXPECT_EQ(
        lines_of(includes_pointing_up(
            {"reference_client/client.cpp", "#include \"reference_server/server.hpp\"\n"})),
        lines{1});
    EXPECT_EQ(
        lines_of(includes_pointing_up(
            {"reference_server/server.cpp", "#include \"reference_client/client.hpp\"\n"})),
        lines{1});
}

TEST(TidyRules, RefuseAnIncludeThatDoesNotSayItsFolder)
{
    EXPECT_EQ(
        lines_of(includes_pointing_up({"sim/world.cpp", "#include \"world.hpp\"\n"})), lines{1});
    EXPECT_EQ(
        lines_of(includes_pointing_up({"sim/world.cpp", "#include <sim/world.hpp>\n"})), lines{1});
    EXPECT_EQ(lines_of(includes_pointing_up({"extras/world.cpp", ""})), lines{1});
}

TEST(TidyRules, DoNotReadAnIncludeInAComment)
{
    EXPECT_EQ(
        includes_pointing_up({"protocol/codec.cpp", "// #include \"sim/world.hpp\"\n"}), none);
    EXPECT_EQ(
        includes_pointing_up({"protocol/codec.cpp", "/*\n#include \"sim/world.hpp\"\n*/\n"}), none);
}

TEST(TidyRules, RefuseAThirdPartyHeaderOutsideItsFiles)
{
    struct sample {
        std::string_view header, wrong, right;
    };
    for (const auto& [header, wrong, right] : {
             sample{
                 "sqlite3.h", "reference_client/sqlite_store.cpp", "protocol/support/sqlite.cpp"},
             sample{"sqlite3.h", "protocol/support/sqlite.hpp", "sim/fault/disk.cpp"},
             sample{"xxhash.h", "sim/time/choice.cpp", "protocol/support/hash.cpp"},
             sample{"boost/asio/awaitable.hpp", "protocol/codec.cpp", "protocol/channel.hpp"},
             sample{"boost/asio/post.hpp", "sim/trace.cpp", "sim/time/scheduler.cpp"},
             sample{"boost/beast/http.hpp", "sim/world.cpp", "reference_server/http_server.cpp"},
             sample{"nlohmann/json.hpp", "protocol/codec.hpp", "protocol/codec.cpp"},
             sample{"fmt/format.h", "protocol/codec.hpp", "protocol/codec.cpp"},
             sample{"CLI/CLI.hpp", "scenarios/cli/run.cpp", "scenarios/cli/options.cpp"},
             sample{"rapidcheck.h", "sim/world_test.cpp", "sim/world_property_test.cpp"},
             sample{"gtest/gtest.h", "sim/world.cpp", "sim/world_testing.hpp"},
             sample{"benchmark/benchmark.h", "sim/world_test.cpp", "sim/world_bench.cpp"},
             sample{
                 "valijson/schema.hpp",
                 "sim/scenario_file_test.cpp",
                 "sim/schema/scenario_schema_test.cpp"},
         }) {
        SCOPED_TRACE(header);
        const auto line = "#include <" + std::string(header) + ">\n";
        EXPECT_EQ(lines_of(misplaced_third_parties({std::string(wrong), line})), lines{1});
        EXPECT_EQ(misplaced_third_parties({std::string(right), line}), none);
    }
}

TEST(TidyRules, RefuseAThirdPartyHeaderThatTheTableDoesNotName)
{
    EXPECT_EQ(
        lines_of(misplaced_third_parties({"sim/world.cpp", "#include <boost/json.hpp>\n"})),
        lines{1});
    EXPECT_EQ(misplaced_third_parties({"sim/world.cpp", "#include <string_view>\n"}), none);
}

TEST(TidyRules, RefuseWhatMakesTwoRunsDiffer)
{
    for (const std::string_view line : {
             "auto now = std::chrono::system_clock::now();",
             "auto now = std::chrono::steady_clock::now();",
             "boost::asio::steady_timer timer(context);",
             "auto seed = time(nullptr);",
             "auto* local = std::localtime(&now);",
             "std::this_thread::sleep_for(1s);",
             "std::random_device chance;",
             "int chance = std::rand();",
             "std::mt19937 chance(seed);",
             "std::mt19937_64 chance(seed);",
             "std::uniform_int_distribution<int> dice(1, 6);",
             "std::ranges::shuffle(records, chance);",
             "auto* home = std::getenv(name);",
             "std::unordered_map<int, int> records;",
             "std::unordered_set<int> keys;",
         }) {
        SCOPED_TRACE(line);
        EXPECT_EQ(
            lines_of(sources_of_chance({"sim/world.cpp", "\n" + std::string(line) + "\n"})),
            lines{2});
    }
}

TEST(TidyRules, AllowRealTimeWhereThereIsNoSimulator)
{
    EXPECT_EQ(sources_of_chance({"scenarios/cli/run.cpp", "steady_clock::now();"}), none);
    EXPECT_EQ(sources_of_chance({"reference_client/main.cpp", "system_clock::now();"}), none);
    EXPECT_EQ(sources_of_chance({"reference_server/http_server.cpp", "steady_timer t;"}), none);
    EXPECT_NE(sources_of_chance({"reference_server/http_server.cpp", "system_clock t;"}), none);
}

TEST(TidyRules, ReadNamesAsAWholeAndOnlyInCode)
{
    EXPECT_EQ(
        sources_of_chance(
            {"sim/world.cpp",
             "int my_shuffle_count = 1'000;  // no shuffle\n"
             "auto text = \"say \\\"getenv\\\" or rand()\";\n"
             "auto raw = R\"(mt19937 \" )\"; /* unordered_map */ int grand(int);\n"
             "char quote = '\"'; int runtime(int);\n"}),
        none);
    EXPECT_EQ(
        lines_of(sources_of_chance({"sim/world.cpp", "int a = 1'000;\nint b = '\\''; getenv(n);"})),
        lines{2});
}

TEST(TidyRules, RefuseToPrintAnAddress)
{
    EXPECT_EQ(
        lines_of(printed_addresses({"sim/trace.cpp", "// %p\nprintf(\"%p\", it);\n"})), lines{2});
    EXPECT_EQ(printed_addresses({"sim/trace.cpp", "printf(\"%prefix\", it);\n"}), none);
}

TEST(TidyRules, RefuseANamespaceOfAnotherFolder)
{
    EXPECT_EQ(
        lines_of(foreign_namespaces({"sim/world.hpp", "\nnamespace syncsim::protocol {\n}\n"})),
        lines{2});
    EXPECT_EQ(
        lines_of(foreign_namespaces({"sim/world.cpp", "namespace syncsim {\nint x;\n}\n"})),
        lines{1});
    EXPECT_EQ(
        foreign_namespaces({"sim/time/skew.hpp", "namespace syncsim::sim {\nnamespace {\n"}), none);
    EXPECT_EQ(
        foreign_namespaces({"protocol/support/a.hpp", "namespace syncsim::support::sql {\n"}),
        none);
}

TEST(TidyRules, AllowATestToPrintWhatIsBelowIt)
{
    const std::string printer = "namespace syncsim::protocol {\nvoid PrintTo(record, out*);\n}\n";

    EXPECT_EQ(foreign_namespaces({"sim/world_test.cpp", printer}), none);
    EXPECT_EQ(lines_of(foreign_namespaces({"protocol/support/uuid_test.cpp", printer})), lines{1});
}

TEST(TidyRules, RefuseCodeInNoNamespace)
{
    EXPECT_EQ(lines_of(foreign_namespaces({"sim/world.hpp", "int x;\n"})), lines{1});
    EXPECT_EQ(foreign_namespaces({"scenarios/cli/main.cpp", "int main() {}\n"}), none);
    EXPECT_EQ(foreign_namespaces({"sim/main.cpp", "using namespace syncsim;\n"}), none);
}

TEST(TidyRules, RefuseAFileNameThatSaysNothing)
{
    EXPECT_EQ(lines_of(names_that_say_nothing({"sim/utils.hpp", ""})), lines{1});
    EXPECT_EQ(lines_of(names_that_say_nothing({"sim/time_helpers.cpp", ""})), lines{1});
    EXPECT_EQ(names_that_say_nothing({"sim/commonplace.hpp", ""}), none);
}

TEST(TidyRules, RefuseAHeaderWithoutPragmaOnce)
{
    EXPECT_EQ(
        lines_of(headers_without_pragma_once({"sim/world.hpp", "// #pragma once\n"})), lines{1});
    EXPECT_EQ(headers_without_pragma_once({"sim/world.hpp", "#pragma once\n"}), none);
    EXPECT_EQ(headers_without_pragma_once({"sim/world.cpp", ""}), none);
}

TEST(TidyRules, RefuseLeftovers)
{
    EXPECT_EQ(
        lines_of(leftovers(
            {"sim/world.cpp",
             "\n// TO"
             "DO: finish\n"})),
        lines{2});
    EXPECT_EQ(
        lines_of(leftovers(
            {"sim/README.md",
             "FIX"
             "ME\n"})),
        lines{1});
    EXPECT_EQ(
        leftovers(
            {"sim/README.md",
             "mkdtemp(\"aXX"
             "XXXX\")\n"}),
        none);
}

TEST(TidyRules, RefuseAPathOfOneMachine)
{
    EXPECT_EQ(
        lines_of(machine_paths(
            {"sim/README.md",
             "see /ho"
             "me/me/notes\n"})),
        lines{1});
    EXPECT_EQ(
        machine_paths(
            {"sim/README.md",
             "see build/tm"
             "p/notes and ./wo"
             "rk/\n"}),
        none);
}

TEST(TidyRules, RefuseATestOfNoFile)
{
    const std::set<std::string> tree{"sim/world.cpp", "sim/store.hpp"};

    EXPECT_EQ(lines_of(tests_of_nothing({"sim/planet_test.cpp", ""}, tree)), lines{1});
    EXPECT_EQ(lines_of(tests_of_nothing({"sim/planet_fuzz.cpp", ""}, tree)), lines{1});
    EXPECT_EQ(tests_of_nothing({"sim/world_test.cpp", ""}, tree), none);
    EXPECT_EQ(tests_of_nothing({"sim/world_fuzz.cpp", ""}, tree), none);
    EXPECT_EQ(tests_of_nothing({"sim/store_property_test.cpp", ""}, tree), none);
    EXPECT_EQ(tests_of_nothing({"sim/determinism_test.cpp", ""}, tree), none);
}

}  // namespace
}  // namespace syncsim::protocol
