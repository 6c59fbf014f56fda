#include "sim/file/variant_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "sim/file/object_reader.hpp"
#include "sim/file/value_reader.hpp"
#include "sim/file/vocabulary.hpp"

namespace syncsim::sim {
namespace {

using protocol::json::in_quotes;

/// What the command line calls every variant.
constexpr std::string_view all_variants = "all";

std::optional<protocol::variant> as_preset(const json::value& from, error_log& log)
{
    const auto* const preset = as_one_of{variant_words(), [](std::string_view name) {
                                             return protocol::find_preset(name);
                                         }}(from, log);
    if (preset == nullptr) return std::nullopt;
    return *preset;
}

std::optional<std::string> as_fresh_name(const json::value& from, error_log& log)
{
    auto name = as_variant_name(from, log);
    if (!name) return std::nullopt;
    if (protocol::find_preset(*name) != nullptr) {
        log.add(from.at, in_quotes(*name) + " is a preset; give this variant another name");
        return std::nullopt;
    }
    if (*name == all_variants) {
        log.add(
            from.at, in_quotes(*name) + " stands for every variant; give this one another name");
        return std::nullopt;
    }
    return name;
}

void read_answer(protocol::variant& into, const protocol::question& asked, object_reader& members)
{
    const auto* const given = members.find(asked.name);
    if (given == nullptr) return;
    const auto what = "answer to " + std::string(asked.name);
    vocabulary answers{what, {}};
    for (const auto& each : asked.answers) answers.known.push_back(each.name);
    const auto find = [&](std::string_view name) -> std::optional<std::size_t> {
        const auto found = std::ranges::find(asked.answers, name, &protocol::choice::name);
        if (found == asked.answers.end()) return std::nullopt;
        return static_cast<std::size_t>(found - asked.answers.begin());
    };
    if (const auto answer = as_one_of{answers, find}(*given, members.log())) {
        asked.set(into, *answer);
    }
}

/// A variant of this scenario's own. One without a name is none.
std::optional<protocol::variant> read_own(const json::value& from, error_log& log)
{
    object_reader members(from, "a variant", log);
    std::optional<std::string> name;
    members.read_required("name", name, as_fresh_name);
    protocol::variant made = protocol::hardened();
    members.read("base", made, as_preset);
    for (const auto& asked : protocol::questions()) read_answer(made, asked, members);
    members.finish();
    if (!name) return std::nullopt;

    made.name = *std::move(name);
    for (const auto& reason : objections(made)) {
        log.add(from.at, "variant " + in_quotes(made.name) + " cannot be run: " + reason);
    }
    return made;
}

}  // namespace

std::optional<std::vector<protocol::variant>> as_variants(const json::value& from, error_log& log)
{
    const auto* const elements = from.elements();
    if (elements == nullptr || elements->empty()) {
        log.add(from.at, "expected the names of variants in an array, such as [\"hardened\"]");
        return std::nullopt;
    }
    std::vector<protocol::variant> variants;
    for (const auto& each : *elements) {
        if (log.full()) break;
        auto variant = each.members() != nullptr ? read_own(each, log) : as_preset(each, log);
        if (!variant) continue;
        if (std::ranges::find(variants, variant->name, &protocol::variant::name) !=
            variants.end()) {
            log.add(each.at, "variant " + in_quotes(variant->name) + " stands twice");
            continue;
        }
        variants.push_back(*std::move(variant));
    }
    return variants;
}

}  // namespace syncsim::sim
