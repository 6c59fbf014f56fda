#include "sim/file/object_writer.hpp"

#include "protocol/json_text.hpp"
#include "sim/file/duration_text.hpp"

namespace syncsim::sim {

std::string quoted(std::string_view text)
{
    std::string out;
    protocol::json::append_string(out, text);
    return out;
}

std::string quoted(duration length)
{
    return quoted(to_text(length));
}

std::string quoted(ratio of)
{
    return quoted(std::to_string(of.numerator) + "/" + std::to_string(of.denominator));
}

std::string on_one_line(const std::vector<std::string>& elements)
{
    std::string out = "[";
    for (const auto& each : elements) {
        if (out.size() > 1) out += ", ";
        out += each;
    }
    return out + "]";
}

std::string one_a_line(const std::vector<std::string>& elements, std::string_view indent)
{
    std::string out = "[";
    for (const auto& each : elements) {
        out += out.size() > 1 ? ",\n" : "\n";
        out += indent;
        out += "  ";
        out += each;
    }
    return out + "\n" + std::string(indent) + "]";
}

void object_writer::add(std::string_view name, std::string json)
{
    members_.emplace_back(name, std::move(json));
}

std::string object_writer::on_one_line() const
{
    if (empty()) return "{}";
    std::string out = "{ ";
    for (const auto& [name, json] : members_) {
        if (out.size() > 2) out += ", ";
        out += quoted(name) + ": " + json;
    }
    return out + " }";
}

std::string object_writer::one_a_line(std::string_view indent) const
{
    if (empty()) return "{}";
    std::string out = "{";
    for (const auto& [name, json] : members_) {
        out += out.size() > 1 ? ",\n" : "\n";
        out += indent;
        out += "  " + quoted(name) + ": " + json;
    }
    return out + "\n" + std::string(indent) + "}";
}

std::string object_writer::fitting(std::string_view indent, std::size_t taken) const
{
    auto line = on_one_line();
    return taken + line.size() < columns_max ? line : one_a_line(indent);
}

}  // namespace syncsim::sim
