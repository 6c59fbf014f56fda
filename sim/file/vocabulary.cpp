#include "sim/file/vocabulary.hpp"

#include <algorithm>
#include <array>

#include "protocol/error.hpp"
#include "protocol/json_text.hpp"
#include "protocol/support/nearest_name.hpp"
#include "protocol/variant.hpp"
#include "sim/fault/anchor.hpp"
#include "sim/mark.hpp"
#include "sim/verdict.hpp"

namespace syncsim::sim {
namespace {

/// More names than these help nobody in a message.
constexpr std::size_t listed_max = 16;

constexpr std::array<std::string_view, 8> later_faults{
    "truncate",
    "foreign-reply",
    "empty-reply",
    "power-cut-client",
    "power-cut-server",
    "disk-full",
    "io-error",
    "slow-disk"};

constexpr std::array<std::string_view, 5> later_invariants{
    "tombstones-bounded",
    "crash-atomicity",
    "owner-isolation",
    "clock-independence",
    "no-implied-delete"};

constexpr std::array<std::string_view, 8> later_steps{
    "snapshot",
    "restore",
    "clone",
    "wipe",
    "retire",
    "switch-owner",
    "collect-tombstones",
    "upgrade"};

template <class Row>
std::vector<std::string_view> names_of(std::span<Row> table)
{
    std::vector<std::string_view> names;
    for (const auto& row : table) names.push_back(row.name);
    return names;
}

}  // namespace

bool vocabulary::has(std::string_view word) const noexcept
{
    return std::ranges::find(known, word) != known.end();
}

const vocabulary& anchor_words()
{
    static const vocabulary words{"anchor", names_of(all_anchors()), {}, "syncsim list anchors"};
    return words;
}

const vocabulary& fault_words()
{
    static const vocabulary words{"fault", names_of(all_faults()), later_faults};
    return words;
}

const vocabulary& invariant_words()
{
    static const vocabulary words{"invariant", names_of(all_invariants()), later_invariants};
    return words;
}

const vocabulary& mark_words()
{
    static const vocabulary words{"mark", names_of(all_marks()), {}, "syncsim list marks"};
    return words;
}

const vocabulary& error_code_words()
{
    static const vocabulary words{"error code", names_of(protocol::all_errors())};
    return words;
}

const vocabulary& variant_words()
{
    static const vocabulary words{"variant", names_of(protocol::presets())};
    return words;
}

const vocabulary& step_words()
{
    static const vocabulary words{
        "step",
        {"create",
         "edit",
         "delete",
         "sync",
         "join",
         "advance",
         "clock",
         "partition",
         "heal",
         "crash",
         "restart",
         "fault",
         "note",
         "expect"},
        later_steps};
    return words;
}

std::string refusal(const vocabulary& words, std::string_view written)
{
    const auto subject = std::string(words.what) + " " + protocol::json::in_quotes(written);
    if (std::ranges::find(words.later, written) != words.later.end()) {
        return subject + " is not yet built in this release";
    }
    const auto nearest = support::suggestion(written, words.known);
    if (!nearest.empty()) return "unknown " + subject + nearest;
    if (!words.printed_by.empty()) {
        return "unknown " + subject + "; `" + std::string(words.printed_by) + "` prints them all";
    }
    if (words.known.empty() || words.known.size() > listed_max) return "unknown " + subject;
    return "unknown " + subject + "; write " + listed(words.known);
}

std::string listed(std::span<const std::string_view> words)
{
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
        text += '"';
        text += words[i];
        text += '"';
    }
    return text;
}

std::string with_article(std::string_view noun)
{
    const bool vowel = noun.find_first_of("aeiou") == 0;
    return (vowel ? "an " : "a ") + std::string(noun);
}

}  // namespace syncsim::sim
