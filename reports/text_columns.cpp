#include "reports/text_columns.hpp"

#include <algorithm>
#include <array>

#include "protocol/support/check.hpp"

namespace syncsim::reports {
namespace {

struct character {
    char32_t code = 0;
    std::size_t bytes = 1;
};

/// The character at the beginning of the text; a byte that is not UTF-8 stands for itself.
character first_of(std::string_view text) noexcept
{
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const auto lead = byte(0);
    std::size_t bytes = 1;
    if (lead >= 0xC2 && lead <= 0xDF) bytes = 2;
    if (lead >= 0xE0 && lead <= 0xEF) bytes = 3;
    if (lead >= 0xF0 && lead <= 0xF4) bytes = 4;
    if (bytes == 1 || bytes > text.size()) return {lead, 1};

    char32_t code = lead & (0xFFU >> (bytes + 1));
    for (std::size_t at = 1; at < bytes; ++at) {
        if ((byte(at) & 0xC0U) != 0x80U) return {lead, 1};
        code = (code << 6U) | (byte(at) & 0x3FU);
    }
    return {code, bytes};
}

struct code_range {
    char32_t first;
    char32_t last;
};

// Not all of Unicode's tables: what people write into names and notes.
constexpr std::array no_columns{
    code_range{0x0300, 0x036F},
    code_range{0x200B, 0x200F},
    code_range{0x20D0, 0x20FF},
    code_range{0xFE00, 0xFE0F},
};
constexpr std::array two_columns{
    code_range{0x1100, 0x115F},
    code_range{0x2E80, 0x303E},
    code_range{0x3041, 0xA4CF},
    code_range{0xAC00, 0xD7A3},
    code_range{0xF900, 0xFAFF},
    code_range{0xFE30, 0xFE6F},
    code_range{0xFF00, 0xFF60},
    code_range{0xFFE0, 0xFFE6},
    code_range{0x1F300, 0x1F64F},
    code_range{0x1F680, 0x1F6FF},
    code_range{0x1F900, 0x1FAFF},
    code_range{0x20000, 0x3FFFD},
};

template <class Ranges>
bool is_in(const Ranges& ranges, char32_t code) noexcept
{
    return std::ranges::any_of(
        ranges, [&](const code_range& each) { return code >= each.first && code <= each.last; });
}

std::size_t columns_of(char32_t code) noexcept
{
    if (is_in(no_columns, code)) return 0;
    return is_in(two_columns, code) ? 2 : 1;
}

/// How many bytes of the text fit into this many columns, whole characters only.
std::size_t bytes_that_fit(std::string_view text, std::size_t columns) noexcept
{
    std::size_t taken = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto next = first_of(text.substr(at));
        taken += columns_of(next.code);
        if (taken > columns) return at;
        at += next.bytes;
    }
    return text.size();
}

std::vector<std::string_view> words_of(std::string_view text)
{
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) words.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

}  // namespace

std::size_t columns_of(std::string_view text) noexcept
{
    std::size_t columns = 0;
    while (!text.empty()) {
        const auto next = first_of(text);
        columns += columns_of(next.code);
        text.remove_prefix(next.bytes);
    }
    return columns;
}

std::string padded(std::string text, std::size_t columns)
{
    const auto taken = columns_of(text);
    if (taken < columns) text.append(columns - taken, ' ');
    return text;
}

std::string repeated(std::string_view fill, std::size_t columns)
{
    std::string text;
    for (std::size_t each = 0; each < columns; ++each) text += fill;
    return text;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width)
{
    support::check(width >= 2, "every character fits a line");

    std::vector<std::string> lines{{}};
    for (auto word : words_of(text)) {
        const auto taken = columns_of(lines.back());
        if (taken > 0 && taken + 1 + columns_of(word) <= width) {
            lines.back() += ' ';
        } else if (taken > 0) {
            lines.emplace_back();
        }
        while (columns_of(word) > width) {
            const auto fits = bytes_that_fit(word, width);
            lines.back() += word.substr(0, fits);
            lines.emplace_back();
            word.remove_prefix(fits);
        }
        lines.back() += word;
    }
    return lines;
}

std::string headed(std::string_view heading, std::string_view text, std::size_t width)
{
    const auto indent = columns_of(heading);
    std::string lines;
    for (const auto& line : wrapped(text, width - indent)) {
        lines += lines.empty() ? std::string(heading) : std::string(indent, ' ');
        lines += line + "\n";
    }
    return lines;
}

std::string printable(std::string_view text)
{
    std::string shown;
    while (!text.empty()) {
        const auto next = first_of(text);
        const bool not_utf8 = next.bytes == 1 && next.code >= 0x80;
        const bool control = next.code < 0x20 || (next.code >= 0x7F && next.code < 0xA0);
        if (not_utf8) {
            shown += "\uFFFD";
        } else if (control) {
            shown += ' ';
        } else {
            shown += text.substr(0, next.bytes);
        }
        text.remove_prefix(next.bytes);
    }
    return shown;
}

}  // namespace syncsim::reports
