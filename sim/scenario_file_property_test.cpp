#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <ranges>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sim/fault/fault_plan.hpp"
#include "sim/file/step_namer.hpp"
#include "sim/mark.hpp"
#include "sim/scenario_file.hpp"
#include "sim/scenario_testing.hpp"

namespace syncsim::sim {
namespace {

// --- Any scenario that a file can describe -------------------------------------------------------

constexpr std::array<std::string_view, 3> device_names{"phone", "laptop", "x-1"};
constexpr std::array<std::string_view, 4> record_names{"a", "milk", "b-2", "z"};
const std::array<std::string, 4> objects{
    "{}",
    R"({"text":"buy milk"})",
    R"({"a":[1,2.5,null],"b":{"":true}})",
    R"({"t":"\"é\n"})"};

template <class T>
T one_of(const auto& values)
{
    const auto index = *rc::gen::inRange<std::size_t>(0, std::size(values));
    return T(values[index]);
}

bool coin()
{
    return *rc::gen::arbitrary<bool>();
}

int small(int lowest, int highest)
{
    return *rc::gen::inRange(lowest, highest + 1);
}

/// Up to a year, of any precision; mostly short.
duration some_time(std::int64_t lowest = 0)
{
    constexpr std::int64_t year = std::int64_t{365} * 86'400'000'000;
    const auto longest = one_of<std::int64_t>(std::array{std::int64_t{60'000'000}, year});
    return duration{*rc::gen::inRange<std::int64_t>(lowest, longest)};
}

duration some_brief_time()
{
    return duration{*rc::gen::inRange<std::int64_t>(0, 86'400'000'001)};
}

duration some_signed_time()
{
    return coin() ? some_time() : -some_time();
}

/// Any valid text: what has to be escaped, and what takes several bytes.
std::string some_prose()
{
    const std::array<std::string_view, 8> pieces{
        "word", " ", "\"", "\\", "\n", std::string_view("\0", 1), "é", "\xF0\x9F\x98\x80"};
    std::string text;
    for (int i = small(0, 5); i > 0; --i) text += one_of<std::string_view>(pieces);
    return text;
}

ratio some_ratio()
{
    constexpr auto most = std::numeric_limits<std::uint32_t>::max();
    const auto denominator = *rc::gen::inRange<std::uint32_t>(1, most);
    return {*rc::gen::inRange<std::uint32_t>(0, denominator), denominator};
}

clock_settings some_clock()
{
    if (coin()) return {};
    return {
        .offset = some_signed_time(),
        .drift_ppm = small(-1'000'000, 1'000'000),
        .resolution = some_time(1)};
}

template <class T>
std::vector<T> some_subset(const std::vector<T>& of)
{
    std::vector<T> chosen;
    for (const auto& each : of) {
        if (coin()) chosen.push_back(each);
    }
    return chosen;
}

/// Makes the steps of one scenario, which must go together.
class step_maker {
public:
    explicit step_maker(std::vector<client_settings> devices) : devices_(std::move(devices)) {}

    scenario_step make()
    {
        step_action action = some_action();
        auto id = namer_.next(action);
        const bool is_fault = std::holds_alternative<fault_step>(action);
        if (!is_fault && small(0, 4) == 0) id = step_id{*rc::gen::arbitrary<std::uint64_t>()};
        return {.id = id, .place = {}, .action = std::move(action)};
    }

private:
    using verb = local_step::verb;

    step_action some_action()
    {
        switch (small(0, 12)) {
        case 0:
        case 1: return some_local_step();
        case 2: return some_sync();
        case 3: return join_step{};
        case 4: return advance_step{some_time()};
        case 5: return some_clock_step();
        case 6:
            return partition_step{
                .device = some_device_or_all(),
                .which = static_cast<partition_step::direction>(small(0, 2))};
        case 7: return heal_step{some_device_or_all()};
        case 8: return crash_step{some_node()};
        case 9: return restart_step{some_node()};
        case 10: return fault_step{some_timed_fault()};
        case 11: return note_step{some_prose()};
        default: return some_expectation();
        }
    }

    std::string some_device() { return one_of<client_settings>(devices_).name; }
    std::string some_device_or_all() { return coin() ? some_device() : ""; }
    std::string some_node() { return coin() ? some_device() : "server"; }

    /// A record to make, if any name is left and `wanted`; else one that was made, if any.
    std::optional<std::pair<verb, std::string>> some_work()
    {
        const auto fresh = one_of<std::string>(record_names);
        if (!created_.contains(fresh)) {
            created_.insert(fresh);
            return std::pair{verb::create, fresh};
        }
        const std::vector<std::string> made(created_.begin(), created_.end());
        return std::pair{coin() ? verb::edit : verb::remove, one_of<std::string>(made)};
    }

    step_action some_local_step()
    {
        const auto work = some_work();
        local_step made{.what = work->first, .on = some_device(), .record = work->second};
        if (made.what != verb::remove) made.set = one_of<std::string>(objects);
        if (made.what != verb::remove) made.extra = one_of<std::string>(objects);
        if (made.what == verb::create && coin()) made.uuid = support::uuid{.high = 1, .low = 2};
        made.faults = some_faults(is_local);
        for (auto& each : made.faults) each.nth = 1;
        return made;
    }

    step_action some_sync()
    {
        sync_step made{
            .on = some_device(),
            .faults = some_faults([](anchor at) { return !is_local(at); }),
            .wanted = static_cast<sync_step::outcome>(small(0, 2)),
            .background = coin()};
        for (int i = small(0, 2); i > 0; --i) made.during.push_back(some_during());
        return made;
    }

    /// One that a sync passes, outside of the device's transactions.
    anchor some_anchor_for_work()
    {
        const auto which = one_of<anchor_traits>(all_anchors().subspan(2)).which;
        return which == anchor::apply_mid ? anchor::apply_after : which;
    }

    during_work some_during()
    {
        const auto work = some_work();
        during_work made{
            .at = some_anchor_for_work(),
            .nth = small(1, 3),
            .what = static_cast<during_work::verb>(work->first),
            .record = work->second};
        if (work->first != verb::remove) made.set = one_of<std::string>(objects);
        if (work->first != verb::remove) made.extra = one_of<std::string>(objects);
        return made;
    }

    step_action some_clock_step()
    {
        clock_step made{.on = some_node()};
        const int what = small(0, 2);
        if (what == 0) made.jump = some_signed_time();
        if (what == 1) made.offset = some_signed_time();
        if (what == 2 || coin()) made.drift_ppm = small(-100, 100);
        return made;
    }

    step_action some_expectation()
    {
        expect_step made{.on = some_device()};
        made.records = small(0, 5);
        if (coin()) made.pending = small(0, 5);
        if (created_.empty() || coin()) return made;
        made.record = *created_.begin();
        if (coin()) made.is = static_cast<expect_step::state>(small(0, 3));
        if (coin()) made.copies = small(0, 3);
        if (coin()) made.has = one_of<std::string>(objects);
        return made;
    }

    std::string fresh_id() { return "f" + std::to_string(++faults_made_); }

    std::vector<fault> some_faults(auto fits)
    {
        std::vector<fault> faults;
        for (int i = small(0, 3); i > 0; --i) {
            const auto kind = one_of<fault_traits>(all_faults()).which;
            std::vector<anchor> sensible;
            for (const auto& row : all_anchors()) {
                if (fits(row.which) && !nonsense(kind, row.which)) sensible.push_back(row.which);
            }
            if (sensible.empty()) continue;
            fault made{.id = fresh_id(), .kind = kind, .at = one_of<anchor>(sensible)};
            made.nth = small(1, 3);
            made.optional = coin();
            add_parameters(made);
            if (kind == fault_kind::clock_jump && coin()) made.node = some_node();
            faults.push_back(made);
        }
        return faults;
    }

    fault some_timed_fault()
    {
        fault made{
            .id = fresh_id(),
            .kind = one_of<fault_kind>(std::array{
                fault_kind::crash_client, fault_kind::crash_server, fault_kind::clock_jump})};
        add_parameters(made);
        if (made.kind == fault_kind::crash_client) made.node = some_device();
        if (made.kind == fault_kind::clock_jump) made.node = some_node();
        return made;
    }

    static void add_parameters(fault& made)
    {
        switch (made.kind) {
        case fault_kind::drop:
        case fault_kind::hold:
        case fault_kind::corrupt:
        case fault_kind::timeout:
        case fault_kind::expire_session: return;
        case fault_kind::pause:
        case fault_kind::delay:
        case fault_kind::late_duplicate:
        case fault_kind::reorder: made.by = some_time(1); return;
        case fault_kind::duplicate: made.copies = small(1, 100); return;
        case fault_kind::error_reply:
            made.code = one_of<protocol::error_traits>(protocol::all_errors()).code;
            return;
        case fault_kind::crash_client:
        case fault_kind::crash_server: made.restart_after = some_time(); return;
        case fault_kind::clock_jump: made.by = some_signed_time(); return;
        }
    }

    std::vector<client_settings> devices_;
    std::set<std::string> created_;
    step_namer namer_;
    int faults_made_ = 0;
};

std::vector<invariant> invariants_of(std::optional<enum invariant_traits::kind> kind)
{
    std::vector<invariant> all;
    for (const auto& row : all_invariants()) {
        if (!kind || row.kind == *kind) all.push_back(row.which);
    }
    return all;
}

expectation some_expectation()
{
    expectation made;
    made.any = small(0, 4) == 0;
    if (made.any) return made;
    made.what = static_cast<verdict_kind>(small(0, 2));
    if (made.what == verdict_kind::holds) return made;
    const bool violates = made.what == verdict_kind::violates;
    if (violates) {
        made.violates = some_subset(invariants_of({}));
        made.violates->insert(made.violates->begin(), invariant::create_once);
        const auto again = std::ranges::find(
            made.violates->begin() + 1, made.violates->end(), invariant::create_once);
        if (again != made.violates->end()) made.violates->erase(again);
    }
    if (!violates || coin()) {
        made.at_risk = some_subset(invariants_of(invariant_traits::kind::mechanism));
    }
    if (!violates && made.at_risk->empty()) made.at_risk->push_back(invariant::cursor_sound);
    made.issue = some_prose();
    return made;
}

/// Each hold ends at a later step; one after the last of them is no hold.
void end_holds(std::vector<scenario_step>& steps)
{
    std::vector<step_id> later;
    for (auto& step : steps | std::views::reverse) {
        if (auto* const sync = std::get_if<sync_step>(&step.action)) {
            for (auto& each : sync->faults) {
                if (each.kind != fault_kind::hold) continue;
                if (later.empty()) each.kind = fault_kind::drop;
                if (!later.empty()) each.until = one_of<step_id>(later);
            }
        }
        const bool is_fault = std::holds_alternative<fault_step>(step.action);
        if (!is_fault) later.push_back(step.id);
    }
}

std::vector<std::string> some_marks(const std::vector<scenario_step>& steps)
{
    std::vector<std::string> all;
    for (const auto& each : all_marks()) all.emplace_back(each.name);
    for (const auto& each : all_anchors()) all.push_back("anchor:" + std::string(each.name));
    for (const auto& step : steps) {
        for (const auto& each : faults_of(step.action)) all.push_back("fault:" + each.id);
    }
    return coin() ? std::vector<std::string>{} : some_subset(all);
}

server_limits some_limits()
{
    server_limits made;
    if (coin()) made.page = small(1, 100);
    if (coin()) made.push = small(1, 100);
    if (coin()) made.value_bytes = small(1, 1'000'000);
    return made;
}

/// A preset with some answers changed, as far as it can be run then.
protocol::variant some_own_variant(std::string name)
{
    auto made = one_of<protocol::variant>(protocol::presets());
    made.name = std::move(name);
    for (int i = small(0, 6); i > 0; --i) {
        const auto asked = one_of<protocol::question>(protocol::questions());
        auto changed = made;
        asked.set(changed, *rc::gen::inRange<std::size_t>(0, asked.answers.size()));
        if (objections(changed).empty()) made = std::move(changed);
    }
    return made;
}

scenario some_scenario()
{
    scenario made;
    made.name = one_of<std::string>(std::array{"x", "lost-push-ack", "7-steps"});
    made.title = some_prose();
    made.why = some_prose();
    for (int i = small(0, 2); i > 0; --i) made.tags.push_back(std::to_string(i) + some_prose());
    made.seed = coin() ? 0 : *rc::gen::arbitrary<std::uint64_t>();
    if (coin()) {
        made.server = {.clock = some_clock(), .work = some_brief_time(), .limits = some_limits()};
    }
    const auto devices = static_cast<std::size_t>(small(1, 3));
    for (std::size_t i = 0; i < devices; ++i) {
        made.clients.push_back({.name = std::string(device_names[i]), .clock = some_clock()});
    }
    if (coin()) {
        made.network = {
            .latency = some_brief_time(),
            .jitter = some_brief_time(),
            .loss = some_ratio(),
            .duplicate = some_ratio(),
            .reorder = coin()};
    }
    if (coin()) made.pace = some_time();
    if (coin()) made.start = some_time() + std::chrono::hours{24 * 365 * small(0, 900)};
    step_maker maker(made.clients);
    for (int i = small(0, 10); i > 0; --i) made.steps.push_back(maker.make());
    end_holds(made.steps);
    if (coin()) {
        made.settle = {.rounds = small(1, 10), .apart = some_time(), .within = some_time(1)};
    }
    made.must_reach = some_marks(made.steps);
    if (coin()) made.variants.push_back(protocol::hardened());
    if (coin()) made.variants.push_back(protocol::as_written());
    for (int i = small(0, 2); i > 0; --i) {
        made.variants.push_back(some_own_variant("own-" + std::to_string(i)));
    }
    switch (small(0, 2)) {
    case 0: break;
    case 1: made.expect.emplace("", some_expectation()); break;
    default:
        for (const auto& each : made.variants) made.expect.emplace(each.name, some_expectation());
    }
    if (coin()) made.invariants = invariants_of({});
    return made;
}

// --- Reading back what was written ---------------------------------------------------------------

RC_GTEST_PROP(ScenarioFileProperty, LoadsWhatItWrites, ())
{
    const auto made = some_scenario();
    const auto text = to_text(made);
    RC_LOG() << text;

    const auto loaded = load_scenario(text, "x");

    if (!loaded) RC_LOG() << to_string(loaded.error().front());
    RC_ASSERT(loaded.has_value());
    RC_ASSERT(without_places(*loaded) == made);
}

RC_GTEST_PROP(ScenarioFileProperty, WritesTheSameTextAgain, ())
{
    const auto text = to_text(some_scenario());
    const auto loaded = load_scenario(text, "x");

    RC_ASSERT(loaded.has_value());
    RC_ASSERT(to_text(*loaded) == text);
}

/// A fault of an earlier step waits for this one.
bool is_awaited(const std::vector<scenario_step>& steps, step_id which)
{
    return std::ranges::any_of(steps, [&](const scenario_step& step) {
        const auto* const sync = std::get_if<sync_step>(&step.action);
        return sync != nullptr &&
               std::ranges::find(sync->faults, which, &fault::until) != sync->faults.end();
    });
}

/// Later steps need what this one creates.
bool creates(const scenario_step& step)
{
    if (const auto* const local = std::get_if<local_step>(&step.action)) {
        return local->what == local_step::verb::create;
    }
    const auto* const sync = std::get_if<sync_step>(&step.action);
    return sync != nullptr && std::ranges::any_of(sync->during, [](const during_work& each) {
               return each.what == during_work::verb::create;
           });
}

// Steps keep the ids that they had when others were still there.
RC_GTEST_PROP(ScenarioFileProperty, LoadsWhatIsLeftWhenStepsAreDropped, ())
{
    auto made = some_scenario();
    made.must_reach.clear();
    const auto all = made.steps;
    std::erase_if(made.steps, [&](const scenario_step& step) {
        return coin() && !creates(step) && !is_awaited(all, step.id);
    });

    const auto loaded = load_scenario(to_text(made), "x");

    RC_ASSERT(loaded.has_value());
    RC_ASSERT(without_places(*loaded) == made);
}

// --- Whatever else is in a file ------------------------------------------------------------------

/// A scenario's text with a few bytes of it taken away, doubled or replaced by others.
std::string damaged(std::string text)
{
    const std::string_view bytes = "{}[]\",:0-9aeiou\\/*\n\xC3\xFF";
    for (int i = small(1, 4); i > 0 && !text.empty(); --i) {
        const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
        const auto size = *rc::gen::inRange<std::size_t>(1, 20);
        switch (small(0, 2)) {
        case 0: text.erase(at, size); break;
        case 1: text.insert(at, text.substr(at, size)); break;
        default: text[at] = one_of<char>(bytes);
        }
    }
    return text;
}

RC_GTEST_PROP(ScenarioFileProperty, SaysWhereADamagedFileIsWrong, ())
{
    const auto text = damaged(to_text(some_scenario()));
    const auto lines = std::ranges::count(text, '\n') + 1;

    const auto loaded = load_scenario(text, "x");

    if (loaded) return;
    RC_ASSERT(!loaded.error().empty());
    auto last = source_place{.line = 1, .column = 1};
    for (const auto& each : loaded.error()) {
        RC_ASSERT(std::pair(each.at.line, each.at.column) >= std::pair(last.line, last.column));
        RC_ASSERT(each.at.line <= lines);
        RC_ASSERT(!each.message.empty());
        last = each.at;
    }
}

}  // namespace
}  // namespace syncsim::sim
