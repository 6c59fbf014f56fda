#include "sim/file/action_reader.hpp"

#include <string>
#include <utility>
#include <vector>

#include "sim/file/enumerator_words.hpp"
#include "sim/file/fault_reader.hpp"
#include "sim/file/value_reader.hpp"
#include "sim/file/vocabulary.hpp"

namespace syncsim::sim {
namespace {

constexpr as_enumerator as_outcome{"outcome", outcome_words};
constexpr as_enumerator as_direction{"direction", direction_words};
constexpr as_enumerator as_state{"state", state_words};
constexpr as_enumerator as_during_verb{"local work", verb_words<during_work::verb>};

/// One function a verb; each reads the members that its step has.
class action_reader {
public:
    action_reader(object_reader& step, const step_scope& scope)
        : step_(step), scope_(scope), nodes_(scope.nodes), records_(scope.records)
    {
    }

    local_step local(local_step::verb what)
    {
        local_step made{.what = what};
        device(made.on);
        record(what == local_step::verb::create, step_, made.record);
        if (what != local_step::verb::remove) members_of_record(step_, made);
        if (what == local_step::verb::create) step_.read("uuid", made.uuid, as_uuid);
        step_.read("faults", made.faults, faults_of{fault_home::local_work, scope_});
        return made;
    }

    sync_step sync()
    {
        sync_step made;
        device(made.on);
        step_.read("faults", made.faults, faults_of{fault_home::sync, scope_});
        if (const auto* const works = step_.find("during")) made.during = during(*works);
        step_.read("outcome", made.wanted, as_outcome);
        step_.read("background", made.background, as_flag);
        return made;
    }

    advance_step advance()
    {
        advance_step made;
        step_.read_required("by", made.by, as_duration{});
        return made;
    }

    clock_step clock()
    {
        clock_step made;
        node(made.on);
        const auto* const jump = step_.read("jump", made.jump, as_signed_duration);
        const auto* const offset = step_.read("offset", made.offset, as_signed_duration);
        const auto* const drift = step_.read("drift_ppm", made.drift_ppm, as_drift_ppm);
        if (jump == nullptr && offset == nullptr && drift == nullptr) {
            log().add(step_.at(), "this sets nothing; add \"jump\", \"offset\" or \"drift_ppm\"");
        }
        if (jump != nullptr && offset != nullptr) {
            log().add(offset->at, "a clock either jumps or is set to an offset; leave one out");
        }
        return made;
    }

    partition_step partition()
    {
        partition_step made{.device = link()};
        step_.read("direction", made.which, as_direction);
        return made;
    }

    heal_step heal() { return {.device = link()}; }

    crash_step crash()
    {
        crash_step made;
        node(made.on);
        return made;
    }

    restart_step restart()
    {
        restart_step made;
        node(made.on);
        return made;
    }

    fault_step timed_fault() { return {read_timed_fault(step_, scope_)}; }

    note_step note()
    {
        note_step made;
        step_.read_required("text", made.text, as_prose);
        return made;
    }

    expect_step expect()
    {
        expect_step made;
        node(made.on);
        const auto* const records = step_.read("records", made.records, as_count);
        const auto* const pending = step_.read("pending", made.pending, as_count);
        const auto* const record =
            step_.read("record", made.record, [this](const json::value& from, error_log& log) {
                return records_.created(from, log);
            });
        const auto* const state = step_.read("state", made.is, as_state);
        const auto* const copies = step_.read("copies", made.copies, as_count);
        const auto* const has = step_.read("has", made.has, as_record_members);

        bool says_something = records != nullptr || pending != nullptr;
        for (const auto* const about_a_record : {state, copies, has}) {
            if (about_a_record == nullptr) continue;
            says_something = true;
            if (record != nullptr) continue;
            log().add(about_a_record->at, "this is about one record; name it in \"record\"");
        }
        if (!says_something) {
            log().add(
                step_.at(),
                "this expects nothing; add \"records\" or \"pending\", or \"record\" with "
                "\"state\", \"copies\" or \"has\"");
        }
        const bool pending_state = made.is == expect_step::state::pending;
        for (const auto* const unsent : {pending, pending_state ? state : nullptr}) {
            if (unsent == nullptr || made.on != server_name) continue;
            log().add(unsent->at, "nothing is pending at the server; name a device in \"on\"");
        }
        return made;
    }

private:
    struct faults_of {
        fault_home home;
        const step_scope& scope;

        std::optional<std::vector<fault>> operator()(const json::value& from, error_log& log) const
        {
            return read_faults(from, home, scope, log);
        }
    };

    error_log& log() const { return step_.log(); }

    void device(std::string& into)
    {
        step_.read_required("on", into, [this](const json::value& from, error_log& log) {
            return nodes_.device(from, log);
        });
    }

    void node(std::string& into)
    {
        step_.read_required("on", into, [this](const json::value& from, error_log& log) {
            return nodes_.node(from, log);
        });
    }

    void record(bool is_made_here, object_reader& members, std::string& into)
    {
        members.read_required("record", into, [&](const json::value& from, error_log& log) {
            return is_made_here ? records_.fresh(from, log) : records_.created(from, log);
        });
    }

    template <class Work>
    static void members_of_record(object_reader& members, Work& made)
    {
        members.read("set", made.set, as_record_members);
        members.read("extra", made.extra, as_extra_members);
    }

    /// An error, but where a matrix brings it there: then its point makes no sense.
    void refuse(json::position at, const std::string& why)
    {
        if (log().is_filled(at)) return log().skip(why);
        log().add(at, why);
    }

    std::vector<during_work> during(const json::value& from)
    {
        std::vector<during_work> works;
        const auto* const elements = from.elements();
        if (elements == nullptr) {
            log().add(from.at, "expected local work in an array, found " + description(from));
            return works;
        }
        for (const auto& each : *elements) works.push_back(during_one(each));
        return works;
    }

    during_work during_one(const json::value& from)
    {
        object_reader members(from, "local work during a sync", log());
        during_work made{.place = place_of(from.at)};
        std::optional<anchor> at;
        const auto* const where =
            members.read_required("at", at, as_one_of{anchor_words(), find_anchor});
        if (at) made.at = *at;
        if (at && is_local(*at)) {
            refuse(
                where->at,
                std::string(name(*at)) + " is not passed by a sync; make the work a step");
        }
        if (at == anchor::apply_mid) {
            refuse(
                where->at,
                "a page is being applied in a transaction there, and the user's work waits for it; "
                "write \"apply.before\" or \"apply.after\"");
        }
        members.read("nth", made.nth, as_ordinal);
        std::optional<during_work::verb> what;
        members.read_required("do", what, as_during_verb);
        if (!what) return made;

        made.what = *what;
        record(*what == during_work::verb::create, members, made.record);
        if (*what != during_work::verb::remove) members_of_record(members, made);
        members.finish();
        return made;
    }

    /// The device at the other end of the server's link; empty for all of them.
    std::string link()
    {
        const auto* const between = step_.find("between");
        if (between == nullptr) return {};
        const auto* const ends = between->elements();
        if (ends == nullptr || ends->size() != 2) {
            log().add(
                between->at, "expected the two ends of a link, such as [\"phone\", \"server\"]");
            return {};
        }
        const auto is_server = [](const json::value& end) {
            return end.text() != nullptr && *end.text() == server_name;
        };
        const bool server_first = is_server(ends->front());
        const auto& device = ends->at(server_first ? 1 : 0);
        const auto& other = ends->at(server_first ? 0 : 1);
        if (!is_server(other)) {
            log().add(other.at, "each link has the server at one end; write \"server\"");
        }
        return nodes_.device(device, log()).value_or("");
    }

    object_reader& step_;
    const step_scope& scope_;
    const node_words& nodes_;
    record_words& records_;
};

}  // namespace

std::optional<step_action> read_action(
    std::string_view verb,
    object_reader& step,
    const step_scope& scope)
{
    action_reader read(step, scope);
    if (verb == "create") return read.local(local_step::verb::create);
    if (verb == "edit") return read.local(local_step::verb::edit);
    if (verb == "delete") return read.local(local_step::verb::remove);
    if (verb == "sync") return read.sync();
    if (verb == "join") return join_step{};
    if (verb == "advance") return read.advance();
    if (verb == "clock") return read.clock();
    if (verb == "partition") return read.partition();
    if (verb == "heal") return read.heal();
    if (verb == "crash") return read.crash();
    if (verb == "restart") return read.restart();
    if (verb == "fault") return read.timed_fault();
    if (verb == "note") return read.note();
    if (verb == "expect") return read.expect();
    return std::nullopt;
}

}  // namespace syncsim::sim
