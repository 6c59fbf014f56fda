#pragma once

#include <optional>
#include <vector>

#include "protocol/variant.hpp"
#include "sim/outcome.hpp"
#include "sim/scenario.hpp"
#include "sim/server_host.hpp"

namespace syncsim::sim {

/// How a scenario is run.
struct run_options {
    /// Keep every event, for whoever tells the story. Judgement and digest need none of it.
    bool keep_trace = true;
    /// Replaces the server's store by one that wraps it: how tests plant a defect.
    server_host::store_wrapper wrap_server_store = {};
    /// What counts as broken by design; where nothing is said, the variant's `baseline`.
    std::optional<std::vector<invariant>> by_design = std::nullopt;
};

/// Runs a scenario under a variant, from its first step until everything has settled, and judges
/// it. Depends on nothing but its arguments.
///
/// REQUIRES: `objections(variant)` has none.
outcome run(const scenario& script, const protocol::variant& variant, const run_options& how = {});

}  // namespace syncsim::sim
