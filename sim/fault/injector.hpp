#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/fault/fault_plan.hpp"
#include "sim/fault/network.hpp"
#include "sim/node.hpp"
#include "sim/run_context.hpp"

namespace syncsim::sim {

/// Something that passes anchors, on behalf of a device: a sync, or one piece of local work.
struct passer {
    node_id device;
    anchor_passes passes;
    /// The user's work between two steps, and how it is done.
    std::vector<during_work> during;
    std::function<void(const during_work&)> do_work;
    /// Gives up waiting for the reply to that message; false where nobody waits for it.
    std::function<bool(message_id)> give_up;
};

/// What is left to do for whoever passed an anchor.
struct anchor_effect {
    /// For the message that is being sent there.
    message_orders orders;
    /// The reply is this error instead.
    std::optional<protocol::sync_errc> error_reply;
    /// The reply becomes another on its way by this fault, where it says anything.
    std::optional<fault_index> corrupts;
    /// The device gives up waiting for the reply by this fault, where it still waits.
    std::optional<fault_index> gives_up;
    /// Whoever receives the message dies of this fault on receipt.
    std::optional<fault_index> kills_receiver;
    /// The session of the request expires by this fault on receipt, where the server has it.
    std::optional<fault_index> expires_session;
    /// The request waits so long at the server before it is handled.
    duration pause{0};
};

/// Makes faults happen where their anchors are passed.
class injector {
public:
    injector(run_context& run, fault_plan& plan) : run_(run), plan_(plan) {}

    /// The nodes in the order of their ids; they outlive the injector.
    void attach(node& which) { nodes_.push_back(&which); }

    /// `who` passes the anchor, which lies at `where`. The user's work there is done, clocks jump
    /// and nodes die before this returns: the caller looks whether it is still alive.
    anchor_effect pass(passer& who, anchor at, node_id where);

    /// The fault acts at this node, apart from any anchor: a crash or a clock jump.
    void act(fault_index which, node_id where);

    /// Something has passed the anchor before the run healed.
    bool was_passed(anchor at) const { return passed_[static_cast<std::size_t>(at)]; }

    /// The fault has acted at this node; `detail` says what only the run knows of it.
    void fire(fault_index which, node_id where, std::string detail = {});

private:
    run_context& run_;
    fault_plan& plan_;
    std::vector<node*> nodes_;
    std::array<bool, anchor_count> passed_{};
};

}  // namespace syncsim::sim
