#include "sim/file/settings_reader.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

#include "sim/file/node_words.hpp"
#include "sim/file/object_reader.hpp"
#include "sim/file/value_reader.hpp"
#include "sim/file/vocabulary.hpp"

namespace syncsim::sim {
namespace {

using protocol::json::in_quotes;

constexpr std::size_t devices_max = 100;
constexpr std::size_t tags_max = 100;

/// For what happens with every message: so short that not even many of them overflow a clock.
constexpr as_duration as_brief_duration{.lowest = duration{0}, .highest = std::chrono::hours{24}};

constexpr std::array<std::string_view, 1> later_node_members{"impl"};
constexpr std::array<std::string_view, 1> later_settle_members{"heal"};

std::optional<clock_settings> as_clock(const json::value& from, error_log& log)
{
    object_reader members(from, "a clock", log);
    clock_settings made;
    members.read("offset", made.offset, as_signed_duration);
    members.read("drift_ppm", made.drift_ppm, as_drift_ppm);
    members.read("resolution", made.resolution, as_positive_duration);
    members.finish();
    return made;
}

std::optional<server_limits> as_limits(const json::value& from, error_log& log)
{
    constexpr as_whole_number<int> as_limit{.lowest = 1, .highest = 1'000'000};

    object_reader members(from, "the server's limits", log);
    server_limits made;
    members.read("page", made.page, as_limit);
    members.read("push", made.push, as_limit);
    members.read("value_bytes", made.value_bytes, as_limit);
    members.finish();
    return made;
}

client_settings read_device(const std::string& name, const json::value& from, error_log& log)
{
    object_reader members(from, "a device", log);
    client_settings made{.name = name};
    members.read("clock", made.clock, as_clock);
    members.finish(later_node_members);
    return made;
}

}  // namespace

std::optional<std::vector<std::string>> as_tags(const json::value& from, error_log& log)
{
    const auto* const elements = from.elements();
    if (elements == nullptr) {
        log.add(from.at, "expected the tags in an array, found " + description(from));
        return std::nullopt;
    }
    if (elements->size() > tags_max) {
        log.add(
            from.at,
            std::to_string(elements->size()) + " tags, where " + std::to_string(tags_max) +
                " are allowed");
        return std::nullopt;
    }
    std::vector<std::string> tags;
    for (const auto& each : *elements) {
        auto tag = as_prose(each, log);
        if (!tag) continue;
        if (std::ranges::find(tags, *tag) != tags.end()) {
            log.add(each.at, "tag " + in_quotes(*tag) + " stands twice");
        }
        tags.push_back(*std::move(tag));
    }
    return tags;
}

std::optional<server_settings> as_server(const json::value& from, error_log& log)
{
    object_reader members(from, "the server", log);
    server_settings made;
    members.read("clock", made.clock, as_clock);
    members.read("work", made.work, as_brief_duration);
    members.read("limits", made.limits, as_limits);
    members.finish(later_node_members);
    return made;
}

std::optional<std::vector<client_settings>> as_devices(const json::value& from, error_log& log)
{
    const auto* const members = from.members();
    if (members == nullptr) {
        log.add(from.at, "expected the devices as an object, found " + description(from));
        return std::nullopt;
    }
    if (members->empty()) {
        log.add(from.at, "a scenario has a device; add one, such as \"phone\": {}");
    }
    if (members->size() > devices_max) {
        log.add(
            from.at,
            std::to_string(members->size()) + " devices, where " + std::to_string(devices_max) +
                " are allowed");
        return std::nullopt;
    }
    std::vector<client_settings> devices;
    for (const auto& [name, name_at, value] : *members) {
        auto device = read_device(name, value, log);
        if (name == server_name) {
            log.add(name_at, "a device cannot be called \"server\"; take another name");
            continue;
        }
        // What is not spelled well can still be referred to: one mistake is one error.
        as_device_name({.at = name_at, .content = name}, log);
        devices.push_back(std::move(device));
    }
    return devices;
}

std::optional<link_settings> as_network(const json::value& from, error_log& log)
{
    object_reader members(from, "the network", log);
    link_settings made;
    members.read("latency", made.latency, as_brief_duration);
    members.read("jitter", made.jitter, as_brief_duration);
    members.read("loss", made.loss, as_ratio);
    members.read("duplicate", made.duplicate, as_ratio);
    members.read("reorder", made.reorder, as_flag);
    members.finish();
    return made;
}

std::optional<settle_settings> as_settle(const json::value& from, error_log& log)
{
    object_reader members(from, "\"settle\"", log);
    settle_settings made;
    members.read("rounds", made.rounds, as_whole_number<int>{.lowest = 1, .highest = 1000});
    members.read("apart", made.apart, as_duration{});
    members.read("within", made.within, as_positive_duration);
    members.finish(later_settle_members);
    return made;
}

}  // namespace syncsim::sim
