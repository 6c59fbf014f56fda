#pragma once

#include <optional>

#include "protocol/stamp.hpp"
#include "protocol/variant.hpp"
#include "protocol/window.hpp"
#include "sim/ledger.hpp"

/// Where versions stand against the windows of pulls.
namespace syncsim::sim {

/// Where a version that was pulled stands at the server; nothing for one that does not say so.
std::optional<position> position_of(const protocol::variant& of, const protocol::record& pulled);

/// It stands in front of the end of the stretch.
bool is_below_end(const protocol::range& of, const position& which);

/// It stands inside the stretch.
bool is_in(const protocol::range& stretch, const position& which);

/// The first of them that may stand behind the cursor; the first of all where there is none.
std::set<position>::const_iterator first_behind(
    const std::optional<protocol::cursor>& at,
    const std::set<position>& of);

}  // namespace syncsim::sim
