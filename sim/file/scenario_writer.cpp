#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "protocol/clocks.hpp"
#include "protocol/variant.hpp"
#include "sim/file/expectation_reader.hpp"
#include "sim/file/node_words.hpp"
#include "sim/file/object_writer.hpp"
#include "sim/file/step_writer.hpp"
#include "sim/scenario_file.hpp"
#include "sim/verdict.hpp"

/// The other direction of scenario_file.cpp: what differs from the default, as text.
namespace syncsim::sim {
namespace {

std::string names_of(std::span<const invariant> invariants)
{
    return on_one_line(
        written(invariants, [](invariant each) { return quoted(traits(each).name); }));
}

std::string text_of(const clock_settings& clock)
{
    const clock_settings usual;
    object_writer out;
    out.add_unless(clock.offset, usual.offset, "offset");
    out.add_unless(clock.drift_ppm, usual.drift_ppm, "drift_ppm");
    out.add_unless(clock.resolution, usual.resolution, "resolution");
    return out.on_one_line();
}

std::string text_of(const server_limits& limits)
{
    const server_limits usual;
    object_writer out;
    out.add_unless(limits.page, usual.page, "page");
    out.add_unless(limits.push, usual.push, "push");
    out.add_unless(limits.value_bytes, usual.value_bytes, "value_bytes");
    return out.on_one_line();
}

std::string text_of(const server_settings& server)
{
    object_writer out;
    if (server.clock != clock_settings{}) out.add("clock", text_of(server.clock));
    out.add_unless(server.work, server_settings{}.work, "work");
    if (server.limits != server_limits{}) out.add("limits", text_of(server.limits));
    return out.on_one_line();
}

std::string text_of(const client_settings& device)
{
    object_writer out;
    if (device.clock != clock_settings{}) out.add("clock", text_of(device.clock));
    return out.on_one_line();
}

std::string nodes_of(const scenario& described)
{
    object_writer devices;
    for (const auto& each : described.clients) devices.add(each.name, text_of(each));
    object_writer out;
    out.add(server_name, text_of(described.server));
    out.add("clients", devices.fitting("    ", std::string_view("    \"clients\": ").size()));
    return out.one_a_line("  ");
}

std::string network_of(const scenario& described)
{
    const link_settings usual;
    const auto& network = described.network;
    object_writer out;
    out.add_unless(network.latency, usual.latency, "latency");
    out.add_unless(network.jitter, usual.jitter, "jitter");
    out.add_unless(network.loss, usual.loss, "loss");
    out.add_unless(network.duplicate, usual.duplicate, "duplicate");
    out.add_unless(network.reorder, usual.reorder, "reorder");
    return out.fitting("  ", std::string_view("  \"network\": ").size());
}

std::string text_of(const settle_settings& settle)
{
    const settle_settings usual;
    object_writer out;
    out.add_unless(settle.rounds, usual.rounds, "rounds");
    out.add_unless(settle.apart, usual.apart, "apart");
    out.add_unless(settle.within, usual.within, "within");
    return out.on_one_line();
}

std::string text_of(const expectation& expected)
{
    if (expected.any) return quoted(any_word);
    if (expected.what == verdict_kind::holds) return quoted(name(verdict_kind::holds));
    object_writer out;
    if (expected.violates) out.add("violates", names_of(*expected.violates));
    if (expected.at_risk) out.add("at_risk", names_of(*expected.at_risk));
    out.add_unless(expected.issue, std::string(), "issue");
    return out.on_one_line();
}

std::string expectations_of(const scenario& described)
{
    const auto& expect = described.expect;
    if (const auto all = expect.find(""); all != expect.end()) return text_of(all->second);
    object_writer by_variant;
    for (const auto& [variant, expected] : expect) by_variant.add(variant, text_of(expected));
    object_writer out;
    out.add("by_variant", by_variant.one_a_line("    "));
    return out.one_a_line("  ");
}

std::size_t count_of_differences(const protocol::variant& one, const protocol::variant& other)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        protocol::questions(),
        [&](const protocol::question& asked) { return asked.get(one) != asked.get(other); }));
}

/// The preset from which the variant differs least, `hardened` before others.
const protocol::variant& base_of(const protocol::variant& of)
{
    const auto* nearest = &protocol::hardened();
    for (const auto& each : protocol::presets()) {
        if (count_of_differences(of, each) < count_of_differences(of, *nearest)) nearest = &each;
    }
    return *nearest;
}

std::string text_of(const protocol::variant& of)
{
    const auto* const preset = protocol::find_preset(of.name);
    if (preset != nullptr) return quoted(of.name);

    const auto& base = base_of(of);
    object_writer out;
    out.add("name", quoted(of.name));
    if (base != protocol::hardened()) out.add("base", quoted(base.name));
    for (const auto& asked : protocol::questions()) {
        const auto answer = asked.get(of);
        if (answer == asked.get(base)) continue;
        out.add(asked.name, quoted(asked.answers[answer].name));
    }
    return out.on_one_line();
}

std::string variants_of(const scenario& described)
{
    const auto lines =
        written(described.variants, [](const protocol::variant& each) { return text_of(each); });
    const auto line = on_one_line(lines);
    const auto taken = std::string_view("  \"variants\": ").size();
    return taken + line.size() < columns_max ? line : one_a_line(lines, "  ");
}

}  // namespace

std::string to_text(const scenario& described)
{
    const scenario usual;
    object_writer out;
    out.add("$schema", quoted("../scenario.schema.json"));
    out.add("syncsim", "1");
    out.add("name", quoted(described.name));
    out.add_unless(described.title, usual.title, "title");
    out.add_unless(described.why, usual.why, "why");
    if (!described.tags.empty()) {
        const auto quote = [](const std::string& tag) { return quoted(tag); };
        out.add("tags", on_one_line(written(described.tags, quote)));
    }
    if (described.seed != usual.seed) out.add("seed", quoted(fmt::format("{:#x}", described.seed)));
    out.add("nodes", nodes_of(described));
    if (described.network != usual.network) out.add("network", network_of(described));
    out.add_unless(described.pace, usual.pace, "pace");
    if (described.start != usual.start) {
        out.add("start", quoted(protocol::to_wire_time(described.start)));
    }
    out.add("steps", write_steps(described.steps));
    if (described.settle != usual.settle) out.add("settle", text_of(described.settle));
    if (!described.must_reach.empty()) {
        const auto quote = [](const std::string& mark) { return quoted(mark); };
        out.add("must_reach", on_one_line(written(described.must_reach, quote)));
    }
    if (!described.variants.empty()) {
        out.add("variants", variants_of(described));
    }
    if (!described.invariants.empty()) out.add("invariants", names_of(described.invariants));
    if (!described.expect.empty()) out.add("expect", expectations_of(described));
    return out.one_a_line("") + "\n";
}

}  // namespace syncsim::sim
