#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/ledger.hpp"
#include "sim/verdict.hpp"

namespace syncsim::sim {

/// An event that proves a violation, and what it shows.
struct witness {
    event_ordinal at;
    std::string what;

    friend bool operator==(const witness&, const witness&) = default;
};

/// An invariant that a run has broken.
struct violation {
    invariant which{};
    /// The event with which it broke.
    event_ordinal at;
    /// What is wrong, in a sentence that names the record and the nodes.
    std::string what;
    /// The events that led there, in their order.
    std::vector<witness> because;

    friend bool operator==(const violation&, const violation&) = default;
};

/// Where checkers put what they find. An invariant is reported once for each record: what follows
/// from a violation is not another one.
class findings {
public:
    findings() = default;
    /// What the variant breaks in any run is no news: it is only noted that it was broken.
    explicit findings(std::vector<invariant> by_design) : by_design_(std::move(by_design)) {}

    /// `about` is the record; none where the violation is about something else.
    void report(violation found, std::optional<record_index> about);

    const std::vector<violation>& all() const noexcept { return all_; }
    /// What was broken, and is no news; in the order of the enum.
    const std::set<invariant>& baseline() const noexcept { return baseline_; }

private:
    std::vector<invariant> by_design_;
    std::set<invariant> baseline_;
    std::vector<violation> all_;
    std::vector<std::pair<invariant, std::optional<record_index>>> reported_;
};

}  // namespace syncsim::sim
