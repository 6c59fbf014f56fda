#include "sim/file/fault_reader.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "sim/file/value_reader.hpp"
#include "sim/file/vocabulary.hpp"

namespace syncsim::sim {
namespace {

using namespace std::chrono_literals;
using protocol::json::in_quotes;

constexpr std::array<std::string_view, 6>
    later_members{"keep", "nth_write", "nth_sync", "nth_operation", "operation", "for"};

/// The members that a fault of this kind has beside those that all have.
void read_parameters(fault& made, object_reader& members, fault_home home, const step_scope& scope)
{
    const bool on_its_own = home == fault_home::step_of_its_own;
    const auto as_node = [&](const auto& from, auto& log) { return scope.nodes.node(from, log); };
    const auto as_device = [&](const auto& from, auto& log) {
        return scope.nodes.device(from, log);
    };
    const auto as_later_step = [&](const auto& from, auto& log) {
        return scope.later.called(from, log);
    };
    switch (made.kind) {
    case fault_kind::drop:
    case fault_kind::corrupt:
    case fault_kind::timeout:
    case fault_kind::expire_session: return;
    case fault_kind::pause:
    case fault_kind::delay: members.read_required("by", made.by, as_positive_duration); return;
    case fault_kind::duplicate:
        members.read("copies", made.copies, as_whole_number<int>{.lowest = 1, .highest = 100});
        return;
    case fault_kind::late_duplicate:
    case fault_kind::reorder:
        made.by = 10s;
        members.read("by", made.by, as_positive_duration);
        return;
    case fault_kind::hold: members.read_required("until", made.until, as_later_step); return;
    case fault_kind::error_reply:
        members.read_required(
            "code", made.code, as_one_of{error_code_words(), protocol::find_error});
        return;
    case fault_kind::crash_client:
        if (on_its_own) members.read_required("node", made.node, as_device);
        members.read("restart_after", made.restart_after, as_duration{});
        return;
    case fault_kind::crash_server:
        members.read("restart_after", made.restart_after, as_duration{});
        return;
    case fault_kind::clock_jump:
        members.read_required("by", made.by, as_signed_duration);
        if (on_its_own) members.read_required("node", made.node, as_node);
        if (!on_its_own) members.read("node", made.node, as_node);
        return;
    }
}

/// Why a fault of this kind cannot hang there; nothing where it can.
std::optional<std::string> objection(fault_kind kind, anchor at, fault_home home)
{
    if (const auto reason = nonsense(kind, at)) {
        return with_article(name(kind)) + " cannot happen at " + std::string(name(at)) + ": " +
               std::string(*reason);
    }
    if (is_local(at) && home == fault_home::sync) {
        return std::string(name(at)) +
               " is not passed by a sync; hang the fault on a create, edit or delete";
    }
    if (!is_local(at) && home == fault_home::local_work) {
        return std::string(name(at)) + " is passed by a sync; local work passes " +
               listed(
                   std::array{name(anchor::local_before_commit), name(anchor::local_after_commit)});
    }
    return std::nullopt;
}

/// One text says what faults of several kinds need, where a matrix names the kind.
void allow_parameters_of_all(object_reader& members)
{
    for (const auto& kind : all_faults()) {
        for (const auto parameter : kind.parameters) members.find(parameter);
    }
}

/// What stands at one of these places cannot be. That is an error, but where a matrix brings it
/// there: then its point makes no sense.
void refuse(error_log& log, std::initializer_list<json::position> places, const std::string& why)
{
    const bool filled =
        std::ranges::any_of(places, [&](json::position at) { return log.is_filled(at); });
    if (filled) return log.skip(why);
    log.add(*places.begin(), why);
}

void read_nth(fault& made, object_reader& members, fault_home home)
{
    if (home == fault_home::sync) {
        members.read("nth", made.nth, as_ordinal);
        return;
    }
    const auto* const nth = members.find("nth");
    if (nth == nullptr) return;
    const auto* const number = nth->integer();
    if (number != nullptr && *number == 1) return;
    members.log().add(nth->at, "local work passes each anchor once; leave \"nth\" out");
}

std::optional<fault> read_fault(
    const json::value& from,
    fault_home home,
    const step_scope& scope,
    error_log& log)
{
    object_reader members(from, "a fault", log);
    std::optional<fault_kind> kind;
    std::optional<anchor> at;
    const auto* const what =
        members.read_required("fault", kind, as_one_of{fault_words(), find_fault});
    const auto* const where =
        members.read_required("at", at, as_one_of{anchor_words(), find_anchor});
    fault made{.place = place_of(from.at)};
    members.read("id", made.id, as_fault_id);
    read_nth(made, members, home);
    members.read("optional", made.optional, as_flag);
    if (at) made.at = *at;
    if (!kind) return std::nullopt;

    made.kind = *kind;
    members.call(with_article(name(*kind)));
    read_parameters(made, members, home, scope);
    if (log.is_filled(what->at)) allow_parameters_of_all(members);
    members.finish(later_members);
    if (!at) return std::nullopt;
    if (const auto why = objection(*kind, *at, home)) refuse(log, {where->at, what->at}, *why);
    return made;
}

std::string default_id(const fault& of, bool hangs_on_an_anchor)
{
    auto id = std::string(name(of.kind));
    if (hangs_on_an_anchor) id += "-" + std::string(name(of.at));
    std::ranges::replace(id, '.', '-');
    return id;
}

template <class Visit>
void visit_faults(std::vector<scenario_step>& steps, Visit visit)
{
    for (auto& step : steps) {
        if (auto* const timed = std::get_if<fault_step>(&step.action)) visit(timed->what, false);
        if (auto* const local = std::get_if<local_step>(&step.action)) {
            for (auto& each : local->faults) visit(each, true);
        }
        if (auto* const sync = std::get_if<sync_step>(&step.action)) {
            for (auto& each : sync->faults) visit(each, true);
        }
    }
}

}  // namespace

bool happens_to_a_node(fault_kind kind) noexcept
{
    switch (kind) {
    case fault_kind::drop:
    case fault_kind::delay:
    case fault_kind::duplicate:
    case fault_kind::late_duplicate:
    case fault_kind::reorder:
    case fault_kind::hold:
    case fault_kind::error_reply:
    case fault_kind::corrupt:
    case fault_kind::timeout:
    case fault_kind::pause:
    case fault_kind::expire_session: return false;
    case fault_kind::crash_client:
    case fault_kind::crash_server:
    case fault_kind::clock_jump: return true;
    }
    return false;
}

std::span<const std::string_view> later_fault_members() noexcept
{
    return later_members;
}

std::vector<fault> read_faults(
    const json::value& from,
    fault_home home,
    const step_scope& scope,
    error_log& log)
{
    std::vector<fault> faults;
    const auto* const elements = from.elements();
    if (elements == nullptr) {
        log.add(from.at, "expected the faults in an array, found " + description(from));
        return faults;
    }
    for (const auto& each : *elements) {
        if (auto made = read_fault(each, home, scope, log)) faults.push_back(*std::move(made));
    }
    return faults;
}

fault read_timed_fault(object_reader& step, const step_scope& scope)
{
    fault made{.place = place_of(step.at())};
    step.read("id", made.id, as_fault_id);
    step.read("optional", made.optional, as_flag);

    std::optional<fault_kind> kind;
    const auto* const written =
        step.read_required("fault", kind, as_one_of{fault_words(), find_fault});
    if (!kind) return made;

    made.kind = *kind;
    if (!happens_to_a_node(*kind)) {
        refuse(
            step.log(),
            {written->at},
            with_article(name(*kind)) + " happens to a message; hang it on an anchor of a sync");
    }
    read_parameters(made, step, fault_home::step_of_its_own, scope);
    if (step.log().is_filled(written->at)) allow_parameters_of_all(step);
    return made;
}

void name_faults(std::vector<scenario_step>& steps, error_log& log)
{
    std::map<std::string, source_place> taken;
    visit_faults(steps, [&](const fault& each, bool) {
        if (each.id.empty()) return;
        const auto [first, fresh] = taken.try_emplace(each.id, each.place);
        if (fresh) return;
        log.add(
            {each.place.line, each.place.column},
            "two faults have the id " + in_quotes(each.id) + "; the first is at " +
                std::to_string(first->second.line) + ":" + std::to_string(first->second.column));
    });
    std::map<std::string, int> numbers;
    visit_faults(steps, [&](fault& each, bool hangs_on_an_anchor) {
        if (!each.id.empty()) return;
        const auto base = default_id(each, hangs_on_an_anchor);
        do {
            const auto number = ++numbers[base];
            each.id = number == 1 ? base : base + "-" + std::to_string(number);
        } while (!taken.try_emplace(each.id, each.place).second);
    });
}

}  // namespace syncsim::sim
