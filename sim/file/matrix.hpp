#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "protocol/json_text.hpp"
#include "sim/file/covering_array.hpp"
#include "sim/file/error_log.hpp"

/// The matrix of a scenario file: values for the names that stand as "${name}" in the rest of it.
namespace syncsim::sim {

struct matrix_axis {
    std::string name;
    std::vector<json::value> values;
};

struct matrix {
    json::position at;
    std::vector<matrix_axis> axes;
    /// Every combination of the values of any so many axes is covered.
    std::size_t combine = 0;
};

/// Reads the member "matrix" of a file, and checks that the file uses each of its axes, and no
/// other; nothing where it is not as it must be. `file_bytes` is the length of its text.
///
/// REQUIRES: the file has that member.
std::optional<matrix> read_matrix(const json::value& file, std::size_t file_bytes, error_log& log);

/// The rest of the file with the values of this point, which keep the place of what they replace.
/// Those places are added to `filled`.
json::value filled_in(
    const json::value& file,
    const matrix& from,
    const covering_row& point,
    filled_places& filled);

/// "where=push.response skew=-10m".
std::string label_of(const matrix& from, const covering_row& point);

}  // namespace syncsim::sim
