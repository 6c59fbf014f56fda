#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "protocol/step.hpp"
#include "reports/fault_words.hpp"
#include "reports/focus.hpp"
#include "reports/record_names.hpp"
#include "reports/tone.hpp"
#include "sim/outcome.hpp"
#include "sim/scenario.hpp"

/// A trace as lines: who said what to whom, when, by whose clock. No layout.
namespace syncsim::reports {

/// What is added to a line: what a fault did, what became of a message, what broke.
struct line_note {
    tone how = tone::quiet;
    std::string text;

    friend bool operator==(const line_note&, const line_note&) = default;
};

/// The course of a message between a device and the server.
struct message_way {
    enum class fate : std::uint8_t { arrives, delayed, lost };

    sim::node_id device;
    bool is_reply = false;
    protocol::step step{};
    fate end = fate::arrives;

    friend bool operator==(const message_way&, const message_way&) = default;
};

/// Something that happened at one node, or between a device and the server.
///
/// A line stands for one event or for a few that belong together: a transaction's, a message's, a
/// sync's first and last.
struct timeline_line {
    enum class kind : std::uint8_t {
        /// A user's create, edit or delete.
        work,
        request,
        reply,
        /// A request came to the server late, or again.
        arrival,
        /// A transaction of the server, and one of a device that is not the user's.
        commit,
        apply,
        sync_end,
        fault,
        crash,
        restart,
        clock,
        link,
        note,
        unmet,
        settle,
        quiescent,
    };

    kind what{};
    /// The event that stands for the line, and all that it covers.
    sim::event_ordinal event;
    std::vector<sim::event_ordinal> covers;
    sim::sim_time at;
    sim::node_id node;

    std::string text;
    std::vector<line_note> notes;
    /// Faults that acted here.
    std::vector<sim::fault_index> faults;
    std::optional<message_way> way;
    std::set<sim::record_index> records;
    std::optional<sim::sync_index> sync;

    /// A sync or a call ended in an error, or work was refused or cut short.
    bool failed = false;
    /// Work stopped being pending, or another version took its place.
    bool settles = false;
    /// A transaction that changed nothing that people or the protocol would notice.
    bool idle = false;
    /// A bound of the next pull moved.
    bool moves_cursor = false;
    /// Which round of the settle phase it belongs to, from 1; 0 for what comes before.
    int round = 0;
    /// Messages that a sync sent; of a sync's end only.
    int messages = 0;
};

/// What the words of a story are made with.
struct vocabulary {
    const sim::scenario& script;
    const sim::ledger& known;
    const focus& about;
    const short_keys& keys;
    const fault_words& faults;
    record_names names;
};

/// Every line of a run, in the order of true time.
std::vector<timeline_line> timeline(const sim::trace& run, const vocabulary& with);

}  // namespace syncsim::reports
