#include "scenarios/cli/paragraph.hpp"

#include <algorithm>

namespace syncsim::cli {

std::size_t columns_of(std::string_view text)
{
    std::size_t columns = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\x1b') {
            at = text.find('m', at);
            if (at == std::string_view::npos) break;
            continue;
        }
        const bool continues = (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
        if (!continues) ++columns;
    }
    return columns;
}

std::string padded(std::string text, std::size_t columns)
{
    const auto taken = columns_of(text);
    if (taken < columns) text.append(columns - taken, ' ');
    return text;
}

std::string shortened(std::string text, std::size_t columns)
{
    if (columns_of(text) <= columns) return text;
    while (!text.empty() && columns_of(text) + 1 > columns) text.pop_back();
    return columns == 0 ? text : text + "…";
}

std::string paragraph(std::string_view text, std::size_t width, std::size_t indent)
{
    if (width == 0 || columns_of(text) <= width) return std::string(text);

    std::string lines;
    std::size_t column = 0;
    bool has_words = false;
    while (!text.empty()) {
        const auto blanks = std::min(text.find_first_not_of(' '), text.size());
        const auto end = std::min(text.find(' ', blanks), text.size());
        const auto word = text.substr(blanks, end - blanks);
        const auto taken = columns_of(word);
        if (has_words && column + blanks + taken > width) {
            lines += '\n';
            lines.append(indent, ' ');
            column = indent;
        } else {
            lines.append(blanks, ' ');
            column += blanks;
        }
        lines += word;
        column += taken;
        has_words = true;
        text.remove_prefix(end);
    }
    return lines;
}

}  // namespace syncsim::cli
