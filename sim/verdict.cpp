#include "sim/verdict.hpp"

#include <algorithm>
#include <cstddef>

#include "protocol/support/check.hpp"

namespace syncsim::sim {
namespace {

constexpr auto outcome = invariant_traits::kind::outcome;
constexpr auto mechanism = invariant_traits::kind::mechanism;

// clang-format off
constexpr std::array table{
    invariant_traits{invariant::no_lost_record, "no-lost-record", outcome,
        "every create that a device accepted is at the device or the server, among the kept "
        "losers, finally refused, or deleted by a write that had seen it",
        "each event, settle"},
    invariant_traits{invariant::no_lost_update, "no-lost-update", outcome,
        "a write that the server does not hold was replaced by one that had seen it, is among "
        "the kept losers, or lost a recorded conflict by the variant's rule",
        "settle"},
    invariant_traits{invariant::unique_keys, "unique-keys", outcome,
        "no two records of the server share a key, and a key stays with the create it came from",
        "each event"},
    invariant_traits{invariant::one_identity, "one-identity", outcome,
        "a device shows a record once, never under its local_id and under its key",
        "each commit"},
    invariant_traits{invariant::create_once, "create-once", outcome,
        "a create makes at most one record at the server, and a losing write at most one copy",
        "each event"},
    invariant_traits{invariant::eventual_convergence, "eventual-convergence", outcome,
        "after healing, the server and every device show the same live records and values",
        "settle"},
    invariant_traits{invariant::no_stuck_pending, "no-stuck-pending", outcome,
        "after healing, nothing without a final verdict is pending",
        "settle"},
    invariant_traits{invariant::deletes_stick, "deletes-stick", outcome,
        "a deleted record comes back to a device that applied the delete only by a later or "
        "concurrent write, where the rule allows it",
        "each event"},
    invariant_traits{invariant::cursor_sound, "cursor-sound", mechanism,
        "a device holds every current version at or below the bound that its next pull begins at",
        "each event"},
    invariant_traits{invariant::honest_pending, "honest-pending", mechanism,
        "work stops being pending only when the server holds it or a later revision of it, kept "
        "it as a loser, or finally refused it",
        "each commit"},
    invariant_traits{invariant::pending_shield, "pending-shield", mechanism,
        "what a pull brings replaces unsent work only by the conflict rule",
        "each commit"},
    invariant_traits{invariant::no_invention, "no-invention", outcome,
        "every record and value anywhere comes from a write that a user made",
        "each event"},
    invariant_traits{invariant::idempotent_delivery, "idempotent-delivery", mechanism,
        "a message that is delivered again, at any later time, changes nothing but bookkeeping",
        "each commit"},
    invariant_traits{invariant::cursor_monotone, "cursor-monotone", mechanism,
        "the bound that a device's next pull begins at never goes back",
        "each event"},
    invariant_traits{invariant::gap_free_windows, "gap-free-windows", mechanism,
        "no current version stands between the windows that a device has read to their end and "
        "the bound at which its next one begins",
        "each pull"},
    invariant_traits{invariant::stamps_in_commit_order, "stamps-in-commit-order", mechanism,
        "of two commits the later one has the greater stamps",
        "each commit"},
    invariant_traits{invariant::closed_window, "closed-window", mechanism,
        "once max_checkin was handed out, nothing becomes visible inside the window that it closes",
        "each commit"},
    invariant_traits{invariant::exact_pages, "exact-pages", mechanism,
        "the pages of a pull hold each version that is still in its window at the last page, "
        "once, and nothing that was never in it",
        "each pull"},
    invariant_traits{invariant::complete_window, "complete-window", mechanism,
        "when a sync has gone through, the device has applied or parked every current version up "
        "to its max_checkin",
        "each session"},
    invariant_traits{invariant::session_isolation, "session-isolation", mechanism,
        "messages of a session that is over change nothing, and no session changes what the "
        "server keeps of another device, except through records",
        "each commit"},
    invariant_traits{invariant::bounded_work, "bounded-work", mechanism,
        "a settled device's session moves no records and writes none, and no push is refused in "
        "the same way for ever",
        "settle"},
    invariant_traits{invariant::session_guarantees, "session-guarantees", outcome,
        "what a device shows of a record never goes back to what was replaced there, and its own "
        "write stays visible, except by a recorded conflict, a refusal or a delete",
        "each commit"},
    invariant_traits{invariant::deterministic_merge, "deterministic-merge", mechanism,
        "the same writes end in the same winners and copies, in whatever order they arrive",
        "run pair"},
    invariant_traits{invariant::losers_kept, "losers-kept", outcome,
        "every body that lost a recorded conflict is kept as a record of its own or in a body "
        "that has seen it, or was deleted by somebody who had seen it",
        "settle"},
    invariant_traits{invariant::payload_preserved, "payload-preserved", outcome,
        "members that the software does not know survive a pull, an edit and a push",
        "settle"},
    invariant_traits{invariant::no_false_conflict, "no-false-conflict", outcome,
        "only writes of which neither had seen the other are called a conflict or kept as a copy",
        "each commit"},
    invariant_traits{invariant::fair_blame, "fair-blame", outcome,
        "one bad record keeps no others from being stored within two sessions, and a device marks "
        "as refused only what the server refused",
        "settle"},
    invariant_traits{invariant::honest_success, "honest-success", outcome,
        "when a device says that it has synced, nothing that was unsent when the sync began still "
        "is",
        "each session"},
};
// clang-format on

constexpr bool in_the_order_of_the_enum()
{
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table[i].which != static_cast<invariant>(i)) return false;
    }
    return true;
}
static_assert(in_the_order_of_the_enum());

}  // namespace

std::string_view name(verdict_kind kind) noexcept
{
    switch (kind) {
    case verdict_kind::holds: return "holds";
    case verdict_kind::at_risk: return "at-risk";
    case verdict_kind::violates: return "violates";
    case verdict_kind::inconclusive: return "inconclusive";
    }
    return "?";
}

std::span<const invariant_traits> all_invariants() noexcept
{
    return table;
}

const invariant_traits& traits(invariant which) noexcept
{
    const auto index = static_cast<std::size_t>(which);
    support::check(index < table.size(), "every invariant has a row in the table");
    return table[index];
}

std::optional<invariant> find_invariant(std::string_view name) noexcept
{
    const auto* const found = std::ranges::find(table, name, &invariant_traits::name);
    if (found == table.end()) return std::nullopt;
    return found->which;
}

}  // namespace syncsim::sim
