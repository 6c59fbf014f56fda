#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/json_text.hpp"
#include "sim/scenario_file.hpp"

namespace syncsim::sim {

namespace json = protocol::json;

source_place place_of(json::position at) noexcept;

/// Where the values of a matrix's point stand in the text that is read.
using filled_places = std::set<json::position>;

/// Collects the errors of one file, as whoever reads it comes across them.
class error_log {
public:
    /// A file with more errors than these is no scenario file at all.
    static constexpr std::size_t errors_max = 1000;

    explicit error_log(std::string_view file_name) : file_(file_name) {}

    /// For one point of the file's matrix; the places outlive the log.
    error_log(std::string_view file_name, const filled_places& filled)
        : file_(file_name), filled_(&filled)
    {
    }

    /// What stands there came from an axis of a matrix.
    bool is_filled(json::position at) const { return filled_ != nullptr && filled_->contains(at); }

    /// The point of the matrix makes no sense, so it is left out and its errors mean nothing. The
    /// first reason counts.
    void skip(std::string why)
    {
        if (!skipped_) skipped_ = std::move(why);
    }
    const std::optional<std::string>& skipped() const noexcept { return skipped_; }

    void add(json::position at, std::string message);

    bool empty() const noexcept { return errors_.empty(); }

    /// Takes no more errors, so looking for them is no use.
    bool full() const noexcept { return errors_.size() > errors_max; }

    /// The errors in the order of the text; of two at one place, the first one found is first.
    std::vector<scenario_error> take() && { return std::move(errors_); }

private:
    std::string file_;
    const filled_places* filled_ = nullptr;
    std::optional<std::string> skipped_;
    std::vector<scenario_error> errors_;
};

}  // namespace syncsim::sim
