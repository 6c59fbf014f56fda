#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace syncsim::sim {

/// How a run ended. Worse comes later, but for `inconclusive`, which says nothing at all.
enum class verdict_kind : std::uint8_t {
    /// Nothing broke.
    holds,
    /// Only rules whose breach leads to harm sooner or later were broken.
    at_risk,
    /// A person would lose something or see something wrong.
    violates,
    /// The run does not show what it was meant to: a fault never fired, say.
    inconclusive,
};

/// "holds", "at-risk", "violates", "inconclusive".
std::string_view name(verdict_kind kind) noexcept;

/// What every run is judged by (sim/README.md, "Invariants").
enum class invariant : std::uint8_t {
    no_lost_record,
    no_lost_update,
    unique_keys,
    one_identity,
    create_once,
    eventual_convergence,
    no_stuck_pending,
    deletes_stick,
    cursor_sound,
    honest_pending,
    pending_shield,
    no_invention,
    idempotent_delivery,
    cursor_monotone,
    gap_free_windows,
    stamps_in_commit_order,
    closed_window,
    exact_pages,
    complete_window,
    session_isolation,
    bounded_work,
    session_guarantees,
    deterministic_merge,
    losers_kept,
    payload_preserved,
    no_false_conflict,
    fair_blame,
    honest_success,
};

struct invariant_traits {
    invariant which;
    /// "no-lost-record", as scenario files and reports write it.
    std::string_view name;
    /// Outcome: what a person would lose or see wrong. Mechanism: a rule that leads there.
    enum class kind : std::uint8_t { outcome, mechanism } kind;
    /// A sentence for people.
    std::string_view statement;
    /// "each event", "each commit", "settle".
    std::string_view judged;
};

/// Every invariant, in the order of the enum.
std::span<const invariant_traits> all_invariants() noexcept;

const invariant_traits& traits(invariant which) noexcept;

std::optional<invariant> find_invariant(std::string_view name) noexcept;

}  // namespace syncsim::sim
