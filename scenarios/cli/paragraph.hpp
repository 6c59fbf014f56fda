#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace syncsim::cli {

/// How many columns a text takes: one for each code point, none for ANSI colours.
std::size_t columns_of(std::string_view text);

/// `text`, followed by blanks up to this many columns.
std::string padded(std::string text, std::size_t columns);

/// The text, its end replaced by "…" where it takes more than this many columns.
std::string shortened(std::string text, std::size_t columns);

/// The text on as many lines as it needs, broken at blanks; every line after the first is indented.
/// A width of 0 breaks nothing. A word that is longer than a line stands alone on it.
std::string paragraph(std::string_view text, std::size_t width, std::size_t indent);

}  // namespace syncsim::cli
