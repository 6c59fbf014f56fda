#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/json_text.hpp"
#include "sim/scenario_file.hpp"

namespace syncsim::sim {

namespace json = protocol::json;

source_place place_of(json::position at) noexcept;

/// Collects the errors of one file, as whoever reads it comes across them.
class error_log {
public:
    /// A file with more errors than these is no scenario file at all.
    static constexpr std::size_t errors_max = 1000;

    explicit error_log(std::string_view file_name) : file_(file_name) {}

    void add(json::position at, std::string message);

    bool empty() const noexcept { return errors_.empty(); }

    /// Takes no more errors, so looking for them is no use.
    bool full() const noexcept { return errors_.size() > errors_max; }

    /// The errors in the order of the text; of two at one place, the first one found is first.
    std::vector<scenario_error> take() && { return std::move(errors_); }

private:
    std::string file_;
    std::vector<scenario_error> errors_;
};

}  // namespace syncsim::sim
