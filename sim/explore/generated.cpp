#include "sim/explore/generated.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sim/file/step_namer.hpp"
#include "sim/time/choice.hpp"

namespace syncsim::sim {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 4> device_names{"phone", "laptop", "tablet", "watch"};
constexpr std::uint64_t steps_min = 4;
constexpr std::uint64_t steps_max = 24;
constexpr int faults_per_sync_max = 2;

// Ordinary values come more than once, so that most scenarios are odd in one way or two.
constexpr std::array<duration, 12>
    clock_offsets{0s, 0s, 0s, 0s, 1s, -1s, 2min, -2min, 10min, -10min, 1h, -24h};
constexpr std::array<std::int64_t, 6> clock_drifts{0, 0, 0, 0, 200, -200};
constexpr std::array<duration, 4> clock_resolutions{1us, 1us, 1ms, 1s};
constexpr std::array<duration, 6> clock_jumps{1s, -1s, 90s, -90s, 2h, -2h};
constexpr std::array<duration, 4> latencies{40ms, 40ms, 5ms, 800ms};
constexpr std::array<duration, 4> jitters{0ms, 0ms, 20ms, 300ms};
constexpr std::array<ratio, 5> losses{ratio{}, ratio{}, ratio{}, ratio{1, 20}, ratio{1, 4}};
constexpr std::array<ratio, 4> duplicates{ratio{}, ratio{}, ratio{}, ratio{1, 10}};
constexpr std::array<duration, 5> waits{100ms, 1s, 10s, 1min, 1h};
constexpr std::array<duration, 4> delays{300ms, 3s, 20s, 2min};

/// What a step may do, as often as it stands here.
enum class deed : std::uint8_t { create, edit, erase, sync, wait, cut, heal, crash, set_clock };
constexpr std::array deeds{
    deed::create, deed::create, deed::create, deed::edit, deed::edit, deed::edit,  deed::edit,
    deed::erase,  deed::sync,   deed::sync,   deed::sync, deed::sync, deed::sync,  deed::sync,
    deed::wait,   deed::wait,   deed::cut,    deed::heal, deed::heal, deed::crash, deed::set_clock};

/// The anchors at which a fault of this kind can hang, in a sync or in local work.
std::vector<anchor> anchors_for(fault_kind kind, bool in_local_work)
{
    std::vector<anchor> found;
    for (const auto& each : all_anchors()) {
        if (is_local(each.which) == in_local_work && !nonsense(kind, each.which)) {
            found.push_back(each.which);
        }
    }
    return found;
}

/// The decisions of one scenario, by name: one that is added or dropped shifts no other.
class dice {
public:
    dice(chance luck, choice_key about) : luck_(luck), about_(about) {}

    dice operator/(std::string_view part) const { return {luck_, about_ / part}; }
    dice operator/(std::uint64_t part) const { return {luck_, about_ / part}; }

    std::uint64_t between(std::uint64_t least, std::uint64_t most) const
    {
        return least + luck_.up_to(most - least, site::workload, about_);
    }

    bool one_in(std::uint32_t so_many) const
    {
        return luck_.happens({1, so_many}, site::workload, about_);
    }

    template <class List>
    const auto& of(const List& list) const
    {
        return list[between(0, std::size(list) - 1)];
    }

private:
    chance luck_;
    choice_key about_;
};

class generator {
public:
    explicit generator(std::uint64_t number) : dice_(chance{number}, choice_key{} / "generated")
    {
        made_.name = "generated-" + std::to_string(number);
        made_.seed = number;
    }

    scenario make() &&
    {
        make_nodes();
        make_network();
        const auto steps = (dice_ / "steps").between(steps_min, steps_max);
        for (std::uint64_t each = 0; each < steps; ++each) make_step(dice_ / "step" / each);
        if (holds_) end_holds();
        return std::move(made_);
    }

private:
    /// A device as it would be if every sync so far had gone through.
    struct device {
        std::string name;
        std::set<std::string> shown;
        std::set<std::string> deleted_here;
        bool is_up = true;
        bool is_cut = false;
    };

    static clock_settings make_clock(const dice& by)
    {
        return {
            .offset = (by / "offset").of(clock_offsets),
            .drift_ppm = (by / "drift").of(clock_drifts),
            .resolution = (by / "resolution").of(clock_resolutions)};
    }

    void make_nodes()
    {
        made_.server.clock = make_clock(dice_ / "server");
        const auto devices = (dice_ / "devices").between(1, device_names.size());
        for (const auto name : std::span(device_names).first(devices)) {
            made_.clients.push_back(
                {.name = std::string(name), .clock = make_clock(dice_ / "clock" / name)});
            devices_.push_back({.name = std::string(name)});
        }
    }

    void make_network()
    {
        made_.network = {
            .latency = (dice_ / "latency").of(latencies),
            .jitter = (dice_ / "jitter").of(jitters),
            .loss = (dice_ / "loss").of(losses),
            .duplicate = (dice_ / "duplicate").of(duplicates),
            .reorder = (dice_ / "reorder").one_in(4)};
    }

    void make_step(const dice& by)
    {
        auto& on = devices_[(by / "device").between(0, devices_.size() - 1)];
        switch ((by / "deed").of(deeds)) {
        case deed::create: return create(by, on);
        case deed::edit: return change(by, on, local_step::verb::edit);
        case deed::erase: return change(by, on, local_step::verb::remove);
        case deed::sync: return sync(by, on);
        case deed::wait: return add(advance_step{.by = (by / "wait").of(waits)});
        case deed::cut: return cut(by, on);
        case deed::heal: return heal();
        case deed::crash: return crash(by, on);
        case deed::set_clock: return set_clock(by, on);
        }
    }

    void create(const dice& by, device& on)
    {
        if (!on.is_up) return restart(on);
        const auto name = "r" + std::to_string(++records_);
        on.shown.insert(name);
        add(local_step{
            .what = local_step::verb::create,
            .on = on.name,
            .record = name,
            .set = text_of(by),
            .faults = local_faults(by)});
    }

    void change(const dice& by, device& on, local_step::verb what)
    {
        if (!on.is_up) return restart(on);
        if (on.shown.empty()) return create(by, on);
        const auto record = one_of(on.shown, by / "record");
        const bool is_delete = what == local_step::verb::remove;
        if (is_delete) erase(on, record);
        add(local_step{
            .what = what,
            .on = on.name,
            .record = record,
            .set = is_delete ? "{}" : text_of(by),
            .faults = local_faults(by)});
    }

    void sync(const dice& by, device& on)
    {
        if (!on.is_up) return restart(on);
        sync_step made{.on = on.name, .background = (by / "background").one_in(6)};
        if ((by / "faulty").one_in(2)) {
            const auto faults = (by / "faults").between(1, faults_per_sync_max);
            for (std::uint64_t each = 0; each < faults; ++each) {
                made.faults.push_back(make_fault(by / "fault" / each, false));
            }
        }
        if (!on.shown.empty() && (by / "interrupted").one_in(6)) {
            made.during.push_back(make_during(by / "during", on));
        }
        if (!on.is_cut) exchange(on);
        add(std::move(made));
    }

    void cut(const dice& by, device& on)
    {
        using direction = partition_step::direction;
        constexpr std::array directions{
            direction::both, direction::both, direction::to_server, direction::from_server};
        on.is_cut = true;
        add(partition_step{.device = on.name, .which = (by / "direction").of(directions)});
    }

    void heal()
    {
        for (auto& each : devices_) each.is_cut = false;
        add(heal_step{});
    }

    /// At this moment, by a step: for as long as a later step leaves the node down, or for a time.
    void crash(const dice& by, device& on)
    {
        if (!on.is_up) return restart(on);
        if ((by / "until restarted").one_in(3)) {
            on.is_up = false;
            return add(crash_step{.on = on.name});
        }
        const bool of_server = (by / "of server").one_in(2);
        add(fault_step{
            {.id = next_fault(),
             .kind = of_server ? fault_kind::crash_server : fault_kind::crash_client,
             .restart_after = (by / "restart").of(waits),
             .node = of_server ? "" : on.name}});
    }

    void restart(device& on)
    {
        on.is_up = true;
        add(restart_step{.on = on.name});
    }

    void set_clock(const dice& by, const device& on)
    {
        clock_step made{.on = (by / "of server").one_in(3) ? "server" : on.name};
        switch ((by / "how").between(0, 2)) {
        case 0: made.jump = (by / "jump").of(clock_jumps); break;
        case 1: made.offset = (by / "offset").of(clock_offsets); break;
        default: made.drift_ppm = (by / "drift").of(clock_drifts); break;
        }
        add(std::move(made));
    }

    fault make_fault(const dice& by, bool in_local_work)
    {
        std::vector<fault_kind> kinds;
        for (const auto& each : all_faults()) {
            if (!anchors_for(each.which, in_local_work).empty()) kinds.push_back(each.which);
        }
        fault made{.id = next_fault(), .kind = (by / "kind").of(kinds), .optional = true};
        made.at = (by / "anchor").of(anchors_for(made.kind, in_local_work));
        if (!in_local_work) made.nth = (by / "later pass").one_in(5) ? 2 : 1;
        switch (made.kind) {
        case fault_kind::hold: holds_ = true; break;
        case fault_kind::drop:
        case fault_kind::corrupt:
        case fault_kind::timeout:
        case fault_kind::expire_session: break;
        case fault_kind::delay:
        case fault_kind::pause:
        case fault_kind::late_duplicate:
        case fault_kind::reorder: made.by = (by / "by").of(delays); break;
        case fault_kind::duplicate:
            made.copies = static_cast<int>((by / "copies").between(1, 3));
            break;
        case fault_kind::error_reply:
            made.code = (by / "code").of(protocol::all_errors()).code;
            break;
        case fault_kind::crash_client:
        case fault_kind::crash_server: made.restart_after = (by / "restart").of(waits); break;
        case fault_kind::clock_jump: made.by = (by / "jump").of(clock_jumps); break;
        }
        return made;
    }

    /// Each message that is held arrives when one of the next steps begins.
    void end_holds()
    {
        // So that there is one after each sync.
        add(join_step{});
        for (std::size_t each = 0; each < made_.steps.size(); ++each) {
            auto* const sync = std::get_if<sync_step>(&made_.steps[each].action);
            if (sync == nullptr) continue;
            for (auto& hold : sync->faults) {
                if (hold.kind != fault_kind::hold) continue;
                hold.until = step_from(each + (dice_ / "hold" / hold.id).between(1, 4));
            }
        }
    }

    /// That step or the next one that has an id of its own; the last where there is none.
    step_id step_from(std::size_t place) const
    {
        const auto has_own_id = [](const scenario_step& step) {
            return !std::holds_alternative<fault_step>(step.action);
        };
        const auto& steps = made_.steps;
        const auto from = static_cast<std::ptrdiff_t>(std::min(place, steps.size() - 1));
        return std::find_if(steps.begin() + from, steps.end(), has_own_id)->id;
    }

    std::vector<fault> local_faults(const dice& by)
    {
        if (!(by / "faulty").one_in(10)) return {};
        return {make_fault(by / "fault", true)};
    }

    static during_work make_during(const dice& by, device& on)
    {
        // In the middle of a page the device's database may be busy with it, and takes no other
        // work.
        std::vector<anchor> anchors;
        for (const auto& each : all_anchors()) {
            if (is_local(each.which) || each.which == anchor::apply_mid) continue;
            anchors.push_back(each.which);
        }
        during_work made{
            .at = (by / "anchor").of(anchors), .record = one_of(on.shown, by / "record")};
        if ((by / "delete").one_in(4)) {
            made.what = during_work::verb::remove;
            erase(on, made.record);
            return made;
        }
        made.set = text_of(by);
        return made;
    }

    /// Tells the device what the others have synced, and the server what it has.
    void exchange(device& on)
    {
        at_server_.insert(on.shown.begin(), on.shown.end());
        deleted_.merge(on.deleted_here);
        on.deleted_here.clear();
        for (const auto& each : deleted_) at_server_.erase(each);
        on.shown = at_server_;
    }

    static void erase(device& on, const std::string& record)
    {
        on.shown.erase(record);
        on.deleted_here.insert(record);
    }

    static std::string one_of(const std::set<std::string>& names, const dice& by)
    {
        const auto at = by.between(0, names.size() - 1);
        return *std::next(names.begin(), static_cast<std::ptrdiff_t>(at));
    }

    /// Two members, so that edits meet in one and pass each other in two.
    static std::string text_of(const dice& by)
    {
        const std::string member = (by / "member").one_in(3) ? "done" : "text";
        return "{\"" + member + "\":" + std::to_string((by / "value").between(1, 99)) + "}";
    }

    std::string next_fault() { return "f" + std::to_string(++faults_); }

    void add(step_action action)
    {
        const auto id = namer_.next(action);
        made_.steps.push_back({.id = id, .place = {}, .action = std::move(action)});
    }

    dice dice_;
    scenario made_;
    step_namer namer_;
    std::vector<device> devices_;
    std::set<std::string> at_server_;
    /// Records whose delete the server has been told of.
    std::set<std::string> deleted_;
    int records_ = 0;
    int faults_ = 0;
    /// A message is held until a step that is not known yet.
    bool holds_ = false;
};

}  // namespace

scenario generated(std::uint64_t number)
{
    return generator{number}.make();
}

}  // namespace syncsim::sim
