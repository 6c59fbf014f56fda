#pragma once

#include "sim/schema/part.hpp"

namespace syncsim::sim::schema {

/// Any step of a scenario, told apart by its member `do`.
part step();

/// The members of a record's value that a step sets, and what it sets beside the protocol's own.
part value_of_record();
part extra_of_record();

/// Work of the user that hangs on an anchor of a sync.
part work_during_sync();

}  // namespace syncsim::sim::schema
