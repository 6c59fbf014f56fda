#include "sim/body.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "protocol/support/check.hpp"

namespace syncsim::sim {
namespace {

// Sorts behind every letter, so that the token is the last member of a sorted object.
constexpr std::string_view token_member = "\"~\":";

}  // namespace

fields fields_of(std::string_view object)
{
    const auto parsed = nlohmann::json::parse(object, nullptr, false);
    support::check(parsed.is_object(), "the loader keeps objects as text");
    fields members;
    for (const auto& [name, value] : parsed.items()) {
        members.emplace(nlohmann::json(name).dump(), value.dump());
    }
    return members;
}

fields merged(fields base, const fields& change)
{
    for (const auto& [name, value] : change) base[name] = value;
    return base;
}

std::string value_text(const fields& members, std::uint32_t token)
{
    std::string text = "{";
    for (const auto& [name, value] : members) {
        text += name;
        text += ':';
        text += value;
        text += ',';
    }
    text += token_member;
    text += std::to_string(token);
    text += '}';
    return text;
}

std::optional<std::uint32_t> token_of(std::string_view value) noexcept
{
    const auto found = value.rfind(token_member);
    if (found == std::string_view::npos || !value.ends_with('}')) return std::nullopt;
    const auto* const first = value.data() + found + token_member.size();
    const auto* const last = value.data() + value.size() - 1;
    std::uint32_t token = 0;
    const auto [end, error] = std::from_chars(first, last, token);
    if (error != std::errc{} || end != last) return std::nullopt;
    return token;
}

}  // namespace syncsim::sim
