#include "sim/file/matrix.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <set>
#include <string_view>
#include <utility>

#include "protocol/support/nearest_name.hpp"
#include "sim/fault/anchor.hpp"
#include "sim/file/object_reader.hpp"
#include "sim/file/value_reader.hpp"
#include "sim/file/vocabulary.hpp"

namespace syncsim::sim {
namespace {

using protocol::json::in_quotes;

constexpr std::string_view member_name = "matrix";
constexpr std::size_t axes_max = 8;
constexpr std::size_t values_max = 1000;
constexpr std::size_t points_max = 10'000;
/// Of all points together.
constexpr std::size_t bytes_max = std::size_t{256} << 20U;

constexpr std::string_view every_anchor = "all-anchors";
constexpr std::string_view every_fault = "all-faults";
constexpr std::array<std::string_view, 2> sets_of_values{every_anchor, every_fault};

/// One use of an axis inside a text.
struct use {
    std::string_view axis;
    /// The text is nothing else, so the value takes its place.
    bool is_whole = false;
};

/// Calls `literal` with each stretch of the text, and `filled` with each use of an axis.
template <class Literal, class Filled>
void split(std::string_view text, Literal literal, Filled filled)
{
    constexpr std::string_view opening = "${";
    const auto whole = text.size();
    while (true) {
        const auto from = text.find(opening);
        const auto to = from == text.npos ? from : text.find('}', from);
        if (to == text.npos) return literal(text);
        if (from > 0) literal(text.substr(0, from));
        const auto name = text.substr(from + opening.size(), to - from - opening.size());
        filled(use{.axis = name, .is_whole = to + 1 - from == whole});
        text.remove_prefix(to + 1);
        if (text.empty()) return;
    }
}

/// Visits each text of the file outside its matrix.
template <class Visit>
void visit_texts(const json::value& from, const Visit& visit, bool is_file = false)
{
    if (const auto* const text = from.text()) visit(*text, from.at);
    if (const auto* const elements = from.elements()) {
        for (const auto& each : *elements) visit_texts(each, visit);
    }
    if (const auto* const members = from.members()) {
        for (const auto& each : *members) {
            if (is_file && each.name == member_name) continue;
            visit_texts(each.value, visit);
        }
    }
}

bool is_text_of(const json::value* value, std::string_view text)
{
    return value != nullptr && value->text() != nullptr && *value->text() == text;
}

const json::value* member_of(const json::value& object, std::string_view name)
{
    const auto* const member = object.find(name);
    return member == nullptr ? nullptr : &member->value;
}

/// The fault or the work of this array stands at the axis.
bool hangs_on(const json::value* list, std::string_view axis)
{
    if (list == nullptr || list->elements() == nullptr) return false;
    const auto written = "${" + std::string(axis) + "}";
    return std::ranges::any_of(*list->elements(), [&](const json::value& each) {
        return is_text_of(member_of(each, "at"), written);
    });
}

/// The anchors that the steps pass in which something hangs on this axis: those of local work,
/// those of syncs, or all of them.
std::vector<std::string_view> anchors_for(const json::value& file, std::string_view axis)
{
    bool in_syncs = false;
    bool in_local_work = false;
    const auto* const steps = member_of(file, "steps");
    if (steps != nullptr && steps->elements() != nullptr) {
        for (const auto& step : *steps->elements()) {
            const bool here = hangs_on(member_of(step, "faults"), axis) ||
                              hangs_on(member_of(step, "during"), axis);
            const bool is_sync = is_text_of(member_of(step, "do"), "sync");
            (is_sync ? in_syncs : in_local_work) |= here;
        }
    }
    const bool any = in_syncs == in_local_work;
    std::vector<std::string_view> names;
    for (const auto& each : all_anchors()) {
        if (any || is_local(each.which) == in_local_work) names.push_back(each.name);
    }
    return names;
}

std::vector<std::string_view> fault_names()
{
    std::vector<std::string_view> names;
    for (const auto& each : all_faults()) names.push_back(each.name);
    return names;
}

class matrix_reader {
public:
    matrix_reader(const json::value& file, std::size_t file_bytes, error_log& log)
        : file_(file), file_bytes_(file_bytes), log_(log)
    {
    }

    std::optional<matrix> read()
    {
        const auto& from = *member_of(file_, member_name);
        made_.at = from.at;
        object_reader members(from, "the matrix", log_);
        const auto* const axes = members.require("axes", ", which names its values");
        if (axes != nullptr) read_axes(*axes);
        made_.combine = made_.axes.size();
        if (const auto* const combine = members.find("combine")) read_combine(*combine);
        members.finish();
        if (!log_.empty()) return std::nullopt;
        check_uses();
        check_size();
        if (!log_.empty()) return std::nullopt;
        return std::move(made_);
    }

private:
    void read_axes(const json::value& from)
    {
        const auto* const members = from.members();
        if (members == nullptr || members->empty()) {
            log_.add(
                from.at, "expected the axes as an object, such as {\"skew\": [\"-10m\", \"10m\"]}");
            return;
        }
        if (members->size() > axes_max) {
            log_.add(
                from.at,
                std::to_string(members->size()) + " axes, where " + std::to_string(axes_max) +
                    " are allowed");
            return;
        }
        for (const auto& each : *members) {
            auto name = as_axis_name({.at = each.name_at, .content = each.name}, log_);
            auto values = read_values(each.value, each.name);
            if (!name) continue;
            made_.axes.push_back({*std::move(name), std::move(values)});
        }
    }

    std::vector<json::value> read_values(const json::value& from, std::string_view axis)
    {
        const auto* const set = from.text();
        if (set != nullptr && *set == every_anchor) return named(anchors_for(file_, axis), from.at);
        if (set != nullptr && *set == every_fault) return named(fault_names(), from.at);
        if (set != nullptr) {
            const auto nearest = support::suggestion(*set, sets_of_values);
            log_.add(
                from.at,
                "unknown set of values " + in_quotes(*set) +
                    (nearest.empty() ? "; write " + listed(sets_of_values) + ", or an array"
                                     : nearest));
            return {};
        }
        const auto* const elements = from.elements();
        if (elements == nullptr || elements->empty()) {
            log_.add(
                from.at, "expected the values of an axis in an array, such as [\"0s\", \"10m\"]");
            return {};
        }
        if (elements->size() > values_max) {
            log_.add(
                from.at,
                std::to_string(elements->size()) + " values, where " + std::to_string(values_max) +
                    " are allowed");
            return {};
        }
        std::set<std::string> seen;
        for (const auto& each : *elements) {
            auto text = protocol::json::canonical(each);
            if (!seen.insert(text).second) log_.add(each.at, text + " stands twice in this axis");
        }
        return *elements;
    }

    static std::vector<json::value> named(
        const std::vector<std::string_view>& names,
        json::position at)
    {
        std::vector<json::value> values;
        for (const auto each : names) values.push_back({.at = at, .content = std::string(each)});
        return values;
    }

    void read_combine(const json::value& from)
    {
        if (is_text_of(&from, "all")) return;
        const auto* const number = from.integer();
        const auto most = static_cast<std::int64_t>(made_.axes.size());
        if (number != nullptr && *number >= 1 && *number <= most) {
            made_.combine = static_cast<std::size_t>(*number);
            return;
        }
        // Without axes that could be read, nobody knows how many are too many.
        if (number != nullptr && *number >= 1 && most == 0) return;
        log_.add(
            from.at,
            "expected \"all\", or of how many axes every combination of values is to be there: a "
            "whole number from 1 to " +
                std::to_string(std::max<std::int64_t>(most, 1)) + ", found " + description(from));
    }

    void check_uses()
    {
        std::set<std::string_view> used;
        visit_texts(
            file_,
            [&](const std::string& text, json::position at) {
                split(
                    text,
                    [](std::string_view) {},
                    [&](const use& one) { check_use(one, at, used); });
            },
            true);
        for (const auto& each : made_.axes) {
            if (used.contains(each.name)) continue;
            log_.add(
                file_.find(member_name)->value.find("axes")->value.find(each.name)->name_at,
                "the axis " + in_quotes(each.name) + " is used nowhere; write \"${" + each.name +
                    "}\" where its values belong");
        }
    }

    void check_use(const use& one, json::position at, std::set<std::string_view>& used)
    {
        const auto found = std::ranges::find(made_.axes, one.axis, &matrix_axis::name);
        if (found == made_.axes.end()) {
            std::vector<std::string_view> known;
            for (const auto& each : made_.axes) known.emplace_back(each.name);
            log_.add(
                at,
                "the matrix has no axis " + in_quotes(one.axis) +
                    support::suggestion(one.axis, known));
            return;
        }
        used.insert(found->name);
        if (one.is_whole) return;
        const auto is_structure = [](const json::value& each) {
            return each.elements() != nullptr || each.members() != nullptr;
        };
        const auto structure = std::ranges::find_if(found->values, is_structure);
        if (structure == found->values.end()) return;
        log_.add(
            at,
            "the axis " + in_quotes(one.axis) + " has " + description(*structure) +
                " among its values, and that cannot stand inside text");
    }

    /// Any so many of the axes need at least the product of their sizes.
    void check_size()
    {
        std::vector<std::size_t> sizes;
        for (const auto& each : made_.axes) sizes.push_back(each.values.size());
        std::ranges::sort(sizes, std::greater{});
        std::size_t points = 1;
        for (std::size_t each = 0; each < made_.combine && points <= points_max; ++each) {
            points *= sizes[each];
        }
        if (points > points_max) {
            log_.add(
                made_.at,
                "this matrix has more than " + std::to_string(points_max) +
                    " points; shorten its axes, or combine fewer of them");
        } else if (points * file_bytes_ > bytes_max) {
            log_.add(
                made_.at,
                "this matrix makes " + std::to_string(points) + " points of a file of " +
                    std::to_string(file_bytes_) + " bytes, which is too much; shorten either");
        }
    }

    const json::value& file_;
    std::size_t file_bytes_;
    error_log& log_;
    matrix made_;
};

/// The value as it stands inside a longer text.
std::string text_of(const json::value& value)
{
    return value.text() != nullptr ? *value.text() : protocol::json::canonical(value);
}

/// The value as it stands in a label: text as it is where it has no spaces and is taken for nothing
/// else, such as a number.
std::string label_of(const json::value& value)
{
    const auto* const text = value.text();
    const bool is_plain =
        text != nullptr && !text->empty() && std::ranges::none_of(*text, [](unsigned char c) {
            return c <= ' ' || c == '"' || c == '\'' || c == 0x7f;
        });
    if (is_plain && !protocol::json::parse(*text)) return *text;
    return protocol::json::canonical(value);
}

class filler {
public:
    filler(const matrix& from, const covering_row& point, filled_places& filled)
        : from_(from), point_(point), filled_(filled)
    {
    }

    json::value fill(const json::value& value, bool is_file = false)
    {
        if (const auto* const text = value.text()) return fill(*text, value);
        if (const auto* const elements = value.elements()) {
            json::value::array made;
            made.reserve(elements->size());
            for (const auto& each : *elements) made.push_back(fill(each));
            return {.at = value.at, .content = std::move(made)};
        }
        if (const auto* const members = value.members()) {
            json::value::object made;
            made.reserve(members->size());
            for (const auto& each : *members) {
                if (is_file && each.name == member_name) continue;
                made.push_back({each.name, each.name_at, fill(each.value)});
            }
            return {.at = value.at, .content = std::move(made)};
        }
        return value;
    }

private:
    json::value fill(const std::string& text, const json::value& value)
    {
        std::string made;
        const json::value* whole = nullptr;
        bool is_filled = false;
        split(
            text,
            [&](std::string_view literal) { made += literal; },
            [&](const use& one) {
                const auto& chosen = value_of(one.axis);
                is_filled = true;
                if (one.is_whole) whole = &chosen;
                if (!one.is_whole) made += text_of(chosen);
            });
        if (!is_filled) return value;
        filled_.insert(value.at);
        if (whole == nullptr) return {.at = value.at, .content = std::move(made)};
        auto placed = *whole;
        placed.at = value.at;
        return placed;
    }

    const json::value& value_of(std::string_view axis) const
    {
        const auto found = std::ranges::find(from_.axes, axis, &matrix_axis::name);
        return found->values[point_[static_cast<std::size_t>(found - from_.axes.begin())]];
    }

    const matrix& from_;
    const covering_row& point_;
    filled_places& filled_;
};

}  // namespace

std::optional<matrix> read_matrix(const json::value& file, std::size_t file_bytes, error_log& log)
{
    return matrix_reader(file, file_bytes, log).read();
}

json::value filled_in(
    const json::value& file,
    const matrix& from,
    const covering_row& point,
    filled_places& filled)
{
    return filler(from, point, filled).fill(file, true);
}

std::string label_of(const matrix& from, const covering_row& point)
{
    std::string label;
    for (std::size_t axis = 0; axis < point.size(); ++axis) {
        if (axis > 0) label += ' ';
        label += from.axes[axis].name + "=" + label_of(from.axes[axis].values[point[axis]]);
    }
    return label;
}

}  // namespace syncsim::sim
