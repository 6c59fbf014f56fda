#include "sim/fault/injector.hpp"

#include <algorithm>
#include <utility>

#include "protocol/support/check.hpp"

namespace syncsim::sim {
namespace {

/// By default a late copy comes after the messages that follow were answered, and a message waits
/// that long to be overtaken.
constexpr duration late_by_default = std::chrono::seconds{10};

bool is_request(anchor at)
{
    return at == anchor::begin_request || at == anchor::push_request ||
           at == anchor::pull_request || at == anchor::complete_request;
}

bool is_response(anchor at)
{
    return at == anchor::begin_response || at == anchor::push_response ||
           at == anchor::pull_response || at == anchor::complete_response;
}

/// The crash comes to whoever receives the message that is being sent at the anchor.
bool strikes_receiver(fault_kind kind, anchor at)
{
    return (kind == fault_kind::crash_server && is_request(at)) ||
           (kind == fault_kind::crash_client && is_response(at));
}

node_id find_node(const run_context& run, std::string_view name)
{
    const auto found = std::ranges::find(run.script.clients, name, &client_settings::name);
    if (found == run.script.clients.end()) return server_node;
    return node_id{static_cast<std::uint16_t>(found - run.script.clients.begin() + 1)};
}

}  // namespace

anchor_effect injector::pass(passer& who, anchor at, node_id where)
{
    anchor_effect effect;
    // Messages from before the end of the steps may still be on their way; their faults are over.
    if (run_.healed()) return effect;
    passed_[static_cast<std::size_t>(at)] = true;
    const auto due = who.passes.pass(at);
    for (const auto& work : who.during) {
        if (work.at == at && work.nth == who.passes.passed(at)) who.do_work(work);
    }

    for (const auto each : due) {
        const auto& fault = plan_[each];
        if (strikes_receiver(fault.kind, at)) {
            effect.kills_receiver = each;
            continue;
        }
        switch (fault.kind) {
        case fault_kind::drop: effect.orders.drop = true; break;
        case fault_kind::delay: effect.orders.delay += fault.by.value_or(duration{0}); break;
        case fault_kind::duplicate: effect.orders.extra_copies += fault.copies; break;
        case fault_kind::late_duplicate:
            effect.orders.late_copy = fault.by.value_or(late_by_default);
            break;
        case fault_kind::reorder:
            effect.orders.overtaken = fault.by.value_or(late_by_default);
            break;
        case fault_kind::hold: effect.orders.held_until = fault.until; break;
        case fault_kind::error_reply: effect.error_reply = fault.code; break;
        case fault_kind::corrupt: effect.corrupts = each; continue;
        case fault_kind::timeout: effect.gives_up = each; continue;
        case fault_kind::expire_session: effect.expires_session = each; continue;
        case fault_kind::pause: effect.pause += fault.by.value_or(duration{0}); break;
        case fault_kind::crash_client: act(each, who.device); continue;
        case fault_kind::crash_server: act(each, server_node); continue;
        case fault_kind::clock_jump: act(each, where); continue;
        }
        fire(each, where);
    }
    return effect;
}

void injector::act(fault_index which, node_id where)
{
    const auto& fault = plan_[which];
    if (fault.kind == fault_kind::clock_jump) {
        const auto whose = fault.node.empty() ? where : find_node(run_, fault.node);
        fire(which, whose);
        auto& clock = run_.clock_of(whose);
        clock.jump(fault.by.value_or(duration{0}));
        run_.emit(whose, event::clock_set{.error = clock.error(run_.time.now())});
        return;
    }
    fire(which, where);
    nodes_[where.value()]->crash(fault.restart_after);
}

void injector::fire(fault_index which, node_id where, std::string detail)
{
    plan_.count_firing(which);
    run_.emit(where, event::fault_fired{.fault = which, .detail = std::move(detail)});
}

}  // namespace syncsim::sim
