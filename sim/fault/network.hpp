#pragma once

#include <optional>
#include <vector>

#include "sim/run_context.hpp"
#include "sim/scenario.hpp"
#include "sim/trace.hpp"

namespace syncsim::sim {

/// What faults do to one message, beside what its link does.
struct message_orders {
    bool drop = false;
    duration delay{0};
    /// Copies that arrive with the message, and copies that arrive this much later.
    int extra_copies = 0;
    std::optional<duration> late_copy;
};

/// What becomes of a message: when each copy arrives, or why none does.
struct passage {
    std::optional<event::message_lost::cause> lost;
    /// How long each copy takes. Copies after the first are duplicates.
    std::vector<duration> copies;
};

/// The links between the devices and the server.
///
/// Latency, jitter, loss and duplication are named choices of each message; within a direction of
/// a link messages keep their order unless the scenario lets them overtake, or a fault delays one.
class network {
public:
    explicit network(run_context& run);

    void cut(node_id device, partition_step::direction which);
    void heal(node_id device);

    /// Sends one message between the device and the server. `name` is the message's own, for
    /// chance.
    passage send(node_id device, bool to_server, const message_orders& orders, choice_key name);

private:
    struct direction {
        bool is_cut = false;
        /// Nothing sent later arrives before this, unless it may overtake.
        sim_time last_arrival;
    };
    struct link {
        direction to_server;
        direction from_server;
    };

    run_context& run_;
    std::vector<link> links_;
};

}  // namespace syncsim::sim
