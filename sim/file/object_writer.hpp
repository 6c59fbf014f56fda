#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/scenario.hpp"

/// JSON laid out as a person would.
namespace syncsim::sim {

inline constexpr std::size_t columns_max = 100;

std::string quoted(std::string_view text);
std::string quoted(duration length);
std::string quoted(ratio of);

/// An array of these elements, each of them JSON.
std::string on_one_line(const std::vector<std::string>& elements);
std::string one_a_line(const std::vector<std::string>& elements, std::string_view indent);

/// The JSON of each element.
template <class Elements, class Write>
std::vector<std::string> written(const Elements& elements, Write write)
{
    std::vector<std::string> texts;
    texts.reserve(std::size(elements));
    for (const auto& each : elements) texts.push_back(write(each));
    return texts;
}

/// Collects the members of an object in the order in which they are written.
class object_writer {
public:
    /// `json` is the member's value. The name outlives the writer.
    void add(std::string_view name, std::string json);

    /// Adds the member if it differs from its default.
    template <class T>
    void add_unless(const T& value, const T& usual, std::string_view name)
    {
        if (value != usual) add(name, text_of(value));
    }

    bool empty() const noexcept { return members_.empty(); }

    std::string on_one_line() const;
    std::string one_a_line(std::string_view indent) const;

    /// On one line if that leaves room behind `taken` columns.
    std::string fitting(std::string_view indent, std::size_t taken) const;

private:
    static std::string text_of(const std::string& value) { return quoted(value); }
    static std::string text_of(duration value) { return quoted(value); }
    static std::string text_of(ratio value) { return quoted(value); }
    static std::string text_of(bool value) { return value ? "true" : "false"; }
    static std::string text_of(int value) { return std::to_string(value); }
    static std::string text_of(std::int64_t value) { return std::to_string(value); }
    template <class T>
    static std::string text_of(const std::optional<T>& value)
    {
        return text_of(value.value());
    }

    std::vector<std::pair<std::string_view, std::string>> members_;
};

}  // namespace syncsim::sim
