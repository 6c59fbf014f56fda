#pragma once

#include <optional>

#include "sim/scenario.hpp"

namespace syncsim::sim {

/// A node as faults see it: something that can die and come back.
class node {
public:
    virtual ~node() = default;

    virtual bool is_up() const = 0;

    /// The process dies at once; what it wrote to its disk stays. It comes back after
    /// `restart_after`, or only when `restart` is called. A node that is down stays as it is.
    virtual void crash(std::optional<duration> restart_after) = 0;

    /// Starts the process on what is on its disk. A node that is up stays as it is.
    virtual void restart() = 0;
};

}  // namespace syncsim::sim
