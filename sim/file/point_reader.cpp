#include "sim/file/point_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "sim/file/error_log.hpp"
#include "sim/file/scenario_reader.hpp"

namespace syncsim::sim {
namespace {

/// As in any file, so that every message can be read back from its text.
constexpr int depth_max = 32;

/// What one point has turned out to be.
struct reading {
    scenario made;
    std::vector<scenario_error> errors;
    std::optional<std::string> skipped;
};

int depth_of(const json::value& value)
{
    int inside = 0;
    if (const auto* const elements = value.elements()) {
        for (const auto& each : *elements) inside = std::max(inside, 1 + depth_of(each));
    }
    if (const auto* const members = value.members()) {
        for (const auto& each : *members) inside = std::max(inside, 1 + depth_of(each.value));
    }
    return inside;
}

class point_reader {
public:
    point_reader(const json::value& file, const matrix& from, std::string_view file_name)
        : file_(file), from_(from), file_name_(file_name)
    {
    }

    loaded_scenarios read()
    {
        std::vector<std::size_t> sizes;
        for (const auto& each : from_.axes) sizes.push_back(each.values.size());
        const auto points = cover(sizes, from_.combine, [&](const covering_row& point) {
            return !reading_of(point).skipped;
        });
        auto errors = errors_of(points.rows);
        if (points.rows.empty()) errors.push_back(nothing_left(points.senseless.front()));
        if (!errors.empty()) return errors;

        scenario_set made;
        for (const auto& each : points.rows)
            made.points.push_back(std::move(reading_of(each).made));
        for (const auto& each : points.senseless) {
            made.skipped.push_back({label_of(from_, each), *reading_of(each).skipped});
        }
        return made;
    }

private:
    reading& reading_of(const covering_row& point)
    {
        const auto [found, is_fresh] = read_.try_emplace(point);
        if (is_fresh) found->second = read_point(point);
        return found->second;
    }

    reading read_point(const covering_row& point) const
    {
        filled_places filled;
        const auto text = filled_in(file_, from_, point, filled);
        error_log log(file_name_, filled);
        reading one;
        if (depth_of(text) > depth_max) {
            log.add(
                from_.at,
                "more than " + std::to_string(depth_max) +
                    " levels are nested where the values of this matrix stand");
        } else {
            one.made = read_scenario(text, log);
        }
        one.skipped = log.skipped();
        one.errors = std::move(log).take();
        one.made.point = label_of(from_, point);
        // Nobody expects the same of every point without saying so.
        if (one.made.expect.empty()) one.made.expect[""] = {.any = true};
        return one;
    }

    /// Each error once, in the order of the text. One that not every point has names the first that
    /// does.
    std::vector<scenario_error> errors_of(const std::vector<covering_row>& points)
    {
        struct occurrence {
            std::string first_point;
            std::size_t count = 0;
        };
        std::map<std::tuple<int, int, std::string>, occurrence> found;
        for (const auto& point : points) {
            for (const auto& each : reading_of(point).errors) {
                auto& seen = found[{each.at.line, each.at.column, each.message}];
                if (seen.count++ == 0) seen.first_point = label_of(from_, point);
            }
        }
        std::vector<scenario_error> errors;
        for (const auto& [what, seen] : found) {
            const auto& [line, column, message] = what;
            const auto where =
                seen.count < points.size() ? " (at the point " + seen.first_point + ")" : "";
            errors.push_back(
                {std::string(file_name_), {.line = line, .column = column}, message + where});
        }
        return errors;
    }

    scenario_error nothing_left(const covering_row& first)
    {
        return {
            std::string(file_name_),
            place_of(from_.at),
            "no point of this matrix makes sense; the first is " + label_of(from_, first) + ": " +
                *reading_of(first).skipped};
    }

    const json::value& file_;
    const matrix& from_;
    std::string_view file_name_;
    std::map<covering_row, reading> read_;
};

}  // namespace

loaded_scenarios read_points(
    const json::value& file,
    const matrix& from,
    std::string_view file_name)
{
    return point_reader(file, from, file_name).read();
}

}  // namespace syncsim::sim
