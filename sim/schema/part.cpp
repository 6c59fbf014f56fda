#include "sim/schema/part.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "protocol/support/check.hpp"
#include "sim/file/object_writer.hpp"

namespace syncsim::sim::schema {
namespace {

namespace json = protocol::json;

/// All on one line, as people write it.
std::string on_a_line(const part& of)
{
    if (const auto* const elements = of.elements()) {
        return on_one_line(written(*elements, on_a_line));
    }
    const auto* const members = of.members();
    if (members == nullptr) return json::canonical(of);
    object_writer out;
    for (const auto& each : *members) out.add(each.name, on_a_line(each.value));
    return out.on_one_line();
}

/// `taken` columns of the line are taken: by the indent, a name, and a comma behind.
std::string fitting(const part& of, const std::string& indent, std::size_t taken)
{
    auto line = on_a_line(of);
    const bool is_one = of.elements() == nullptr && of.members() == nullptr;
    if (is_one || taken + line.size() <= columns_max) return line;

    const auto inner = indent + "  ";
    if (const auto* const elements = of.elements()) {
        return one_a_line(
            written(
                *elements,
                [&](const part& each) { return fitting(each, inner, inner.size() + 1); }),
            indent);
    }
    object_writer out;
    for (const auto& each : *of.members()) {
        const auto name_columns = quoted(each.name).size() + std::string_view(": ,").size();
        out.add(each.name, fitting(each.value, inner, inner.size() + name_columns));
    }
    return out.one_a_line(indent);
}

/// Of text in which a value of a matrix stands.
constexpr std::string_view axis_pattern = "[$][{]";

part* find(part& of, std::string_view name)
{
    for (auto& each : std::get<part::object>(of.content)) {
        if (each.name == name) return &each.value;
    }
    return nullptr;
}

/// Beside a reference nothing counts, says draft-07.
part as_neighbour(part what)
{
    if (what.find("$ref") == nullptr) return what;
    return object({{"allOf", array({std::move(what)})}});
}

part is_object()
{
    return object({{"type", text("object")}});
}

}  // namespace

part text(std::string_view of)
{
    return {{}, std::string(of)};
}

part number(std::int64_t of)
{
    return {{}, of};
}

part flag(bool of)
{
    return {{}, of};
}

part array(std::vector<part> elements)
{
    return {{}, std::move(elements)};
}

part texts(const std::vector<std::string_view>& of)
{
    part::array elements;
    for (const auto each : of) elements.push_back(text(each));
    return array(std::move(elements));
}

part object(std::vector<std::pair<std::string_view, part>> members)
{
    part made{{}, part::object{}};
    for (auto& [name, what] : members) append(made, name, std::move(what));
    return made;
}

part matching(std::string_view pattern, std::string_view otherwise)
{
    return object(
        {{"type", text("string")},
         {"pattern", text(pattern)},
         {"patternErrorMessage", text(otherwise)}});
}

part whole_number(std::int64_t lowest, std::int64_t highest)
{
    return or_axis(object(
        {{"type", text("integer")}, {"minimum", number(lowest)}, {"maximum", number(highest)}}));
}

part name(const as_name& taken)
{
    const std::string_view first = taken.may_begin_with_digit ? "[a-z0-9]" : "[a-z]";
    auto made = matching(
        "^" + std::string(first) + "[a-z0-9-]*$",
        "small letters, digits and \"-\", beginning with a letter" +
            std::string(taken.may_begin_with_digit ? " or digit" : ""));
    append(made, "maxLength", number(static_cast<std::int64_t>(taken.longest)));
    return made;
}

part truth()
{
    return or_axis(object({{"type", text("boolean")}}));
}

part one_of(const std::vector<word>& words)
{
    std::vector<std::string_view> names;
    std::vector<std::string_view> meanings;
    for (const auto& each : words) {
        names.push_back(each.name);
        meanings.push_back(each.meaning);
    }
    auto word = object({{"enum", texts(names)}, {"enumDescriptions", texts(meanings)}});
    return object({{"if", defined("axis")}, {"else", std::move(word)}});
}

part one_of(const std::vector<std::string_view>& words)
{
    return object({{"if", defined("axis")}, {"else", object({{"enum", texts(words)}})}});
}

part or_axis(part what)
{
    auto* const type = find(what, "type");
    support::check(type != nullptr, "what an axis may stand for has a type");
    const bool is_text = type->text() != nullptr && *type->text() == "string";
    if (!is_text) *type = array({*type, text("string")});
    auto* const pattern = find(what, "pattern");
    if (pattern == nullptr) append(what, "pattern", text(axis_pattern));
    if (pattern != nullptr) *pattern = text(*pattern->text() + "|" + std::string(axis_pattern));
    return what;
}

part defined(std::string_view name)
{
    return object({{"$ref", text("#/definitions/" + std::string(name))}});
}

part described(std::string_view meaning, part what)
{
    return joined(object({{"description", text(meaning)}}), as_neighbour(std::move(what)));
}

part with_default(part usual, part what)
{
    return joined(object({{"default", std::move(usual)}}), as_neighbour(std::move(what)));
}

part closed(std::vector<member> members)
{
    return joined(is_object(), limited_to(std::move(members)));
}

part open(std::vector<member> members)
{
    return joined(is_object(), having(std::move(members)));
}

part limited_to(std::vector<member> members)
{
    auto made = having(std::move(members));
    append(made, "additionalProperties", flag(false));
    return made;
}

part having(std::vector<member> members)
{
    std::vector<std::string_view> required;
    part properties = object({});
    for (auto& each : members) {
        if (each.required) required.push_back(each.name);
        append(properties, each.name, std::move(each.what));
    }
    auto made = object({});
    if (!required.empty()) append(made, "required", texts(required));
    append(made, "properties", std::move(properties));
    return made;
}

part when(std::string_view name, const std::vector<std::string_view>& values, part then)
{
    auto is = values.size() == 1 ? object({{"const", text(values.front())}})
                                 : object({{"enum", texts(values)}});
    auto has =
        object({{"required", texts({name})}, {"properties", object({{name, std::move(is)}})}});
    return object({{"if", std::move(has)}, {"then", std::move(then)}});
}

part any_required(std::initializer_list<std::string_view> names)
{
    std::vector<part> choices;
    for (const auto name : names) choices.push_back(object({{"required", texts({name})}}));
    return array(std::move(choices));
}

void append(part& into, std::string_view name, part what)
{
    std::get<part::object>(into.content).push_back({std::string(name), {}, std::move(what)});
}

part joined(part first, part second)
{
    for (auto& each : std::get<part::object>(second.content)) {
        append(first, each.name, std::move(each.value));
    }
    return first;
}

std::string laid_out(const part& whole)
{
    return fitting(whole, "", 0) + "\n";
}

}  // namespace syncsim::sim::schema
