#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "protocol/json_text.hpp"

namespace syncsim::protocol::json {
namespace {

/// Scraps of JSON, so that a random text often begins well and goes wrong late.
rc::Gen<std::string> scraps()
{
    const auto scrap = rc::gen::element<std::string>(
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"b\"",
        R"("\u00e9\ud83d\ude00\n")",
        "\"",
        "\\",
        "1",
        "-0",
        "01",
        "1.5",
        "-2e-3",
        "1e400",
        "18446744073709551616",
        "true",
        "null",
        "nul",
        " ",
        "\n",
        "\t",
        "//",
        "/*",
        "*/",
        "/",
        "\xC3\xA9",
        "\xFF",
        "\xEF\xBB\xBF",
        std::string(1, '\0'));
    return rc::gen::map(
        rc::gen::container<std::vector<std::string>>(scrap),
        [](const std::vector<std::string>& all) {
            std::string text;
            for (const auto& each : all) text += each;
            return text;
        });
}

rc::Gen<std::string> any_text()
{
    return rc::gen::oneOf(scraps(), rc::gen::arbitrary<std::string>());
}

/// A text that both this parser and the library take, often nested and sometimes strange.
rc::Gen<std::string> valid_text()
{
    const auto leaf = rc::gen::element<std::string>(
        "null",
        "true",
        "0",
        "-7",
        "18446744073709551615",
        "1.50",
        "-2E+3",
        "\"\"",
        R"("a\"b")",
        "\"\\u0001é\"",
        "[]",
        "{}");
    return rc::gen::map(
        rc::gen::container<std::vector<std::string>>(leaf),
        [](const std::vector<std::string>& all) {
            std::string text = "7";
            std::size_t count = 0;
            for (const auto& each : all) {
                text = ++count % 3 == 0
                           ? fmt::format(R"({{"n{}" : {},"z":{} }})", count, text, each)
                           : fmt::format("[ {},{}\n]", each, text);
            }
            return text;
        });
}

/// True where the place is one of the text's characters, or behind the last.
bool inside(std::string_view text, position at)
{
    int line = 1;
    int column = 1;
    for (const char byte : text) {
        if (at == position{line, column}) return true;
        if (byte == '\n') {
            ++line;
            column = 1;
        } else if ((static_cast<unsigned char>(byte) & 0xC0U) != 0x80U) {
            ++column;
        }
    }
    return at == position{line, column};
}

constexpr options with_comments{.allow_comments = true, .max_depth = 1000};

RC_GTEST_PROP(JsonTextProperty, PutsEveryErrorInsideTheText, ())
{
    const auto text = *any_text();
    const auto parsed = parse(text, {.allow_comments = *rc::gen::arbitrary<bool>()});

    if (!parsed) RC_ASSERT(inside(text, parsed.error().at));
}

RC_GTEST_PROP(JsonTextProperty, TakesNothingThatTheLibraryRefuses, ())
{
    const auto text = *any_text();
    const auto parsed = parse(text, with_comments);

    if (parsed) RC_ASSERT(nlohmann::json::accept(text, true));
}

RC_GTEST_PROP(JsonTextProperty, WritesWhatTheLibraryWrites, ())
{
    const auto text = *valid_text();
    const auto parsed = parse(text, with_comments);

    RC_ASSERT(parsed.has_value());
    RC_ASSERT(canonical(*parsed) == nlohmann::json::parse(text).dump());
}

RC_GTEST_PROP(JsonTextProperty, PutsEveryValueWhereItStands, ())
{
    const auto text = *valid_text();
    std::vector<std::string_view> lines;
    for (std::size_t from = 0; from <= text.size();) {
        const auto end = std::min(text.find('\n', from), text.size());
        lines.push_back(std::string_view(text).substr(from, end - from));
        from = end + 1;
    }

    // The texts generated have no character beyond ASCII but "é", which is in a leaf of its own.
    const auto check = [&](const auto& self, const value& each) -> void {
        const auto line = lines.at(static_cast<std::size_t>(each.at.line - 1));
        std::size_t offset = 0;
        for (int column = 1; column < each.at.column; ++column) {
            offset += line.substr(offset).starts_with("é") ? 2U : 1U;
        }
        const char first = line.at(offset);
        switch (each.of()) {
        case kind::null: RC_ASSERT(first == 'n'); break;
        case kind::boolean: RC_ASSERT(first == 't' || first == 'f'); break;
        case kind::text: RC_ASSERT(first == '"'); break;
        case kind::array: RC_ASSERT(first == '['); break;
        case kind::object: RC_ASSERT(first == '{'); break;
        case kind::integer:
        case kind::unsigned_integer:
        case kind::real: RC_ASSERT(first == '-' || (first >= '0' && first <= '9')); break;
        }
        if (const auto* const elements = each.elements()) {
            for (const auto& element : *elements) self(self, element);
        }
        if (const auto* const members = each.members()) {
            for (const auto& member : *members) self(self, member.value);
        }
    };
    check(check, parse(text, with_comments).value());
}

RC_GTEST_PROP(JsonTextProperty, ReadsBackAnyDouble, (std::uint64_t bits))
{
    const auto number = std::bit_cast<double>(bits);
    RC_PRE(std::isfinite(number));

    const auto read = parse(canonical({{}, number}));

    RC_ASSERT(std::bit_cast<std::uint64_t>(std::get<double>(read.value().content)) == bits);
}

}  // namespace
}  // namespace syncsim::protocol::json
