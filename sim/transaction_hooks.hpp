#pragma once

#include <functional>
#include <vector>

#include "sim/trace.hpp"

namespace syncsim::sim {

/// What a node wants to know of its store's transactions.
///
/// A node that died lets its store fail: from that operation on nothing reaches the disk.
struct transaction_hooks {
    std::function<bool()> is_alive;
    /// After the first change of a transaction; it may end the node's life.
    std::function<void(const happening&)> first_change_made;
    /// Everything is written, and the commit comes next; it may end the node's life.
    std::function<void()> about_to_commit;
    /// The transaction is durable, and has done this; it may end the node's life.
    std::function<void(std::vector<happening>)> committed;
};

/// The changes of the transaction that is under way.
class open_changes {
public:
    explicit open_changes(transaction_hooks hooks) : hooks_(std::move(hooks)) {}

    bool is_alive() const { return hooks_.is_alive(); }

    void began() { changes_.clear(); }
    void rolled_back() { changes_.clear(); }

    void made(happening change)
    {
        changes_.push_back(std::move(change));
        if (changes_.size() == 1) hooks_.first_change_made(changes_.front());
    }

    void about_to_commit() { hooks_.about_to_commit(); }
    void committed() { hooks_.committed(std::exchange(changes_, {})); }

private:
    transaction_hooks hooks_;
    std::vector<happening> changes_;
};

}  // namespace syncsim::sim
