#pragma once

#include <vector>

#include "sim/schema/part.hpp"

namespace syncsim::sim::schema {

/// A fault that hangs on an anchor of a sync.
part fault_of_sync();

/// A fault that hangs on an anchor of a create, an edit or a delete.
part fault_of_local_work();

/// A step that is a fault, at its own time; it has these members beside.
part timed_fault(std::vector<member> of_every_step);

}  // namespace syncsim::sim::schema
