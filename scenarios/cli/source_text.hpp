#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/json_text.hpp"

/// The text of a JSON file that people wrote, changed in places: every other byte stays.
namespace syncsim::cli {

/// A stretch of a text, in bytes.
struct text_span {
    std::size_t begin = 0;
    std::size_t end = 0;

    friend bool operator==(const text_span&, const text_span&) = default;
};

/// Where a place of a parsed text stands in it.
std::size_t offset_of(std::string_view text, protocol::json::position at);

/// The bytes of a value. REQUIRES: it is one of the parsed text, whose comments were allowed.
text_span span_of(std::string_view text, const protocol::json::value& value);

/// Behind the comments that follow a place on its line, or begin there; the place itself where none
/// does.
std::size_t behind_comments(std::string_view text, std::size_t at);

/// What takes the place of a stretch; an empty stretch is where something is put in.
struct text_edit {
    text_span where;
    std::string text;

    friend bool operator==(const text_edit&, const text_edit&) = default;
};

/// REQUIRES: no two stretches overlap.
std::string edited(std::string_view text, std::vector<text_edit> edits);

}  // namespace syncsim::cli
