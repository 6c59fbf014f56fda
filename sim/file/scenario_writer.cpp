#include <fmt/format.h>

#include <span>
#include <string>
#include <string_view>

#include "protocol/clocks.hpp"
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

std::string text_of(const server_settings& server)
{
    object_writer out;
    if (server.clock != clock_settings{}) out.add("clock", text_of(server.clock));
    out.add_unless(server.work, server_settings{}.work, "work");
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
    if (!described.variants.empty()) {
        const auto name = [](const protocol::variant& of) { return quoted(of.name); };
        out.add("variants", on_one_line(written(described.variants, name)));
    }
    if (!described.invariants.empty()) out.add("invariants", names_of(described.invariants));
    if (!described.expect.empty()) out.add("expect", expectations_of(described));
    return out.one_a_line("") + "\n";
}

}  // namespace syncsim::sim
