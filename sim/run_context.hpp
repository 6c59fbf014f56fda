#pragma once

#include <cstdint>
#include <vector>

#include "protocol/variant.hpp"
#include "sim/check/judge.hpp"
#include "sim/ledger.hpp"
#include "sim/mark_watch.hpp"
#include "sim/outcome.hpp"
#include "sim/scenario.hpp"
#include "sim/time/choice.hpp"
#include "sim/time/scheduler.hpp"
#include "sim/time/skew.hpp"
#include "sim/trace.hpp"

namespace syncsim::sim {

/// What everything in one run shares: its time, its chance, its clocks, and the one place where
/// events come together.
class run_context {
public:
    /// The scenario and the variant outlive the run. `by_design` is what the variant breaks in any
    /// run.
    run_context(
        const scenario& script,
        const protocol::variant& variant,
        bool keep_trace,
        std::vector<invariant> by_design = {});

    const scenario& script;
    const protocol::variant& variant;
    const chance luck;
    scheduler time;

    /// Something happened at a node, just now: into digest, marks, ledger, judgement and trace.
    event_ordinal emit(node_id where, happening what);

    /// What the node's own clock shows.
    duration local_time(node_id where) const;
    skew& clock_of(node_id where) { return clocks_[where.value()]; }

    /// Faults stop: from here on links are whole and no message is lost.
    void heal() noexcept { healed_ = true; }
    bool healed() const noexcept { return healed_; }

    message_id next_message() noexcept { return message_id{messages_++}; }

    ledger known;

    /// Expectations that were not met, and what follows from a violation that was found before.
    const std::vector<outcome::unmet_expectation>& unmet() const noexcept { return unmet_; }

    std::uint32_t events() const noexcept { return events_; }
    std::uint32_t messages() const noexcept { return messages_; }
    const mark_watch& marks() const noexcept { return marks_; }
    const findings& found() const noexcept { return judge_.found(); }
    std::uint64_t digest() const noexcept { return digest_.value(); }
    trace take_trace() { return std::move(trace_); }

private:
    std::vector<skew> clocks_;
    mark_watch marks_;
    judge judge_;
    run_digest digest_;
    trace trace_;
    std::vector<outcome::unmet_expectation> unmet_;
    bool keep_trace_;
    bool healed_ = false;
    std::uint32_t events_ = 0;
    std::uint32_t messages_ = 0;
};

}  // namespace syncsim::sim
