#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// UTF-8 text by the columns it takes on a terminal.
namespace syncsim::reports {

/// How many columns the text takes: none for a combining mark, two for a wide character, one for
/// any other, and one for a byte that is not UTF-8.
std::size_t columns_of(std::string_view text) noexcept;

/// The text, followed by blanks up to this many columns; a longer one stays as it is.
std::string padded(std::string text, std::size_t columns);

/// `fill` as often as it takes to be this many columns. REQUIRES: `fill` takes one column.
std::string repeated(std::string_view fill, std::size_t columns);

/// The text on lines of at most this many columns, broken at blanks, and inside a word only where
/// the word does not fit a line of its own. At least one line.
///
/// REQUIRES: `width` is at least 2, so that every character fits.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

/// The text on lines behind a heading, each ended: every line after the first is indented to where
/// the text begins. REQUIRES: `width` leaves at least 2 columns behind the heading.
std::string headed(std::string_view heading, std::string_view text, std::size_t width);

/// The text as it can be printed: a blank for each control character, so that what people named
/// their records cannot move the cursor or start a line.
std::string printable(std::string_view text);

}  // namespace syncsim::reports
