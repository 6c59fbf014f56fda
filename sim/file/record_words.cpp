#include "sim/file/record_words.hpp"

#include <algorithm>
#include <cstddef>
#include <ranges>
#include <string_view>
#include <vector>

#include "protocol/support/nearest_name.hpp"
#include "sim/file/value_reader.hpp"

namespace syncsim::sim {
namespace {

using protocol::json::in_quotes;

/// A misspelled name is compared with no more than these, as comparing takes a while.
constexpr std::size_t compared_max = 1000;

}  // namespace

std::optional<std::string> record_words::fresh(const json::value& from, error_log& log)
{
    auto name = as_record_name(from, log);
    if (!name) return std::nullopt;
    const auto [first, is_fresh] = created_.try_emplace(*name, from.at);
    if (is_fresh) return name;
    log.add(
        from.at,
        "record " + in_quotes(*name) + " is created twice, first at " +
            std::to_string(first->second.line) + ":" + std::to_string(first->second.column) +
            "; edit it, or take another name");
    return std::nullopt;
}

std::optional<std::string> record_words::created(const json::value& from, error_log& log) const
{
    auto name = as_record_name(from, log);
    if (!name || created_.contains(*name)) return name;
    if (log.full()) return std::nullopt;
    std::vector<std::string_view> names;
    names.reserve(std::min(created_.size(), compared_max));
    for (const auto& [known, _] : created_ | std::views::take(compared_max)) {
        names.emplace_back(known);
    }
    log.add(
        from.at,
        "no earlier step creates record " + in_quotes(*name) + support::suggestion(*name, names));
    return std::nullopt;
}

}  // namespace syncsim::sim
