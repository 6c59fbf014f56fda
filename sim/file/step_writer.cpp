#include "sim/file/step_writer.hpp"

#include <set>
#include <string_view>
#include <utility>
#include <variant>

#include "protocol/error.hpp"
#include "sim/fault/anchor.hpp"
#include "sim/fault/fault_plan.hpp"
#include "sim/file/enumerator_words.hpp"
#include "sim/file/node_words.hpp"
#include "sim/file/object_writer.hpp"
#include "sim/file/step_namer.hpp"

namespace syncsim::sim {
namespace {

/// What a fault says beside its id, its anchor and its kind.
void add_parameters(object_writer& out, const fault& of)
{
    const fault usual;
    out.add_unless(of.nth, usual.nth, "nth");
    out.add_unless(of.node, usual.node, "node");
    out.add_unless(of.by, usual.by, "by");
    if (of.until) out.add("until", quoted(name_of(*of.until)));
    out.add_unless(of.copies, usual.copies, "copies");
    if (of.code) out.add("code", quoted(protocol::traits(*of.code).name));
    out.add_unless(of.restart_after, usual.restart_after, "restart_after");
    out.add_unless(of.optional, usual.optional, "optional");
}

std::string text_of(const fault& of)
{
    object_writer out;
    out.add("id", quoted(of.id));
    out.add("at", quoted(name(of.at)));
    out.add("fault", quoted(name(of.kind)));
    add_parameters(out, of);
    return out.on_one_line();
}

std::string text_of(const during_work& work)
{
    object_writer out;
    out.add("at", quoted(name(work.at)));
    out.add_unless(work.nth, 1, "nth");
    out.add("do", quoted(word_for(work.what, verb_words<during_work::verb>)));
    out.add("record", quoted(work.record));
    if (work.set != "{}") out.add("set", work.set);
    if (work.extra != "{}") out.add("extra", work.extra);
    return out.on_one_line();
}

std::string link_to(const std::string& device)
{
    return on_one_line({quoted(device), quoted(server_name)});
}

/// A step as lines: a short one is one, and the faults of a long one stand below each other.
class step_writer {
public:
    step_writer(const scenario_step& step, bool says_id)
    {
        std::visit(*this, step.action);
        if (says_id) short_.add("id", quoted(name_of(step.id)));
    }

    std::string text() const
    {
        object_writer all = short_;
        for (const auto& [name, elements] : lists_) all.add(name, on_one_line(elements));
        auto line = all.on_one_line();
        if (lists_.empty() || line.size() + indent.size() < columns_max) return line;

        auto lines = short_.on_one_line();
        lines.erase(lines.size() - 2);
        const auto list_indent = std::string(indent) + "  ";
        for (const auto& [name, elements] : lists_) {
            lines += ",\n" + list_indent + quoted(name) + ": " + one_a_line(elements, list_indent);
        }
        return lines + " }";
    }

    void operator()(const local_step& step)
    {
        begin(word_for(step.what, verb_words<local_step::verb>), step.on);
        short_.add("record", quoted(step.record));
        if (step.set != "{}") short_.add("set", step.set);
        if (step.extra != "{}") short_.add("extra", step.extra);
        if (step.uuid) short_.add("uuid", quoted(support::to_string(*step.uuid)));
        add_list("faults", step.faults);
    }
    void operator()(const sync_step& step)
    {
        begin("sync", step.on);
        if (step.wanted != sync_step::outcome::any) {
            short_.add("outcome", quoted(word_for(step.wanted, outcome_words)));
        }
        short_.add_unless(step.background, false, "background");
        add_list("faults", step.faults);
        add_list("during", step.during);
    }
    void operator()(const join_step&) { begin("join"); }
    void operator()(const advance_step& step)
    {
        begin("advance");
        short_.add("by", quoted(step.by));
    }
    void operator()(const clock_step& step)
    {
        const clock_step usual;
        begin("clock", step.on);
        short_.add_unless(step.jump, usual.jump, "jump");
        short_.add_unless(step.offset, usual.offset, "offset");
        short_.add_unless(step.drift_ppm, usual.drift_ppm, "drift_ppm");
    }
    void operator()(const partition_step& step)
    {
        begin("partition");
        if (!step.device.empty()) short_.add("between", link_to(step.device));
        if (step.which != partition_step::direction::both) {
            short_.add("direction", quoted(word_for(step.which, direction_words)));
        }
    }
    void operator()(const heal_step& step)
    {
        begin("heal");
        if (!step.device.empty()) short_.add("between", link_to(step.device));
    }
    void operator()(const crash_step& step) { begin("crash", step.on); }
    void operator()(const restart_step& step) { begin("restart", step.on); }
    void operator()(const fault_step& step)
    {
        begin("fault");
        short_.add("id", quoted(step.what.id));
        short_.add("fault", quoted(name(step.what.kind)));
        add_parameters(short_, step.what);
    }
    void operator()(const note_step& step)
    {
        begin("note");
        short_.add("text", quoted(step.text));
    }
    void operator()(const expect_step& step)
    {
        const expect_step usual;
        begin("expect", step.on);
        short_.add_unless(step.records, usual.records, "records");
        short_.add_unless(step.pending, usual.pending, "pending");
        short_.add_unless(step.record, usual.record, "record");
        if (step.is) short_.add("state", quoted(word_for(*step.is, state_words)));
        short_.add_unless(step.copies, usual.copies, "copies");
        if (step.has) short_.add("has", *step.has);
    }

private:
    static constexpr std::string_view indent = "    ";

    void begin(std::string_view verb) { short_.add("do", quoted(verb)); }
    void begin(std::string_view verb, const std::string& on)
    {
        begin(verb);
        short_.add("on", quoted(on));
    }

    template <class Element>
    void add_list(std::string_view name, const std::vector<Element>& elements)
    {
        if (elements.empty()) return;
        lists_.emplace_back(
            name, written(elements, [](const Element& each) { return text_of(each); }));
    }

    object_writer short_;
    std::vector<std::pair<std::string_view, std::vector<std::string>>> lists_;
};

/// The steps that a fault waits for, by their ids.
std::set<step_id> awaited(const std::vector<scenario_step>& steps)
{
    std::set<step_id> found;
    for (const auto& step : steps) {
        for (const auto& each : faults_of(step.action)) {
            if (each.until) found.insert(*each.until);
        }
    }
    return found;
}

}  // namespace

std::string write_steps(const std::vector<scenario_step>& steps)
{
    if (steps.empty()) return "[]";
    step_namer namer;
    const auto by_name = awaited(steps);
    const auto lines = written(steps, [&](const scenario_step& step) {
        const auto usual_id = namer.next(step.action);
        // The id of a step that is a fault is the fault's.
        const bool is_fault = std::holds_alternative<fault_step>(step.action);
        const bool says_id = step.id != usual_id || by_name.contains(step.id);
        return step_writer(step, says_id && !is_fault).text();
    });
    return one_a_line(lines, "  ");
}

}  // namespace syncsim::sim
