#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/causes.hpp"
#include "reports/excerpt.hpp"
#include "reports/timeline.hpp"

namespace syncsim::reports {

/// Something that is wrong with a run, in a sentence.
struct finding {
    enum class kind : std::uint8_t {
        /// An invariant that broke: an outcome, or a mechanism.
        outcome,
        mechanism,
        /// What else broke, by its count.
        rest,
        /// An expectation in the middle of the scenario.
        unmet,
        /// Why the run shows nothing.
        doubt,
    };

    kind what{};
    /// Of an invariant.
    std::optional<sim::invariant> which;
    std::optional<sim::event_ordinal> event;
    std::string text;

    friend bool operator==(const finding&, const finding&) = default;
};

/// What led to one of the violations.
struct explained_violation {
    sim::invariant which{};
    std::vector<cause> causes;

    friend bool operator==(const explained_violation&, const explained_violation&) = default;
};

/// What is told of one run, as data: every writer lays out the same.
///
/// The scenario and the run outlive it.
class telling {
public:
    /// REQUIRES: the run kept its trace.
    telling(const sim::scenario& script, const sim::outcome& run);
    telling(const telling&) = delete;
    telling& operator=(const telling&) = delete;

    const vocabulary& with() const noexcept { return with_; }
    const sim::scenario& script() const noexcept { return with_.script; }
    const sim::outcome& run() const noexcept { return run_; }

    /// What is wrong; empty where nothing is.
    std::vector<finding> findings() const;
    /// A page of the events that matter where something is wrong, a glance where nothing is.
    std::vector<excerpt_row> rows() const;
    /// Every line, up to the one that this event stands for, and marks where something broke.
    std::vector<excerpt_row> rows_until(sim::event_ordinal last) const;
    /// Of each violation that the story is about.
    std::vector<explained_violation> causes() const;
    /// "lost-ack (drop push.response) fired 1×", for each fault.
    std::vector<std::string> faults() const;
    /// "phone -2m drifting +50ppm, +0s from event 30", for each node, the server first.
    std::vector<std::string> clocks() const;

private:
    void add_violations(std::vector<finding>& to) const;
    void add_rest_of_violations(std::vector<finding>& to) const;
    void add_unmet(std::vector<finding>& to) const;
    std::string sentence(std::string_view text) const;
    std::string clock_of(std::string name, const sim::clock_settings& clock, sim::node_id node)
        const;

    const sim::outcome& run_;
    focus about_;
    short_keys keys_;
    fault_words faults_;
    vocabulary with_;
    std::vector<timeline_line> lines_;
};

}  // namespace syncsim::reports
