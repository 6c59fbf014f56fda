#include "sim/scenario_file.hpp"

#include <cstddef>
#include <source_location>
#include <utility>

#include "protocol/json_text.hpp"
#include "protocol/support/check.hpp"
#include "sim/file/error_log.hpp"
#include "sim/file/matrix.hpp"
#include "sim/file/point_reader.hpp"
#include "sim/file/scenario_reader.hpp"

namespace syncsim::sim {
namespace {

constexpr int depth_max = 32;

json::result<json::value> parse(std::string_view text)
{
    return protocol::json::parse(
        text, {.allow_comments = true, .max_bytes = scenario_bytes_max, .max_depth = depth_max});
}

}  // namespace

std::string to_string(const scenario_error& error)
{
    return error.file + ":" + std::to_string(error.at.line) + ":" +
           std::to_string(error.at.column) + ": " + error.message;
}

void throw_exception_from_error(
    const std::vector<scenario_error>& unexpected,
    const boost::source_location& where)
{
    support::check_failed(
        (unexpected.empty() ? "errors" : to_string(unexpected.front())) +
            ", taken for a scenario at " + where.to_string(),
        std::source_location::current());
}

loaded_scenario load_scenario(std::string_view text, std::string_view file_name)
{
    error_log log(file_name);
    const auto parsed = parse(text);
    if (!parsed) {
        log.add(parsed.error().at, parsed.error().message);
        return std::move(log).take();
    }
    auto made = read_scenario(*parsed, log);
    if (const auto* const matrix = parsed->find("matrix")) {
        log.add(matrix->name_at, "a matrix makes many scenarios of a file, and one is wanted here");
    }
    if (!log.empty()) return std::move(log).take();
    return made;
}

loaded_scenarios load_scenarios(std::string_view text, std::string_view file_name)
{
    const auto parsed = parse(text);
    if (!parsed || !parsed->find("matrix") || is_of_newer_format(*parsed)) {
        auto only = load_scenario(text, file_name);
        if (!only) return only.error();
        return scenario_set{.points = {*std::move(only)}, .skipped = {}};
    }
    error_log log(file_name);
    const auto read = read_matrix(*parsed, text.size(), log);
    if (!read) return std::move(log).take();
    return read_points(*parsed, *read, file_name);
}

}  // namespace syncsim::sim
