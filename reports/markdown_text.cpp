#include "reports/markdown_text.hpp"

#include "reports/text_columns.hpp"

namespace syncsim::reports {

// Not "_": inside a word, as in local_id, it is no markup, and people read the raw text too.
std::string markdown_text(std::string_view text)
{
    constexpr std::string_view markup = "\\`*[]<|";
    std::string escaped;
    for (const char c : printable(text)) {
        if (markup.find(c) != std::string_view::npos) escaped += '\\';
        escaped += c;
    }
    return escaped;
}

}  // namespace syncsim::reports
