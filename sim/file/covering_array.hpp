#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace syncsim::sim {

/// For each column the number of one of its values.
using covering_row = std::vector<std::size_t>;

struct covering {
    /// Rows in which every combination of values of any so many columns stands, where some row that
    /// has it makes sense.
    std::vector<covering_row> rows;
    /// For each combination that makes no sense in any row, one that has it.
    std::vector<covering_row> senseless;
};

/// Covers every combination of values of any `strength` columns with few rows, all of which make
/// sense. `sizes` are the columns' numbers of values. With as many as there are columns, the rows
/// are all that make sense, in the order in which the last column changes fastest.
///
/// REQUIRES: 1 <= `strength` <= the number of columns; no column is empty.
covering cover(
    const std::vector<std::size_t>& sizes,
    std::size_t strength,
    const std::function<bool(const covering_row&)>& makes_sense);

}  // namespace syncsim::sim
