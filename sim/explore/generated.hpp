#pragma once

#include <cstdint>

#include "sim/scenario.hpp"

namespace syncsim::sim {

/// Scenario number `number` of an endless list: the same one on every machine, always, and unlike
/// its neighbours.
///
/// One to four devices with clocks and links of every quality make, edit, delete and sync a few
/// records, while links break, nodes crash, clocks jump and faults hang on syncs. It is a scenario
/// that a file could describe. Every fault is `optional`, because nothing here knows whether the
/// sync will get so far. Users edit what they would see if every sync had gone through, so some of
/// their work is refused: an unmet expectation of a run is no news here.
///
/// The numbers stand for their scenarios in digests and reports: a change here is a change of all
/// of them.
scenario generated(std::uint64_t number);

}  // namespace syncsim::sim
