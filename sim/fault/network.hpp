#pragma once

#include <functional>
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
    /// It arrives right after the next message of its direction, or this much later where none is
    /// sent by then.
    std::optional<duration> overtaken;
    /// It arrives when this step begins.
    std::optional<step_id> held_until;
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
    /// A copy of a message has arrived; `again` for one after the first.
    using arrival = std::function<void(bool again)>;

    /// The run outlives it.
    explicit network(run_context& run);

    void cut(node_id device, partition_step::direction which);
    void heal(node_id device);

    /// Sends one message between the device and the server: why it never arrives, or `arrive` is
    /// called for each of its copies. `name` is the message's own, for chance.
    std::optional<event::message_lost::cause> send(
        node_id device,
        bool to_server,
        const message_orders& orders,
        choice_key name,
        arrival arrive);

    /// What becomes of a message that is sent now, but for being overtaken or held.
    passage route(node_id device, bool to_server, const message_orders& orders, choice_key name);

    /// The step begins: what was held until then arrives at this instant. Whether there was any.
    bool release(step_id begins);
    /// Everything that is overtaken or held arrives at this instant.
    void release_all();

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

    /// A message that is set aside on its way.
    struct waiting {
        node_id device;
        bool to_server;
        choice_key name;
        /// How long each copy takes, counted from the first.
        std::vector<duration> copies;
        arrival arrive;
        /// The step that ends it; none for one that is overtaken.
        std::optional<step_id> until;
    };

    void set_aside(waiting message, const message_orders& orders);
    /// Each copy arrives when it does, the first after `first`.
    void schedule(const waiting& message, duration first);
    /// Schedules what waits and fits, and waits no longer for it. Whether there was any.
    template <class Fits>
    bool end_wait(duration first, Fits fits);

    run_context& run_;
    std::vector<link> links_;
    std::vector<waiting> waiting_;
};

}  // namespace syncsim::sim
