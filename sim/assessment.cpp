#include "sim/assessment.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace syncsim::sim {
namespace {

using kind = decltype(invariant_traits::kind);

/// The broken invariants of one kind, in the order of the enum, each once.
std::vector<invariant> broken(const outcome& run, kind which)
{
    std::vector<invariant> found;
    for (const auto& each : run.violations) {
        if (traits(each.which).kind == which) found.push_back(each.which);
    }
    std::ranges::sort(found);
    const auto repeated = std::ranges::unique(found);
    found.erase(repeated.begin(), repeated.end());
    return found;
}

/// In the order of the enum; empty where nothing is listed.
std::vector<invariant> sorted(const std::optional<std::vector<invariant>>& list)
{
    auto found = list.value_or(std::vector<invariant>{});
    std::ranges::sort(found);
    return found;
}

void append(std::string& to, std::string_view heading, const std::vector<invariant>& list)
{
    if (list.empty()) return;
    if (!to.empty()) to += "; ";
    to += heading;
    for (const auto each : list) {
        to += ' ';
        to += traits(each).name;
    }
}

std::string in_words(const std::vector<invariant>& violated, const std::vector<invariant>& at_risk)
{
    std::string words;
    append(words, "violates", violated);
    append(words, "at-risk", at_risk);
    return words.empty() ? "holds" : words;
}

/// What is in one list and not in the other, as reasons.
void compare(
    assessment& to,
    const std::vector<invariant>& wanted,
    const std::vector<invariant>& found,
    const std::vector<invariant>& by_design)
{
    for (const auto each : found) {
        if (std::ranges::find(wanted, each) != wanted.end()) continue;
        to.reasons.push_back(std::string(traits(each).name) + " is broken, and was to hold");
    }
    for (const auto each : wanted) {
        if (std::ranges::find(found, each) != found.end()) continue;
        const bool is_no_news = std::ranges::find(by_design, each) != by_design.end();
        to.reasons.push_back(
            std::string(traits(each).name) +
            (is_no_news ? " is broken by the variant in any run, and no expectation names it"
                        : " was to be broken, and holds"));
    }
}

}  // namespace

std::string_view name(assessment::standing how) noexcept
{
    switch (how) {
    case assessment::standing::as_expected: return "as-expected";
    case assessment::standing::unexpected: return "unexpected";
    case assessment::standing::inconclusive: return "inconclusive";
    }
    return "?";
}

expectation expectation_for(const scenario& script, std::string_view variant)
{
    const auto named = script.expect.find(std::string(variant));
    if (named != script.expect.end()) return named->second;
    const auto every = script.expect.find("");
    return every == script.expect.end() ? expectation{} : every->second;
}

std::string to_words(const expectation& wanted)
{
    if (wanted.any) return "anything";
    return in_words(sorted(wanted.violates), sorted(wanted.at_risk));
}

expectation met_by(const outcome& run, const expectation& before)
{
    auto violated = broken(run, kind::outcome);
    auto at_risk = broken(run, kind::mechanism);
    if (violated.empty() && at_risk.empty()) return {};

    expectation met{.what = verdict_kind::at_risk, .issue = before.issue};
    const bool lists_risks = before.at_risk || violated.empty();
    if (lists_risks) met.at_risk = std::move(at_risk);
    if (violated.empty()) return met;
    met.what = verdict_kind::violates;
    met.violates = std::move(violated);
    return met;
}

assessment assess(const outcome& run, const expectation& wanted)
{
    const auto violated = broken(run, kind::outcome);
    const auto at_risk = broken(run, kind::mechanism);
    const auto wanted_violated = sorted(wanted.violates);
    const auto wanted_at_risk = sorted(wanted.at_risk);

    assessment result;
    result.expected = to_words(wanted);
    result.found = in_words(violated, at_risk);

    const bool names_violated =
        !wanted.any && (wanted.violates || wanted.what != verdict_kind::violates);
    if (names_violated) compare(result, wanted_violated, violated, {});
    const bool names_at_risk =
        !wanted.any && (wanted.at_risk || wanted.what == verdict_kind::holds);
    if (names_at_risk) compare(result, wanted_at_risk, at_risk, run.baseline);
    for (const auto& each : run.unmet) {
        if (!each.is_consequence) result.reasons.push_back(each.what);
    }
    if (!result.reasons.empty()) {
        result.how = assessment::standing::unexpected;
        return result;
    }
    if (run.doubts.empty()) return result;

    result.how = assessment::standing::inconclusive;
    result.found = "inconclusive";
    result.reasons = run.doubts;
    return result;
}

}  // namespace syncsim::sim
