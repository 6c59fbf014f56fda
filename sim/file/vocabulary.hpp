#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace syncsim::sim {

/// The words that may stand at one kind of place in a scenario file.
struct vocabulary {
    /// "fault": what such a word names.
    std::string_view what;
    std::vector<std::string_view> known;
    /// Words that the format has and this release does not.
    std::span<const std::string_view> later = {};
    /// The command that prints them, where they are too many for a message.
    std::string_view printed_by = {};

    bool has(std::string_view word) const noexcept;
};

const vocabulary& anchor_words();
const vocabulary& fault_words();
const vocabulary& invariant_words();
const vocabulary& mark_words();
const vocabulary& error_code_words();
const vocabulary& variant_words();
const vocabulary& step_words();

/// Why a word that is not known is none, and what to write in its place.
std::string refusal(const vocabulary& words, std::string_view written);

/// `"a", "b" or "c"`.
std::string listed(std::span<const std::string_view> words);

/// "a sync", "an edit".
std::string with_article(std::string_view noun);

}  // namespace syncsim::sim
