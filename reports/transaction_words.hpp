#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reports/timeline.hpp"

/// What the transactions of a run changed, told from the changes that their events name. Each class
/// follows what its nodes hold, so it is given every transaction, in the order of the run.
namespace syncsim::reports {

/// Of the server.
class server_transactions {
public:
    explicit server_transactions(const vocabulary& with) : with_(with) {}

    void add(const sim::event::server_put& change);
    void add(const sim::event::server_removed& change);
    void add(const sim::event::server_conflict& change);
    void add(const sim::event::server_cursor& change);

    bool changed_nothing() const { return changes_.empty() && cursors_.empty(); }
    /// The commit: says in the line what was changed, and begins the next transaction.
    void tell(timeline_line& to);

private:
    const vocabulary& with_;
    std::map<protocol::record_key, std::string> values_;

    std::vector<mention> changes_;
    std::vector<std::string> cursors_;
};

/// Of the devices.
class device_transactions {
public:
    explicit device_transactions(const vocabulary& with) : with_(with) {}

    void add(sim::node_id device, const sim::event::device_put& change);
    void add(sim::node_id device, const sim::event::device_removed& change);
    void add(const sim::event::device_cursor& change);
    /// The transaction is the user's own work.
    void add(const sim::event::local_work& change) { work_ = change.write; }

    bool changed_nothing() const { return changes_.empty() && !cursor_ && !work_; }
    /// The commit: says in the line what was changed, and begins the next transaction.
    void tell(timeline_line& to);

    /// What a user did, whatever became of it: "edit milk text="oat milk"".
    std::string act_of(sim::write_index which) const;

private:
    struct row {
        std::string value;
        bool unsent = false;
    };
    struct row_change {
        protocol::record_key key;
        std::optional<row> before;
        /// None where the row was removed.
        std::optional<reference_client::local_record> after;
    };

    void tell_work(timeline_line& to) const;
    void tell_apply(timeline_line& to) const;
    std::string words_of(const row_change& one, const row_change* swapped_from) const;
    /// The row that this one takes the place of: of the same record, under another key.
    const row_change* find_swapped(const row_change& one) const;
    std::string edited_members(sim::write_index which) const;

    const vocabulary& with_;
    std::map<std::pair<sim::node_id, protocol::record_key>, row> rows_;

    std::vector<row_change> changes_;
    std::optional<sim::write_index> work_;
    std::optional<std::string> cursor_;
};

}  // namespace syncsim::reports
