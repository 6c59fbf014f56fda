#include "scenarios/cli/source_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace syncsim::cli {
namespace {

namespace json = protocol::json;

/// The text of the member of that name, found by its place alone.
std::string text_of(const std::string& text, std::string_view name)
{
    const auto parsed = json::parse(text, {.allow_comments = true});
    if (!parsed) return "no JSON: " + parsed.error().message;
    const auto span = span_of(text, parsed->find(name)->value);
    return text.substr(span.begin, span.end - span.begin);
}

TEST(SourceText, FindsAValueOfEveryKind)
{
    const std::string text = R"({"a": null, "b":true, "c": -1.5e3,"d": "x", "e": [1, 2], "f":{} })";

    EXPECT_EQ(text_of(text, "a"), "null");
    EXPECT_EQ(text_of(text, "b"), "true");
    EXPECT_EQ(text_of(text, "c"), "-1.5e3");
    EXPECT_EQ(text_of(text, "d"), "\"x\"");
    EXPECT_EQ(text_of(text, "e"), "[1, 2]");
    EXPECT_EQ(text_of(text, "f"), "{}");
}

// Brackets and quotes that are no brackets and quotes.
TEST(SourceText, IsNotMisledByStringsAndComments)
{
    const std::string nest = "{ \"}\\\\\": \"\\\"]}\", // }\n \"b\": [ /* ] \" */ 1 ] }";
    const std::string text = "// {\n{ \"a\": " + nest + ", \"z\": 7/**/}";

    EXPECT_EQ(text_of(text, "a"), nest);
    EXPECT_EQ(text_of(text, "z"), "7");
}

TEST(SourceText, CountsColumnsInCodePoints)
{
    EXPECT_EQ(text_of("{ \"é→\": 1, /* … */\n  \"ü\": \"ö\", \"a\": \"x\" }", "a"), "\"x\"");
}

TEST(SourceText, KnowsWhichCommentsBelongToALine)
{
    const auto behind = [](std::string_view text) { return text.substr(behind_comments(text, 1)); };

    EXPECT_EQ(behind("1, 2"), ", 2");
    EXPECT_EQ(behind("1  \n// next"), "  \n// next");
    EXPECT_EQ(behind("1 // one\n// next"), "\n// next");
    EXPECT_EQ(behind("1 /* one\n */ /* two */ }"), " }");
    EXPECT_EQ(behind("1 // all"), "");
}

TEST(SourceText, ChangesNothingButWhereItIsTold)
{
    EXPECT_EQ(
        edited("one two three", {{{8, 13}, "3"}, {{0, 3}, "1"}, {{4, 4}, "and "}}), "1 and two 3");
    EXPECT_EQ(edited("same", {}), "same");
}

}  // namespace
}  // namespace syncsim::cli
