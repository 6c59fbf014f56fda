#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/outcome.hpp"
#include "sim/scenario.hpp"

namespace syncsim::sim {

/// A run against what its author expects.
struct assessment {
    enum class standing : std::uint8_t {
        /// It ended as expected; expected violations are included.
        as_expected,
        /// It broke something that was not expected, or did not break what was, or an expectation
        /// in the middle of the scenario was not met.
        unexpected,
        /// It does not show what it was meant to.
        inconclusive,
    };

    standing how = standing::as_expected;
    /// Why it is not as expected, as sentences; empty where it is.
    std::vector<std::string> reasons;
    /// What was expected: "holds", "violates create-once", with "at-risk …" where that was given.
    std::string expected;
    /// What was found, in the same words.
    std::string found;
};

/// "as-expected", "unexpected", "inconclusive".
std::string_view name(assessment::standing how) noexcept;

/// What the scenario expects of the variant of this name: `holds` where it says nothing.
expectation expectation_for(const scenario& script, std::string_view variant);

/// "holds", "violates create-once; at-risk cursor-sound", "anything".
std::string to_words(const expectation& wanted);

/// What a run would have been expected to do, for what it did to be as expected. Mechanism
/// invariants are listed where `before` lists them, or where nothing else broke; its issue stays.
expectation met_by(const outcome& run, const expectation& before);

/// Expected `violates` names the broken outcome invariants exactly; mechanism invariants are
/// compared where `at_risk` lists them, or where nothing at all is expected to break. What the
/// variant breaks in any run (`outcome::baseline`) is compared with nothing. An unexpected
/// violation outweighs a doubt. Where anything is expected, doubts and the expectations in the
/// middle of the scenario still count.
assessment assess(const outcome& run, const expectation& wanted);

}  // namespace syncsim::sim
