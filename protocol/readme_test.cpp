// What protocol/README.md says of messages, questions and errors is what the code does. A change of
// the one without the other fails here.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "protocol/codec.hpp"
#include "protocol/digest.hpp"
#include "protocol/json_text.hpp"
#include "protocol/variant.hpp"
#include "protocol/wire_members.hpp"

namespace syncsim::protocol {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    EXPECT_TRUE(in) << file;
    return {std::istreambuf_iterator<char>(in), {}};
}

const std::string& readme()
{
    static const auto text = text_of(fs::path(SYNCSIM_SOURCE_DIR) / "protocol/README.md");
    return text;
}

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// The text from behind `opening` to `closing`; nothing where there is no `opening`.
std::optional<std::string_view> between(
    std::string_view text,
    std::string_view opening,
    std::string_view closing)
{
    const auto found = text.find(opening);
    if (found == std::string_view::npos) return std::nullopt;
    const auto rest = text.substr(found + opening.size());
    return rest.substr(0, rest.find(closing));
}

std::string in_backticks(std::string_view name)
{
    return "`" + std::string(name) + "`";
}

// --- Messages ------------------------------------------------------------------------------------

constexpr std::string_view json_fence = "```json\n";

struct example {
    /// "begin request", "record", "problem".
    std::string kind;
    std::string json;
};

/// The blocks of JSON that say what message they are.
std::vector<example> examples()
{
    constexpr std::string_view opening = "<!-- message: ";
    constexpr std::string_view middle = " -->\n```json\n";
    std::vector<example> found;
    const std::string_view text = readme();
    for (auto at = text.find(opening); at != std::string_view::npos;) {
        const auto rest = text.substr(at);
        const auto kind = between(rest, opening, " -->").value_or("");
        const auto json = between(rest, std::string(kind) + std::string(middle), "```");
        found.push_back({std::string(kind), std::string(json.value_or(""))});
        at = text.find(opening, at + opening.size());
    }
    return found;
}

/// The message as the codec writes it after it has read it, or why it cannot be read.
std::string written_back(const example& shown)
{
    const auto why = [](const auto& read) { return to_string(read.error()); };
    if (shown.kind == "problem") {
        const auto read = decode_problem(shown.json);
        return read ? encode(*read) : why(read);
    }
    if (shown.kind == "record") {
        const auto read = decode_records("[" + shown.json + "]");
        if (!read) return why(read);
        const auto array = encode_records(*read);
        return array.substr(1, array.size() - 2);
    }
    for (const auto which : all_steps) {
        if (shown.kind == std::string(name(which)) + " request") {
            const auto read = decode_request(which, shown.json);
            return read ? encode(*read) : why(read);
        }
        if (shown.kind == std::string(name(which)) + " reply") {
            const auto read = decode_reply(which, shown.json);
            return read ? encode(*read) : why(read);
        }
    }
    return "there is no message of this kind";
}

std::string canonical(const std::string& json)
{
    const auto parsed = json::parse(json);
    return parsed ? json::canonical(*parsed) : json;
}

TEST(ProtocolReadme, ShowsMessagesAsTheCodecReadsAndWritesThem)
{
    for (const auto& each : examples()) {
        SCOPED_TRACE(each.kind);
        EXPECT_EQ(canonical(written_back(each)), canonical(each.json));
    }
}

TEST(ProtocolReadme, SaysOfEveryBlockOfJsonWhatItIs)
{
    std::size_t blocks = 0;
    for (auto at = readme().find(json_fence); at != std::string::npos;) {
        ++blocks;
        at = readme().find(json_fence, at + 1);
    }

    EXPECT_EQ(examples().size(), blocks);
}

TEST(ProtocolReadme, ShowsEveryKindOfMessage)
{
    std::vector<std::string> kinds{"record", "problem"};
    for (const auto which : all_steps) {
        kinds.push_back(std::string(name(which)) + " request");
        kinds.push_back(std::string(name(which)) + " reply");
    }

    const auto shown = examples();

    for (const auto& kind : kinds) {
        EXPECT_NE(std::ranges::find(shown, kind, &example::kind), shown.end()) << kind;
    }
}

TEST(ProtocolReadme, ShowsRepliesWithTheirTrueDigests)
{
    int checked = 0;
    for (const auto& each : examples()) {
        for (const auto which : all_steps) {
            if (each.kind != std::string(name(which)) + " reply") continue;
            const auto read = decode_reply(which, each.json);
            ASSERT_TRUE(read) << each.json;
            std::visit(
                [&](const auto& answer) {
                    if (!answer.digest) return;
                    EXPECT_EQ(*answer.digest, digest_of(answer)) << each.json;
                    ++checked;
                },
                *read);
        }
    }
    EXPECT_GE(checked, 4);
}

TEST(ProtocolReadme, ExplainsEveryMemberOfARecord)
{
    const auto section = between(readme(), "\n## Record\n", "\n## ").value_or("");
    for (const auto& member : member_names<record>()) {
        EXPECT_TRUE(has(section, "\n| " + in_backticks(member) + " | ")) << member;
    }
}

TEST(ProtocolReadme, ExplainsEveryMemberOfAMessage)
{
    const auto section = between(readme(), "\n## Messages\n", "\n## ").value_or("");
    const auto members = member_names<
        begin_request,
        begin_reply,
        push_request,
        push_reply,
        push_verdict,
        pull_request,
        pull_reply,
        complete_request>();
    for (const auto& member : members) {
        EXPECT_TRUE(has(section, in_backticks(member))) << member;
    }
}

TEST(ProtocolReadme, ListsEveryErrorAndWhatItMeans)
{
    for (const auto& each : all_errors()) {
        const auto row = "\n| " + std::to_string(static_cast<int>(each.code)) + " | " +
                         in_backticks(each.name) + " | " + std::to_string(each.status) + " | " +
                         (each.definite ? "none" : "unknown") + " | " +
                         (each.retry ? "yes" : "no") + " | ";

        EXPECT_TRUE(has(readme(), row)) << row;
    }
}

// --- Questions -----------------------------------------------------------------------------------

std::string heading_of(const question& asked)
{
    return "\n### " + in_backticks(asked.name) + ": " + std::string(asked.asks) + "\n";
}

/// What the README says of one question; empty where it has no such heading.
std::string_view section_of(const question& asked)
{
    return between(readme(), heading_of(asked), "\n#").value_or("");
}

/// The lines of a question that begin an answer: "* `name` (marks):".
std::vector<std::string> answers_in(std::string_view section)
{
    std::vector<std::string> found;
    for (auto at = section.find("\n* "); at != std::string_view::npos;) {
        const auto line = section.substr(at + 1);
        found.emplace_back(line.substr(0, line.find(':')));
        at = section.find("\n* ", at + 1);
    }
    return found;
}

/// How an answer begins where the code has it like this.
std::string begin_of(const question& asked, std::size_t index)
{
    std::vector<std::string> marks;
    if (!asked.answers[index].built) marks.emplace_back("not yet built");
    for (const auto& preset : presets()) {
        if (asked.get(preset) == index) marks.push_back(preset.name);
    }
    auto begin = "* " + in_backticks(asked.answers[index].name);
    for (const auto& mark : marks) begin += (&mark == &marks.front() ? " (" : ", ") + mark;
    return marks.empty() ? begin : begin + ")";
}

TEST(ProtocolReadme, AsksEveryQuestionInTheOrderOfTheCode)
{
    std::size_t last = 0;
    for (const auto& asked : questions()) {
        const auto at = readme().find(heading_of(asked));
        EXPECT_NE(at, std::string::npos) << heading_of(asked);
        EXPECT_GT(at, last) << asked.name;
        last = at;
    }
}

TEST(ProtocolReadme, GivesEveryAnswerWithThePresetsThatGiveItAndWhetherItIsBuilt)
{
    for (const auto& asked : questions()) {
        SCOPED_TRACE(asked.name);
        std::vector<std::string> expected;
        expected.reserve(asked.answers.size());
        for (std::size_t index = 0; index < asked.answers.size(); ++index) {
            expected.push_back(begin_of(asked, index));
        }

        EXPECT_EQ(answers_in(section_of(asked)), expected);
    }
}

/// The functions and the header in "Decided by `this`, `that` (`ordering.hpp`)".
struct decision {
    std::vector<std::string> functions;
    std::string header;
};

std::optional<decision> decision_in(std::string_view section)
{
    const auto sentence = between(section, "\nDecided by ", "\n\n");
    if (!sentence) return std::nullopt;
    decision found;
    for (std::string_view rest = *sentence; has(rest, "`") && found.header.empty();) {
        const auto word = between(rest, "`", "`").value_or("");
        rest.remove_prefix(rest.find('`') + word.size() + 2);
        if (word.ends_with(".hpp")) {
            found.header = word;
        } else {
            found.functions.emplace_back(word);
        }
    }
    return found;
}

TEST(ProtocolReadme, NamesFunctionsThatAreThere)
{
    for (const auto& asked : questions()) {
        const auto said = decision_in(section_of(asked));
        if (!said) continue;
        SCOPED_TRACE(asked.name);
        const auto header = text_of(fs::path(SYNCSIM_SOURCE_DIR) / "protocol" / said->header);
        EXPECT_FALSE(said->functions.empty());
        for (const auto& function : said->functions) {
            EXPECT_TRUE(has(header, " " + function + "(")) << function;
        }
    }
}

/// The files of this folder that decide.
std::string decisions()
{
    std::string all;
    for (const auto& each : fs::directory_iterator(fs::path(SYNCSIM_SOURCE_DIR) / "protocol")) {
        const auto name = each.path().filename().string();
        const bool decides =
            name.ends_with(".cpp") && !name.ends_with("_test.cpp") && name != "variant.cpp";
        if (decides) all += text_of(each.path());
    }
    return all;
}

TEST(ProtocolReadme, NamesAFunctionWhereTheCodeLooksAtTheAnswer)
{
    const auto code = decisions();
    for (const auto& asked : questions()) {
        const auto section = section_of(asked);
        const bool looked_at = has(code, "answer::" + std::string(asked.name) + "::");

        EXPECT_EQ(decision_in(section).has_value(), looked_at) << asked.name;
        EXPECT_EQ(has(section, "\nNo function decides it: "), !looked_at) << asked.name;
    }
}

// --- References ----------------------------------------------------------------------------------

/// The headings that a text refers to, as in `protocol/` `README.md, "Steps"`.
std::vector<std::string> headings_referred_to(std::string_view text)
{
    std::vector<std::string> found;
    constexpr std::string_view reference =
        "protocol/"
        "README.md,";  // apart, so that this is none
    for (auto at = text.find(reference); at != std::string_view::npos;) {
        // A comment may go on in its next line.
        const auto rest = text.substr(at + reference.size());
        const auto heading = rest.substr(std::min(rest.find_first_not_of(" \n/"), rest.size()));
        if (heading.starts_with('"')) found.emplace_back(*between(heading, "\"", "\""));
        at = text.find(reference, at + 1);
    }
    return found;
}

TEST(ProtocolReadme, HasEveryHeadingThatTheCodeRefersTo)
{
    std::size_t references = 0;
    for (const auto* const folder :
         {"protocol", "reference_client", "reference_server", "reports", "scenarios", "sim"}) {
        const auto root = fs::path(SYNCSIM_SOURCE_DIR) / folder;
        for (const auto& each : fs::recursive_directory_iterator(root)) {
            const auto kind = each.path().extension();
            if (kind != ".hpp" && kind != ".cpp") continue;
            for (const auto& heading : headings_referred_to(text_of(each.path()))) {
                EXPECT_TRUE(has(readme(), "\n## " + heading + "\n")) << each.path() << heading;
                ++references;
            }
        }
    }
    EXPECT_GE(references, 6U);
}

}  // namespace
}  // namespace syncsim::protocol
