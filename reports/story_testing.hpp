#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "protocol/variant.hpp"
#include "reports/causes.hpp"
#include "reports/excerpt.hpp"
#include "reports/story.hpp"
#include "reports/timeline.hpp"
#include "sim/world.hpp"

/// Small scenarios, made by hand for tests, and what is told of them.
namespace syncsim::reports {

inline sim::client_settings device(std::string name, sim::duration clock_offset = {})
{
    return {.name = std::move(name), .clock = {.offset = clock_offset}};
}

inline sim::step_action create(std::string on, std::string record)
{
    return sim::local_step{
        .what = sim::local_step::verb::create,
        .on = std::move(on),
        .record = std::move(record),
        .faults = {}};
}

inline sim::step_action edit(std::string on, std::string record, std::string set)
{
    return sim::local_step{
        .what = sim::local_step::verb::edit,
        .on = std::move(on),
        .record = std::move(record),
        .set = std::move(set),
        .faults = {}};
}

inline sim::step_action sync(std::string on, std::vector<sim::fault> faults = {})
{
    return sim::sync_step{.on = std::move(on), .faults = std::move(faults), .during = {}};
}

inline sim::fault fault(std::string id, sim::fault_kind kind, sim::anchor at)
{
    return {.id = std::move(id), .kind = kind, .at = at, .by = {}, .code = {}, .node = {}};
}

inline sim::scenario script(
    std::vector<sim::client_settings> devices,
    std::vector<sim::step_action> actions)
{
    sim::scenario made;
    made.name = "sample";
    made.clients = std::move(devices);
    for (auto& each : actions) {
        const sim::step_id id{made.steps.size() + 1};
        made.steps.push_back({.id = id, .place = {}, .action = std::move(each)});
    }
    return made;
}

/// A push whose reply is lost, and the push after it.
inline sim::scenario lost_push_reply()
{
    return script(
        {device("phone"), device("laptop", -std::chrono::minutes{2})},
        {create("phone", "milk"),
         sync("phone", {fault("lost-ack", sim::fault_kind::drop, sim::anchor::push_response)}),
         sync("phone"),
         sync("laptop")});
}

/// A record that a slow clock stamps into a stretch that another device has read already.
inline sim::scenario slow_clock()
{
    return script(
        {device("phone", -std::chrono::minutes{10}), device("laptop")},
        {create("laptop", "bread"),
         sync("laptop"),
         create("phone", "milk"),
         sync("phone"),
         sync("laptop")});
}

/// A run, and everything that its story is told from.
struct told_run {
    explicit told_run(sim::scenario of, const protocol::variant& variant = protocol::as_written())
        : script(std::move(of)),
          run(sim::run(script, variant)),
          about(focus_of(script, run)),
          keys(short_keys::of(run.story)),
          faults(script),
          with{script, run.known, about, keys, faults, {run.known, about, keys}},
          lines(timeline(run.story, with))
    {
    }
    told_run(const told_run&) = delete;
    told_run& operator=(const told_run&) = delete;

    /// The first line of that kind whose text contains this; a line without text if there is none.
    timeline_line find(timeline_line::kind what, std::string_view part) const
    {
        for (const auto& each : lines) {
            if (each.what == what && each.text.find(part) != std::string::npos) return each;
        }
        return {.node = sim::server_node, .way = {}, .sync = {}};
    }

    sim::scenario script;
    sim::outcome run;
    focus about;
    short_keys keys;
    fault_words faults;
    vocabulary with;
    std::vector<timeline_line> lines;
};

inline std::string told(
    const sim::scenario& script,
    const text_style& style = {},
    const protocol::variant& of = protocol::as_written())
{
    return story(script, of, sim::run(script, of), style);
}

/// The lines of a text, without their ends.
inline std::vector<std::string> lines_of(const std::string& text)
{
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

}  // namespace syncsim::reports
