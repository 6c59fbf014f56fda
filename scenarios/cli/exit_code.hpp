#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace syncsim::cli {

/// How `syncsim` ends. Scripts compare these numbers: do not change them.
enum class exit_code {
    as_expected = 0,
    unexpected = 1,
    bad_command_line = 2,
    invalid_scenario = 3,
    inconclusive = 4,
    nothing_selected = 5,
    nondeterminism = 6,
    broken_contract = 7,
    our_bug = 70,
    interrupted = 130,
};

struct exit_code_traits {
    exit_code code;
    /// For people, in one line.
    std::string_view meaning;
};

/// Every code, in the order of the numbers.
inline constexpr std::array all_exit_codes{
    exit_code_traits{exit_code::as_expected, "every expectation was met, expected violations too"},
    exit_code_traits{exit_code::unexpected, "an expectation was not met"},
    exit_code_traits{
        exit_code::bad_command_line,
        "bad command line, or what was asked for cannot be written"},
    exit_code_traits{exit_code::invalid_scenario, "a scenario is invalid; nothing ran"},
    exit_code_traits{
        exit_code::inconclusive,
        "inconclusive: a fault never fired, say, or a run did not settle"},
    exit_code_traits{exit_code::nothing_selected, "nothing was selected"},
    exit_code_traits{exit_code::nondeterminism, "the same seed gave two different runs"},
    exit_code_traits{
        exit_code::broken_contract,
        "an implementation under test broke its contract with the harness"},
    exit_code_traits{exit_code::our_bug, "a bug in syncsim itself"},
    exit_code_traits{exit_code::interrupted, "interrupted; the results so far were written"},
};

/// Which code to end with where several apply. What makes results worthless hides what they say.
constexpr exit_code worst(std::initializer_list<exit_code> codes)
{
    constexpr std::array order{
        exit_code::our_bug,
        exit_code::interrupted,
        exit_code::nondeterminism,
        exit_code::broken_contract,
        exit_code::unexpected,
        exit_code::inconclusive};
    for (const auto each : order) {
        if (std::ranges::find(codes, each) != codes.end()) return each;
    }
    return exit_code::as_expected;
}

}  // namespace syncsim::cli
