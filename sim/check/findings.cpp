#include "sim/check/findings.hpp"

#include <algorithm>
#include <utility>

namespace syncsim::sim {

void findings::report(violation found, std::optional<record_index> about)
{
    if (std::ranges::find(by_design_, found.which) != by_design_.end()) {
        baseline_.insert(found.which);
        return;
    }
    const std::pair subject{found.which, about};
    if (std::ranges::find(reported_, subject) != reported_.end()) return;
    reported_.push_back(subject);
    std::ranges::stable_sort(found.because, {}, &witness::at);
    all_.push_back(std::move(found));
}

}  // namespace syncsim::sim
