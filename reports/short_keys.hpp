#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "sim/trace.hpp"

namespace syncsim::reports {

/// Keys as a story shows them: long ones by their first characters.
///
/// Invariants: (1) two different keys are never shown alike; (2) a key of at most eight characters
/// is shown as it is.
class short_keys {
public:
    explicit short_keys(const std::set<std::string>& keys);

    /// Every key and local_id that a run has used.
    static short_keys of(const sim::trace& run);

    /// The key as it is shown; one that the run has not used, as it is.
    std::string operator()(std::string_view key) const;

    /// The sentence with every key in it as it is shown.
    std::string in(std::string sentence) const;

private:
    /// Long keys only.
    std::map<std::string, std::string, std::less<>> shown_;
};

}  // namespace syncsim::reports
