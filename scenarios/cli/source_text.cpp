#include "scenarios/cli/source_text.hpp"

#include <algorithm>

namespace syncsim::cli {
namespace {

/// Behind the string that begins here.
std::size_t end_of_string(std::string_view text, std::size_t at)
{
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
    }
    return std::min(at + 1, text.size());
}

/// Behind the comment that begins here; here, where none does.
std::size_t end_of_comment(std::string_view text, std::size_t at)
{
    const auto rest = text.substr(at);
    const bool is_block = rest.starts_with("/*");
    if (!is_block && !rest.starts_with("//")) return at;
    const auto end = is_block ? text.find("*/", at + 2) : text.find_first_of("\r\n", at + 2);
    if (end == std::string_view::npos) return text.size();
    return is_block ? end + 2 : end;
}

/// Behind the array or object that begins here.
std::size_t end_of_nest(std::string_view text, std::size_t at)
{
    int depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = end_of_string(text, at);
            continue;
        }
        if (const auto end = end_of_comment(text, at); end != at) {
            at = end;
            continue;
        }
        ++at;
        if (c == '{' || c == '[') ++depth;
        if ((c == '}' || c == ']') && --depth == 0) break;
    }
    return at;
}

}  // namespace

std::size_t offset_of(std::string_view text, protocol::json::position at)
{
    std::size_t offset = 0;
    for (int line = 1; line < at.line; ++line) offset = text.find('\n', offset) + 1;
    const auto continues = [&](std::size_t where) {
        return where < text.size() && (static_cast<unsigned char>(text[where]) & 0xC0U) == 0x80U;
    };
    for (int column = 1; column < at.column; ++column) {
        ++offset;
        while (continues(offset)) ++offset;
    }
    return offset;
}

text_span span_of(std::string_view text, const protocol::json::value& value)
{
    const auto begin = offset_of(text, value.at);
    switch (value.of()) {
    case protocol::json::kind::text: return {begin, end_of_string(text, begin)};
    case protocol::json::kind::array:
    case protocol::json::kind::object: return {begin, end_of_nest(text, begin)};
    default: break;
    }
    const auto end = text.find_first_of(",]}/ \t\r\n", begin);
    return {begin, std::min(end, text.size())};
}

std::size_t behind_comments(std::string_view text, std::size_t at)
{
    while (true) {
        const auto next = std::min(text.find_first_not_of(" \t", at), text.size());
        const auto end = end_of_comment(text, next);
        if (end == next) return at;
        at = end;
    }
}

std::string edited(std::string_view text, std::vector<text_edit> edits)
{
    std::ranges::stable_sort(edits, {}, [](const text_edit& each) { return each.where.begin; });
    std::string made;
    std::size_t at = 0;
    for (const auto& [where, put] : edits) {
        made += text.substr(at, where.begin - at);
        made += put;
        at = where.end;
    }
    made += text.substr(at);
    return made;
}

}  // namespace syncsim::cli
