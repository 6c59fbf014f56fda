#pragma once

#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include "protocol/variant.hpp"
#include "sim/check/bounded_work.hpp"
#include "sim/check/closed_window.hpp"
#include "sim/check/complete_window.hpp"
#include "sim/check/create_once.hpp"
#include "sim/check/cursor_monotone.hpp"
#include "sim/check/cursor_sound.hpp"
#include "sim/check/deletes_stick.hpp"
#include "sim/check/eventual_convergence.hpp"
#include "sim/check/exact_pages.hpp"
#include "sim/check/fair_blame.hpp"
#include "sim/check/gap_free_windows.hpp"
#include "sim/check/honest_pending.hpp"
#include "sim/check/honest_success.hpp"
#include "sim/check/idempotent_delivery.hpp"
#include "sim/check/losers_kept.hpp"
#include "sim/check/no_false_conflict.hpp"
#include "sim/check/no_invention.hpp"
#include "sim/check/no_lost_record.hpp"
#include "sim/check/no_lost_update.hpp"
#include "sim/check/no_stuck_pending.hpp"
#include "sim/check/one_identity.hpp"
#include "sim/check/payload_preserved.hpp"
#include "sim/check/pending_shield.hpp"
#include "sim/check/session_guarantees.hpp"
#include "sim/check/session_isolation.hpp"
#include "sim/check/stamps_in_commit_order.hpp"
#include "sim/check/unique_keys.hpp"

namespace syncsim::sim {

/// All checkers, each asked about the events it has an `on` for. The ledger knows of the event
/// already.
class judge {
public:
    /// The variant outlives the judge. `by_design` is what the variant breaks in any run.
    judge(const protocol::variant& of, std::vector<invariant> by_design)
        : checkers_(of), found_(std::move(by_design))
    {
    }

    void operator()(const moment& when, const happening& what, const ledger& known)
    {
        std::visit(
            [&](const auto& each) {
                std::apply(
                    [&](auto&... checker) { (ask(checker, when, each, known), ...); },
                    checkers_.list);
            },
            what);
    }

    const findings& found() const noexcept { return found_; }

private:
    /// A checker that judges by the variant's own edges is given the variant.
    template <class Checker>
    static Checker made_for(const protocol::variant& of)
    {
        if constexpr (std::is_constructible_v<Checker, const protocol::variant&>) {
            return Checker{of};
        } else {
            return Checker{};
        }
    }

    template <class... Checkers>
    struct all_of {
        explicit all_of(const protocol::variant& of) : list{made_for<Checkers>(of)...} {}
        std::tuple<Checkers...> list;
    };

    template <class Checker, class Event>
    void ask(Checker& checker, const moment& when, const Event& what, const ledger& known)
    {
        if constexpr (requires { checker.on(when, what, known, found_); }) {
            checker.on(when, what, known, found_);
        }
    }

    all_of<
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
        losers_kept,
        payload_preserved,
        no_false_conflict,
        fair_blame,
        honest_success>
        checkers_;
    findings found_;
};

}  // namespace syncsim::sim
