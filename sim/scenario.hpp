#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "protocol/clocks.hpp"
#include "protocol/error.hpp"
#include "protocol/support/strong.hpp"
#include "protocol/support/uuid.hpp"
#include "protocol/variant.hpp"
#include "sim/fault/anchor.hpp"
#include "sim/time/choice.hpp"
#include "sim/verdict.hpp"

/// A run, described: what people write, what generators make, what replays read.
///
/// Only values: nothing here reads a file or runs anything. `scenarios/README.md` documents each
/// field as people write it.
namespace syncsim::sim {

using protocol::duration;

/// A place in the file that a scenario came from; line 0 for one made in memory.
struct source_place {
    int line = 0;
    int column = 0;

    friend bool operator==(const source_place&, const source_place&) = default;
};

/// Which step of the run this is, for named chance: it stays the same when others are dropped.
using step_id = support::strong<struct step_id_tag, std::uint64_t>;

/// How a node's clock departs from true time.
struct clock_settings {
    duration offset{0};
    /// Parts per million: positive runs fast.
    std::int64_t drift_ppm = 0;
    duration resolution{1};

    friend bool operator==(const clock_settings&, const clock_settings&) = default;
};

struct client_settings {
    std::string name;
    clock_settings clock;

    friend bool operator==(const client_settings&, const client_settings&) = default;
};

/// What the server takes and gives at once; none for what it does by itself.
struct server_limits {
    /// Records in one page of a pull, where the variant cuts pulls into pages.
    std::optional<int> page;
    /// Records in one push.
    std::optional<int> push;
    /// Of a record's value as JSON text, with the member that marks its write.
    std::optional<int> value_bytes;

    friend bool operator==(const server_limits&, const server_limits&) = default;
};

struct server_settings {
    clock_settings clock;
    /// Simulated time between a request's arrival and its transaction, and between that and the
    /// reply.
    duration work = std::chrono::milliseconds{1};
    server_limits limits;

    friend bool operator==(const server_settings&, const server_settings&) = default;
};

/// Every link between a device and the server, in both directions.
struct link_settings {
    duration latency = std::chrono::milliseconds{40};
    /// Added to the latency: from none up to this, by choice.
    duration jitter{0};
    ratio loss;
    ratio duplicate;
    /// Messages may overtake each other: each waits for none of those sent before it.
    bool reorder = false;

    friend bool operator==(const link_settings&, const link_settings&) = default;
};

/// A fault that hangs on a protocol step, or, in a `fault_step`, on a true time.
struct fault {
    /// What reports call it: given, or made from its kind and anchor.
    std::string id;
    fault_kind kind{};
    anchor at{};
    /// Which pass of the anchor within the sync, retries included; from 1.
    int nth = 1;
    /// Delay, late duplicate: how much later. Reorder: at the latest. Clock jump: by how much,
    /// signed.
    std::optional<duration> by;
    /// Hold: the later step that ends it.
    std::optional<step_id> until;
    /// Duplicate: how many extra copies.
    int copies = 1;
    /// Error reply: which.
    std::optional<protocol::sync_errc> code;
    /// Crash: how long the node stays down.
    duration restart_after = std::chrono::seconds{1};
    /// Clock jump: whose. Empty for the node at which the anchor lies.
    std::string node;
    /// The run is not inconclusive where this never fires.
    bool optional = false;
    source_place place;

    friend bool operator==(const fault&, const fault&) = default;
};

/// Local work between two protocol steps of a sync.
struct during_work {
    anchor at{};
    int nth = 1;
    enum class verb : std::uint8_t { create, edit, remove } what = verb::edit;
    std::string record;
    /// A JSON object as text; merged into the record's value.
    std::string set = "{}";
    /// A JSON object as text; merged into what the record has beside the protocol's own members.
    std::string extra = "{}";
    source_place place;

    friend bool operator==(const during_work&, const during_work&) = default;
};

/// The user of a device makes, edits or deletes a record; offline work.
struct local_step {
    enum class verb : std::uint8_t { create, edit, remove } what{};
    std::string on;
    std::string record;
    /// A JSON object as text; merged into the record's value. "{}" for a delete.
    std::string set = "{}";
    /// A JSON object as text; merged into what the record has beside the protocol's own members, as
    /// a later version of the app does. "{}" for a delete.
    std::string extra = "{}";
    /// The key that the device draws for what it creates; by chance where it is not said.
    std::optional<support::uuid> uuid;
    std::vector<fault> faults;

    friend bool operator==(const local_step&, const local_step&) = default;
};

/// A whole session of one device.
struct sync_step {
    enum class outcome : std::uint8_t { any, ok, failed };

    std::string on;
    std::vector<fault> faults;
    std::vector<during_work> during;
    outcome wanted = outcome::any;
    /// The next step begins at once, while this session runs.
    bool background = false;

    friend bool operator==(const sync_step&, const sync_step&) = default;
};

/// Waits for every background sync.
struct join_step {
    friend bool operator==(const join_step&, const join_step&) = default;
};

struct advance_step {
    duration by{0};

    friend bool operator==(const advance_step&, const advance_step&) = default;
};

/// Sets a node's clock: by a jump, to an offset from true time, or to a drift.
struct clock_step {
    std::string on;
    std::optional<duration> jump;
    std::optional<duration> offset;
    std::optional<std::int64_t> drift_ppm;

    friend bool operator==(const clock_step&, const clock_step&) = default;
};

/// Cuts the link between a device and the server; `to` and `from` are as the server sees it.
struct partition_step {
    enum class direction : std::uint8_t { both, to_server, from_server };

    /// The device; empty for all of them.
    std::string device;
    direction which = direction::both;

    friend bool operator==(const partition_step&, const partition_step&) = default;
};

struct heal_step {
    /// The device; empty for all of them.
    std::string device;

    friend bool operator==(const heal_step&, const heal_step&) = default;
};

struct crash_step {
    std::string on;

    friend bool operator==(const crash_step&, const crash_step&) = default;
};

struct restart_step {
    std::string on;

    friend bool operator==(const restart_step&, const restart_step&) = default;
};

/// A fault at this true time, at no anchor: a crash or a clock jump.
struct fault_step {
    fault what;

    friend bool operator==(const fault_step&, const fault_step&) = default;
};

struct note_step {
    std::string text;

    friend bool operator==(const note_step&, const note_step&) = default;
};

/// What must be true here. Each member that is set is one expectation.
struct expect_step {
    enum class state : std::uint8_t { absent, pending, synced, deleted };

    /// A device's name or "server".
    std::string on;
    /// Live records, and records with unsent work.
    std::optional<int> records;
    std::optional<int> pending;
    /// The record that the rest is about; empty if none.
    std::string record;
    std::optional<state> is;
    /// Live rows that descend from this record's create, kept losers not counted.
    std::optional<int> copies;
    /// A JSON object as text: each member is in the record's value.
    std::optional<std::string> has;

    friend bool operator==(const expect_step&, const expect_step&) = default;
};

using step_action = std::variant<
    local_step,
    sync_step,
    join_step,
    advance_step,
    clock_step,
    partition_step,
    heal_step,
    crash_step,
    restart_step,
    fault_step,
    note_step,
    expect_step>;

struct scenario_step {
    step_id id;
    source_place place;
    step_action action;

    friend bool operator==(const scenario_step&, const scenario_step&) = default;
};

/// What ends every run: faults stop, links heal, each device syncs `rounds` times.
struct settle_settings {
    int rounds = 4;
    /// True time between two rounds.
    duration apart = std::chrono::minutes{1};
    /// A round that has not ended by then has not settled.
    duration within = std::chrono::hours{1};

    friend bool operator==(const settle_settings&, const settle_settings&) = default;
};

/// What the author expects of a variant.
struct expectation {
    verdict_kind what = verdict_kind::holds;
    /// Whatever breaks is as expected: the run is only reported.
    bool any = false;
    /// Compared exactly where given. `violates` names outcome invariants exactly; mechanism
    /// invariants are compared only through `at_risk`.
    std::optional<std::vector<invariant>> violates;
    std::optional<std::vector<invariant>> at_risk;
    /// Why this is known.
    std::string issue;
    source_place place;

    friend bool operator==(const expectation&, const expectation&) = default;
};

struct scenario {
    std::string name;
    /// Which point of its file's matrix this is, as "where=push.response skew=-10m"; empty where
    /// the file has no matrix.
    std::string point;
    std::string title;
    std::string why;
    std::vector<std::string> tags;
    std::uint64_t seed = 0;
    server_settings server;
    std::vector<client_settings> clients;
    link_settings network;
    /// True time between the end of a step and the beginning of the next.
    duration pace = std::chrono::seconds{1};
    /// True time at which the run begins, since 1970.
    duration start = std::chrono::seconds{1225082461};  // 2008-10-27 04:41:01 UTC, the post's
    std::vector<scenario_step> steps;
    settle_settings settle;
    /// What a run has to reach, or it shows nothing: the name of a mark, "anchor:" and that of an
    /// anchor, "fault:" and the id of a fault.
    std::vector<std::string> must_reach;
    /// Variants to run, in the order of the file; empty where the file says nothing.
    std::vector<protocol::variant> variants;
    /// Which invariants judge the run; empty for all.
    std::vector<invariant> invariants;
    /// What is expected of each variant, by name; under "" of every other.
    std::map<std::string, expectation> expect;

    friend bool operator==(const scenario&, const scenario&) = default;
};

}  // namespace syncsim::sim
