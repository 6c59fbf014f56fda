#pragma once

#include <cstddef>
#include <functional>

#include "scenarios/cli/finished_run.hpp"
#include "scenarios/cli/interruption.hpp"

namespace syncsim::cli {

/// Does `count` pieces of work on several threads, and hands over what comes of them on this one,
/// in their order, whatever order they end in.
///
/// `take` says whether to go on; once it says no, or the interruption is requested, no other piece
/// is begun, and those that are under way are waited for. After an interruption they are still
/// handed over, as far as they follow each other without a gap; after a no, they are dropped.
///
/// REQUIRES: `work` does not throw, and may be called by several threads at once.
void work_in_order(
    std::size_t count,
    std::size_t threads,
    const interruption& stop,
    const std::function<finished_run(std::size_t)>& work,
    const std::function<bool(finished_run)>& take);

}  // namespace syncsim::cli
