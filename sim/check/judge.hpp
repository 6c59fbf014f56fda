#pragma once

#include <tuple>
#include <utility>
#include <variant>

#include "sim/check/create_once.hpp"
#include "sim/check/cursor_sound.hpp"
#include "sim/check/deletes_stick.hpp"
#include "sim/check/eventual_convergence.hpp"
#include "sim/check/honest_pending.hpp"
#include "sim/check/no_invention.hpp"
#include "sim/check/no_lost_record.hpp"
#include "sim/check/no_lost_update.hpp"
#include "sim/check/no_stuck_pending.hpp"
#include "sim/check/one_identity.hpp"
#include "sim/check/pending_shield.hpp"
#include "sim/check/unique_keys.hpp"

namespace syncsim::sim {

/// All checkers, each asked about the events it has an `on` for. The ledger knows of the event
/// already.
class judge {
public:
    void operator()(const moment& when, const happening& what, const ledger& known)
    {
        std::visit(
            [&](const auto& each) {
                std::apply(
                    [&](auto&... checker) { (ask(checker, when, each, known), ...); }, checkers_);
            },
            what);
    }

    const findings& found() const noexcept { return found_; }

private:
    template <class Checker, class Event>
    void ask(Checker& checker, const moment& when, const Event& what, const ledger& known)
    {
        if constexpr (requires { checker.on(when, what, known, found_); }) {
            checker.on(when, what, known, found_);
        }
    }

    std::tuple<
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
        no_invention>
        checkers_;
    findings found_;
};

}  // namespace syncsim::sim
