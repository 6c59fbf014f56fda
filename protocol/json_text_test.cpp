#include "protocol/json_text.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace syncsim::protocol::json {
namespace {

const options with_comments{.allow_comments = true};

/// "line:column message" of the text's error.
std::string refusal(std::string_view text, const options& how = {})
{
    const auto parsed = parse(text, how);
    if (parsed) return "no error";
    const auto& why = parsed.error();
    return std::to_string(why.at.line) + ":" + std::to_string(why.at.column) + " " + why.message;
}

std::string reread(std::string_view text)
{
    return canonical(parse(text).value());
}

TEST(JsonText, KeepsWholeNumbersAndDoublesApart)
{
    const auto parsed = parse("[-1, 1, 1.0, 1e2]").value();

    const auto& elements = *parsed.elements();
    EXPECT_EQ(elements.at(0).of(), kind::integer);
    EXPECT_EQ(elements.at(1).of(), kind::integer);
    EXPECT_EQ(elements.at(2).of(), kind::real);
    EXPECT_EQ(elements.at(3).of(), kind::real);
}

TEST(JsonText, ReadsWholeNumbersUpToTheirLimits)
{
    const auto parsed =
        parse("[-9223372036854775808, 9223372036854775807, 18446744073709551615]").value();

    const auto& elements = *parsed.elements();
    EXPECT_EQ(*elements.at(0).integer(), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(*elements.at(1).integer(), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(elements.at(2).integer(), nullptr);
    EXPECT_EQ(elements.at(2).natural(), std::numeric_limits<std::uint64_t>::max());
}

TEST(JsonText, RefusesAWholeNumberThatWouldLoseDigits)
{
    EXPECT_EQ(
        refusal("[1, 18446744073709551616]"),
        "1:5 the whole number \"18446744073709551616\" needs over 64 bits");
    EXPECT_EQ(
        refusal("-9223372036854775809"),
        "1:1 the whole number \"-9223372036854775809\" needs over 64 bits");
}

TEST(JsonText, SaysWhichNumbersAreNatural)
{
    EXPECT_EQ(parse("7").value().natural(), 7U);
    EXPECT_EQ(parse("-7").value().natural(), std::nullopt);
    EXPECT_EQ(parse("7.0").value().natural(), std::nullopt);
}

TEST(JsonText, RoundsAnyNumberToADouble)
{
    EXPECT_EQ(parse("-7").value().number(), -7.0);
    EXPECT_EQ(parse("7.5").value().number(), 7.5);
    EXPECT_EQ(parse("18446744073709551615").value().number(), 18446744073709551615.0);
    EXPECT_EQ(parse("\"7\"").value().number(), std::nullopt);
}

TEST(JsonText, FindsMembersByName)
{
    const auto parsed = parse(R"({"a": 1, "b": true})").value();

    ASSERT_NE(parsed.find("b"), nullptr);
    EXPECT_TRUE(*parsed.find("b")->value.boolean());
    EXPECT_EQ(parsed.find("c"), nullptr);
    EXPECT_EQ(parsed.find("b")->value.find("a"), nullptr);
}

TEST(JsonText, KeepsMembersInTheOrderOfTheText)
{
    const auto parsed = parse(R"({"b": 1, "a": 2})").value();

    EXPECT_EQ(parsed.members()->at(0).name, "b");
    EXPECT_EQ(parsed.members()->at(1).name, "a");
}

// Every token kind once, with blanks, separators and line ends of both styles around it.
TEST(JsonText, KnowsThePlaceOfEachNameAndValue)
{
    const auto parsed =
        parse("{\"a\" : 12 ,\r\n \"b\":[ \"x\\\"\",-1.5e3,\n{} , null,true]}").value();

    EXPECT_EQ(parsed.at, (position{1, 1}));
    const auto& a = parsed.members()->at(0);
    EXPECT_EQ(a.name_at, (position{1, 2}));
    EXPECT_EQ(a.value.at, (position{1, 8}));
    const auto& b = parsed.members()->at(1);
    EXPECT_EQ(b.name_at, (position{2, 2}));
    EXPECT_EQ(b.value.at, (position{2, 6}));
    const auto& elements = *b.value.elements();
    EXPECT_EQ(elements.at(0).at, (position{2, 8}));
    EXPECT_EQ(elements.at(1).at, (position{2, 14}));
    EXPECT_EQ(elements.at(2).at, (position{3, 1}));
    EXPECT_EQ(elements.at(3).at, (position{3, 6}));
    EXPECT_EQ(elements.at(4).at, (position{3, 11}));
}

TEST(JsonText, CountsColumnsInCodePoints)
{
    const auto parsed = parse("[\"é€😀\", 1]").value();

    EXPECT_EQ(parsed.elements()->at(1).at, (position{1, 9}));
}

TEST(JsonText, FindsPlacesPastComments)
{
    const auto parsed = parse("// [1,\n/* \"x\" */ [ /*,*/ 1 //,\n, 2]", with_comments).value();

    EXPECT_EQ(parsed.elements()->at(0).at, (position{2, 19}));
    EXPECT_EQ(parsed.elements()->at(1).at, (position{3, 3}));
}

TEST(JsonText, EndsACommentAtACarriageReturn)
{
    const auto parsed = parse("// one\r2 // \"\r\n", with_comments).value();

    EXPECT_EQ(parsed.natural(), 2U);
    EXPECT_EQ(parsed.at, (position{.line = 1, .column = 8}));
}

TEST(JsonText, RefusesCommentsUnlessTheyAreAllowed)
{
    EXPECT_EQ(refusal("[1, // one\n 2]"), "1:5 comments are not allowed here");
    EXPECT_EQ(refusal("// one\n1"), "1:1 comments are not allowed here");
    EXPECT_EQ(refusal("{\"a\" /**/ : 1}"), "1:6 comments are not allowed here");
    EXPECT_EQ(refusal("{\"a\": 1 /**/}"), "1:9 comments are not allowed here");
    EXPECT_EQ(refusal("1 // one"), "1:3 comments are not allowed here");
}

TEST(JsonText, RefusesAnUnclosedComment)
{
    EXPECT_EQ(refusal("[1, /* one", with_comments), "1:5 a comment is not closed, or is not one");
    EXPECT_EQ(refusal("/* one", with_comments), "1:1 a comment is not closed, or is not one");
    EXPECT_EQ(refusal("1 / 2", with_comments), "1:3 a comment is not closed, or is not one");
}

TEST(JsonText, RefusesATrailingComma)
{
    EXPECT_EQ(refusal("[1,\n 2,\n]"), "2:3 trailing comma before ']'; leave it out");
    EXPECT_EQ(refusal("{\"a\": 1,}"), "1:8 trailing comma before '}'; leave it out");
    EXPECT_EQ(
        refusal("[1, // one\n]", with_comments), "1:3 trailing comma before ']'; leave it out");
}

TEST(JsonText, SaysWhatIsMissingBetweenValues)
{
    EXPECT_EQ(refusal("[1 2]"), "1:4 expected ',' or ']', found \"2\"");
    EXPECT_EQ(refusal("{\"a\": 1 \"b\": 2}"), "1:9 expected ',' or '}', found text");
    EXPECT_EQ(refusal("[1}"), "1:3 expected ',' or ']', found \"}\"");
    EXPECT_EQ(refusal("{\"a\" 1}"), "1:6 expected ':' after the name, found \"1\"");
}

TEST(JsonText, SaysWhatStandsInPlaceOfAName)
{
    EXPECT_EQ(refusal("{a: 1}"), "1:2 expected a name in double quotes, found \"a\"");
    EXPECT_EQ(refusal("{'a': 1}"), "1:2 expected a name in double quotes, found \"'\"");
    EXPECT_EQ(refusal("{\"a\": 1, 2}"), "1:10 expected a name in double quotes, found \"2\"");
}

TEST(JsonText, SaysWhatStandsInPlaceOfAValue)
{
    EXPECT_EQ(refusal("[True]"), "1:2 expected a value, found \"True\"");
    EXPECT_EQ(refusal("[,1]"), "1:2 expected a value, found \",\"");
    EXPECT_EQ(refusal("{\"a\": }"), "1:7 expected a value, found \"}\"");
    EXPECT_EQ(refusal("[1,,2]"), "1:4 expected a value, found \",\"");
    EXPECT_EQ(refusal("]"), "1:1 expected a value, found \"]\"");
    EXPECT_EQ(refusal("[é]"), "1:2 expected a value, found \"é\"");
}

TEST(JsonText, RefusesNumbersThatAreNone)
{
    EXPECT_EQ(refusal("[1.]"), "1:2 \"1.\" is no number that can be read");
    EXPECT_EQ(refusal("[-]"), "1:2 \"-\" is no number that can be read");
    EXPECT_EQ(refusal("1e400"), "1:1 \"1e400\" is no number that can be read");
    EXPECT_EQ(refusal("[01]"), "1:3 expected ',' or ']', found \"1\"");
    EXPECT_EQ(refusal("[1.5.2]"), "1:5 expected ',' or ']', found \".2\"");
    EXPECT_EQ(refusal("[truer]"), "1:6 expected ',' or ']', found \"r\"");
}

TEST(JsonText, RefusesATextThatEndsEarly)
{
    EXPECT_EQ(refusal("[1,\n{\"a\": 2"), "2:8 the text ends inside an object that begins at 2:1");
    EXPECT_EQ(refusal("["), "1:2 the text ends inside an array that begins at 1:1");
    EXPECT_EQ(refusal("[1,"), "1:4 the text ends inside an array that begins at 1:1");
    EXPECT_EQ(refusal("{\"a\""), "1:5 the text ends inside an object that begins at 1:1");
    EXPECT_EQ(refusal("{\"a\":"), "1:6 the text ends inside an object that begins at 1:1");
}

TEST(JsonText, RefusesAnythingBehindTheValue)
{
    EXPECT_EQ(refusal("{} []"), "1:4 expected the end of the text, found \"[\"");
    EXPECT_EQ(refusal("1,"), "1:2 expected the end of the text, found \",\"");
}

TEST(JsonText, RefusesTextThatIsNotClosed)
{
    EXPECT_EQ(refusal("[\"ab"), "1:2 the text is not closed by '\"'");
    EXPECT_EQ(refusal("{\"ab"), "1:2 the text is not closed by '\"'");
    EXPECT_EQ(refusal("[\"ab\\\""), "1:2 the text is not closed by '\"'");
}

TEST(JsonText, RefusesAControlCharacterInText)
{
    EXPECT_EQ(
        refusal("[\"a\nb\"]"), "1:4 a line break or other control character in text is escaped");
}

TEST(JsonText, RefusesEscapesThatAreNone)
{
    EXPECT_EQ(refusal(R"(["a\x"])"), "1:5 no such escape in JSON");
    EXPECT_EQ(refusal(R"(["\u12G4"])"), "1:7 no such escape in JSON");
    EXPECT_EQ(
        refusal(R"(["\ud800"])"),
        "1:9 half of a surrogate pair; write both halves, or the character");
}

// The words are those by which the library's own messages are told apart.
TEST(JsonText, IsNotMisledByWhatTheTextSays)
{
    EXPECT_EQ(refusal(R"(["surrogate missing closing quote \x"])"), "1:36 no such escape in JSON");
}

TEST(JsonText, RefusesANameThatStandsTwice)
{
    EXPECT_EQ(
        refusal("{\"a\": 1, \"b\": 2,\n \"a\": 3}"),
        "2:2 the name \"a\" stands twice in this object, first at 1:2");
    EXPECT_EQ(
        refusal("{\"\\u0061\": 1, \"a\": 3}"),
        "1:15 the name \"a\" stands twice in this object, first at 1:2");
}

TEST(JsonText, TakesANameTwiceInDifferentObjects)
{
    EXPECT_EQ(reread(R"({"a":{"a":1}})"), R"({"a":{"a":1}})");
}

TEST(JsonText, RefusesWhatIsEmpty)
{
    EXPECT_EQ(refusal(""), "1:1 the text is empty");
    EXPECT_EQ(refusal(" \n "), "2:2 the text is empty");
    EXPECT_EQ(refusal("// nothing", with_comments), "1:11 the text is empty");
}

TEST(JsonText, RefusesBytesThatAreNotUtf8)
{
    EXPECT_EQ(refusal("[\"a\xFF\"]"), "1:4 the text is not UTF-8 here; save it as UTF-8");
    EXPECT_EQ(refusal("[\"\xC0\xAF\"]"), "1:3 the text is not UTF-8 here; save it as UTF-8");
    EXPECT_EQ(refusal("[\"\xE0\x80\xAF\"]"), "1:3 the text is not UTF-8 here; save it as UTF-8");
    EXPECT_EQ(refusal("[\"\xED\xA0\x80\"]"), "1:3 the text is not UTF-8 here; save it as UTF-8");
    EXPECT_EQ(
        refusal("[\"\xF0\x8F\xBF\xBF\"]"), "1:3 the text is not UTF-8 here; save it as UTF-8");
    EXPECT_EQ(
        refusal("[\"\xF4\x90\x80\x80\"]"), "1:3 the text is not UTF-8 here; save it as UTF-8");
    EXPECT_EQ(
        refusal("1 // \xE9", with_comments), "1:6 the text is not UTF-8 here; save it as UTF-8");
    EXPECT_EQ(refusal("[\"\xE2\x82"), "1:3 the text is not UTF-8 here; save it as UTF-8");
}

TEST(JsonText, TakesTheFirstAndLastCodePointOfEachLength)
{
    const std::string text =
        "\"\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"
        "\"";

    EXPECT_EQ(reread(text), text);
}

TEST(JsonText, RefusesAByteOrderMark)
{
    EXPECT_EQ(
        refusal("\xEF\xBB\xBF{}"),
        "1:1 the text begins with a byte order mark; save it without one");
}

// The library under it would take the byte for the end of the text, and ignore the rest.
TEST(JsonText, RefusesANulByte)
{
    using namespace std::string_view_literals;

    EXPECT_EQ(refusal("{}\0x"sv), "1:3 a NUL byte; leave it out");
}

TEST(JsonText, RefusesATextThatIsTooLong)
{
    EXPECT_EQ(refusal("[1,2]", {.max_bytes = 4}), "1:1 5 bytes, where 4 are allowed");
    EXPECT_EQ(refusal("[1,2]", {.max_bytes = 5}), "no error");
}

TEST(JsonText, RefusesTooManyLevels)
{
    EXPECT_EQ(refusal("[{\"a\": []}]", {.max_depth = 2}), "1:8 more than 2 levels are nested");
    EXPECT_EQ(refusal("[{\"a\": []}]", {.max_depth = 3}), "no error");
}

TEST(JsonText, WritesCompactTextWithSortedNames)
{
    EXPECT_EQ(
        reread(R"( { "b" : [ 1 , {"d":null,"c":true} ] , "a" : false, "B": "" } )"),
        R"({"B":"","a":false,"b":[1,{"c":true,"d":null}]})");
}

TEST(JsonText, WritesEqualNumbersAlike)
{
    EXPECT_EQ(reread("[1.0, 1.00, 10e-1, 1E0]"), "[1.0,1.0,1.0,1.0]");
    EXPECT_EQ(reread("[1e100, 0.1, -0.0, 5e-324]"), "[1e+100,0.1,-0.0,5e-324]");
    EXPECT_EQ(
        reread("[-9223372036854775808,18446744073709551615,-0]"),
        "[-9223372036854775808,18446744073709551615,0]");
}

TEST(JsonText, EscapesOnlyWhatItMust)
{
    EXPECT_EQ(
        reread(R"("\u0000\b\f\n\r\t\"\\\/\u001f\u007f\u00e9\ud83d\ude00")"),
        "\"\\u0000\\b\\f\\n\\r\\t\\\"\\\\/\\u001f\x7Fé😀\"");
}

TEST(JsonText, ShortensLongNamesInMessages)
{
    EXPECT_EQ(in_quotes(std::string(40, 'x')), '"' + std::string(40, 'x') + '"');
    EXPECT_EQ(in_quotes(std::string(41, 'x')), '"' + std::string(40, 'x') + "…\"");
    EXPECT_EQ(in_quotes(std::string(39, 'x') + "éé"), '"' + std::string(39, 'x') + "…\"");
}

TEST(JsonTextDeathTest, AbortsWhereAnErrorIsTakenForAValue)
{
    EXPECT_DEATH(parse("[").value(), "the text ends inside an array");
}

}  // namespace
}  // namespace syncsim::protocol::json
