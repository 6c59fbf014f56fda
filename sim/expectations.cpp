#include "sim/expectations.hpp"

#include <algorithm>
#include <optional>

namespace syncsim::sim {
namespace {

/// One row of any node, as an expectation sees it.
struct seen_row {
    held_version version;
    bool unsent = false;
};

std::vector<seen_row> rows_of(const ledger& known, node_id where)
{
    std::vector<seen_row> rows;
    if (where == server_node) {
        for (const auto& [key, row] : known.server()) rows.push_back({row});
        return rows;
    }
    for (const auto& [key, row] : known.device(where).rows) rows.push_back({row, row.unsent});
    return rows;
}

std::string_view name(expect_step::state which)
{
    switch (which) {
    case expect_step::state::absent: return "absent";
    case expect_step::state::pending: return "pending";
    case expect_step::state::synced: return "synced";
    case expect_step::state::deleted: return "deleted";
    }
    return "?";
}

class check_list {
public:
    check_list(const ledger& known, node_id where, const expect_step& wanted)
        : known_(known), wanted_(wanted), rows_(rows_of(known, where))
    {
        const auto index = known.find_record(wanted.record);
        std::ranges::copy_if(rows_, std::back_inserter(mine_), [&](const seen_row& row) {
            const auto& write = row.version.write;
            return write && !row.version.is_copy && known.operator[](*write).record == index;
        });
    }

    std::vector<std::string> failures()
    {
        count("live records", wanted_.records, [](const seen_row& row) {
            return !row.version.deleted;
        });
        count("pending records", wanted_.pending, [](const seen_row& row) { return row.unsent; });
        copies();
        state();
        members();
        return std::move(failures_);
    }

private:
    template <class Counts>
    void count(std::string_view what, std::optional<int> wanted, Counts counts)
    {
        if (!wanted) return;
        const auto found = std::ranges::count_if(rows_, counts);
        if (found == *wanted) return;
        fail(std::to_string(*wanted) + " " + std::string(what), std::to_string(found));
    }

    void copies()
    {
        if (!wanted_.copies) return;
        const auto found = std::ranges::count_if(mine_, is_live);
        if (found == *wanted_.copies) return;
        const auto wanted = std::to_string(*wanted_.copies);
        fail(
            wanted + (wanted == "1" ? " copy of " : " copies of ") + wanted_.record,
            std::to_string(found));
    }

    void state()
    {
        if (!wanted_.is) return;
        auto found = expect_step::state::absent;
        if (std::ranges::any_of(mine_, is_deleted)) found = expect_step::state::deleted;
        if (std::ranges::any_of(mine_, is_live)) found = expect_step::state::synced;
        if (std::ranges::any_of(mine_, &seen_row::unsent)) found = expect_step::state::pending;
        if (found == *wanted_.is) return;
        fail(wanted_.record + " " + std::string(name(*wanted_.is)), std::string(name(found)));
    }

    void members()
    {
        if (!wanted_.has) return;
        const auto live = std::ranges::find_if(mine_, is_live);
        if (live == mine_.end()) {
            fail(wanted_.record + " with " + *wanted_.has, "none");
            return;
        }
        const auto& shown = known_[*live->version.write].members;
        for (const auto& [name, value] : fields_of(*wanted_.has)) {
            const auto found = shown.find(name);
            if (found != shown.end() && found->second == value) continue;
            fail(
                wanted_.record + " with " + name + ": " + value,
                found == shown.end() ? "no such member" : found->second);
        }
    }

    void fail(const std::string& wanted, const std::string& found)
    {
        failures_.push_back(wanted_.on + ": expected " + wanted + ", found " + found);
    }

    static bool is_live(const seen_row& row) { return !row.version.deleted; }
    static bool is_deleted(const seen_row& row) { return row.version.deleted; }

    const ledger& known_;
    const expect_step& wanted_;
    std::vector<seen_row> rows_;
    /// Those of the record that the expectation is about.
    std::vector<seen_row> mine_;
    std::vector<std::string> failures_;
};

}  // namespace

std::vector<std::string> failures(const ledger& known, node_id where, const expect_step& wanted)
{
    return check_list{known, where, wanted}.failures();
}

}  // namespace syncsim::sim
