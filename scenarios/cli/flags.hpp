#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

/// What the command line can say: verbs and flags, one table each.
namespace syncsim::cli {

/// A flag has the same meaning on every verb that takes it.
struct flag {
    /// Without its dashes.
    std::string_view name;
    /// What its value is called in help; empty for a flag without one.
    std::string_view value;
    std::string_view meaning;
    /// Its value where nobody sets it; empty where there is none.
    std::string_view built_in;
    char letter = '\0';
    bool repeats = false;
};

struct verb {
    std::string_view name;
    std::string_view operands;
    /// For the list of all verbs.
    std::string_view does;
    std::string_view details;
    std::vector<std::string_view> flags;
    std::vector<std::string_view> examples;
};

std::span<const flag> all_flags() noexcept;
std::span<const verb> all_verbs() noexcept;

/// REQUIRES: there is such a flag.
const flag& flag_called(std::string_view name);

/// The verb of that name, or null.
const verb* find_verb(std::string_view name) noexcept;

/// Flags of which at most one counts.
std::span<const std::pair<std::string_view, std::string_view>> exclusive_flags() noexcept;

// Words that later releases know, so that they are not taken for mistakes.

std::span<const std::string_view> later_verbs() noexcept;
std::span<const std::string_view> later_flags() noexcept;

}  // namespace syncsim::cli
