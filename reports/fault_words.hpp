#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/scenario.hpp"
#include "sim/trace.hpp"

namespace syncsim::reports {

/// What a story calls the faults of a scenario.
class fault_words {
public:
    /// The scenario outlives it.
    explicit fault_words(const sim::scenario& script);

    const sim::fault& operator[](sim::fault_index which) const
    {
        return *faults_[which.value()].what;
    }

    /// Where in the protocol it acts; nothing for a fault at a true time.
    std::optional<sim::anchor> anchor_of(sim::fault_index which) const;
    /// "drop push.response", "delay pull.request by 8s", "crash-server".
    std::string effect(sim::fault_index which) const;
    /// "lost-ack (drop push.response)"; the effect alone where the id says no more.
    std::string name(sim::fault_index which) const;

private:
    struct planned {
        const sim::fault* what;
        bool hangs_on_an_anchor;
    };
    std::vector<planned> faults_;
};

}  // namespace syncsim::reports
