#include "scenarios/cli/list.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/error.hpp"
#include "protocol/variant.hpp"
#include "reports/markdown_text.hpp"
#include "scenarios/cli/catalogue.hpp"
#include "scenarios/cli/paragraph.hpp"
#include "scenarios/cli/selection.hpp"
#include "sim/assessment.hpp"
#include "sim/fault/anchor.hpp"
#include "sim/mark.hpp"

namespace syncsim::cli {
namespace {

// Keeps the order in which people want to read the members.
using json = nlohmann::ordered_json;

/// A line for people, and the same for tools.
struct entry {
    std::string name;
    std::string explanation;
    json data;
};

std::string joined(std::span<const std::string> parts)
{
    std::string text;
    for (const auto& each : parts) text += (text.empty() ? "" : " ") + each;
    return text;
}

std::string before_dot(std::string_view name)
{
    return std::string(name.substr(0, name.find('.')));
}

std::string after_dot(std::string_view name)
{
    return std::string(name.substr(name.find('.') + 1));
}

// --- Anchors, faults and marks -------------------------------------------------------------------

std::vector<std::string> faults_at(sim::anchor where)
{
    std::vector<std::string> names;
    for (const auto& each : sim::all_faults()) {
        if (!sim::nonsense(each.which, where)) names.emplace_back(each.name);
    }
    return names;
}

std::vector<std::string> anchors_of(sim::fault_kind kind)
{
    std::vector<std::string> names;
    for (const auto& each : sim::all_anchors()) {
        if (!sim::nonsense(kind, each.which)) names.emplace_back(each.name);
    }
    return names;
}

/// The same anchors in fewer words: "*.request" for all that end so, "apply.*" for all that begin
/// so, "every anchor" for all.
std::vector<std::string> summary_of(const std::vector<std::string>& anchors)
{
    if (anchors.size() == sim::all_anchors().size()) return {"every anchor"};

    std::set<std::string> rest(anchors.begin(), anchors.end());
    std::vector<std::string> words;
    // Takes all anchors that have this part, if all of them are still there.
    const auto take = [&](const std::string& word, auto part_of, const std::string& part) {
        std::vector<std::string> having;
        for (const auto& each : sim::all_anchors()) {
            if (part_of(each.name) == part) having.emplace_back(each.name);
        }
        const bool complete =
            having.size() > 1 &&
            std::ranges::all_of(having, [&](const auto& each) { return rest.contains(each); });
        if (!complete) return;
        for (const auto& each : having) rest.erase(each);
        words.push_back(word);
    };
    for (const auto& each : anchors) {
        const auto part = after_dot(each);
        if (rest.contains(each)) take("*." + part, after_dot, part);
    }
    for (const auto& each : anchors) {
        const auto part = before_dot(each);
        if (rest.contains(each)) take(part + ".*", before_dot, part);
    }
    for (const auto& each : anchors) {
        if (rest.contains(each)) words.push_back(each);
    }
    return words;
}

std::vector<entry> anchors()
{
    std::vector<entry> entries;
    for (const auto& each : sim::all_anchors()) {
        entries.push_back(
            {std::string(each.name),
             std::string(each.meaning),
             {{"name", each.name}, {"meaning", each.meaning}, {"faults", faults_at(each.which)}}});
    }
    return entries;
}

std::vector<entry> faults()
{
    std::vector<entry> entries;
    for (const auto& each : sim::all_faults()) {
        const auto where = anchors_of(each.which);
        const std::vector<std::string> parameters(each.parameters.begin(), each.parameters.end());
        auto explanation = std::string(each.meaning) + "; at " + joined(summary_of(where));
        if (!parameters.empty()) explanation += "; takes " + joined(parameters);
        entries.push_back(
            {std::string(each.name),
             std::move(explanation),
             {{"name", each.name},
              {"meaning", each.meaning},
              {"anchors", where},
              {"parameters", parameters}}});
    }
    return entries;
}

std::vector<entry> marks()
{
    std::vector<entry> entries;
    for (const auto& each : sim::all_marks()) {
        entries.push_back(
            {std::string(each.name),
             std::string(each.meaning),
             {{"name", each.name}, {"meaning", each.meaning}}});
    }
    return entries;
}

// --- The others ----------------------------------------------------------------------------------

std::vector<entry> invariants()
{
    std::vector<entry> entries;
    for (const auto& each : sim::all_invariants()) {
        const bool is_outcome = each.kind == sim::invariant_traits::kind::outcome;
        const std::string_view kind = is_outcome ? "outcome" : "mechanism";
        entries.push_back(
            {std::string(each.name),
             std::string(kind) + ", judged " + std::string(each.judged) + ": " +
                 std::string(each.statement),
             {{"name", each.name},
              {"kind", kind},
              {"judged", each.judged},
              {"statement", each.statement}}});
    }
    return entries;
}

std::string_view answer_of(const protocol::variant& of, const protocol::question& asked)
{
    return asked.answers[asked.get(of)].name;
}

std::vector<entry> variants()
{
    std::vector<entry> entries;
    for (const auto& each : protocol::presets()) {
        json answers;
        std::vector<std::string> written;
        for (const auto& asked : protocol::questions()) {
            const auto answer = answer_of(each, asked);
            answers[std::string(asked.name)] = answer;
            if (asked.get(each) == 0) continue;
            written.push_back(std::string(asked.name) + ": " + std::string(answer));
        }
        std::string explanation = "answers every question as the post does";
        if (!written.empty()) {
            explanation = "answers as the post does, but for";
            for (const auto& answer : written) {
                explanation += (&answer == &written.front() ? " " : ", ") + answer;
            }
        }
        entries.push_back(
            {each.name, std::move(explanation), {{"name", each.name}, {"answers", answers}}});
    }
    return entries;
}

std::vector<entry> questions()
{
    std::vector<entry> entries;
    for (const auto& each : protocol::questions()) {
        auto answers = json::array();
        std::string explanation = std::string(each.asks) + ":";
        for (const auto& answer : each.answers) {
            answers.push_back({{"name", answer.name}, {"built", answer.built}});
            explanation += (&answer == &each.answers.front() ? " " : ", ");
            explanation += answer.name;
            if (!answer.built) explanation += " (not yet built)";
        }
        entries.push_back(
            {std::string(each.name),
             std::move(explanation),
             {{"name", each.name}, {"asks", each.asks}, {"answers", std::move(answers)}}});
    }
    return entries;
}

std::vector<entry> errors()
{
    std::vector<entry> entries;
    for (const auto& each : protocol::all_errors()) {
        auto explanation = std::string(each.message);
        if (each.retry) explanation += "; the same request may succeed later";
        entries.push_back(
            {std::string(each.name),
             std::move(explanation),
             {{"code", static_cast<int>(each.code)},
              {"name", each.name},
              {"message", each.message},
              {"status", each.status},
              {"definite", each.definite},
              {"retry", each.retry}}});
    }
    return entries;
}

std::vector<entry> scenarios(const std::vector<scenario_file>& files)
{
    std::vector<entry> entries;
    for (const auto& file : files) {
        const auto& script = file.script;
        auto explanation = script.title;
        const auto points = file.points.size();
        if (points > 0) explanation += "; a matrix of " + std::to_string(points) + " points";
        for (const auto& tag : script.tags) explanation += " @" + tag;
        auto names = json::array();
        for (const auto& each : script.variants) names.push_back(each.name);
        entries.push_back(
            {script.name,
             std::move(explanation),
             {{"name", script.name},
              {"title", script.title},
              {"why", script.why},
              {"tags", script.tags},
              {"file", file.path},
              {"points", file.scripts().size()},
              {"variants", std::move(names)}}});
    }
    return entries;
}

// --- Printing ------------------------------------------------------------------------------------

void print_lines(const std::vector<entry>& entries, const console& on)
{
    std::size_t columns = 0;
    for (const auto& each : entries) columns = std::max(columns, columns_of(each.name));
    for (const auto& each : entries) {
        const auto line = padded(each.name, columns + 2) + each.explanation;
        on.out << paragraph(line, on.width, columns + 2) << '\n';
    }
}

void print_table(const std::vector<entry>& entries, const console& on)
{
    on.out << "| name | meaning |\n| --- | --- |\n";
    for (const auto& each : entries) {
        on.out << "| `" << each.name << "` | " << reports::markdown_text(each.explanation)
               << " |\n";
    }
}

void print_json(const std::vector<entry>& entries, const console& on)
{
    auto list = json::array();
    for (const auto& each : entries) list.push_back(each.data);
    on.data << list.dump(2, ' ', false, json::error_handler_t::replace) << '\n';
}

void print(const std::vector<entry>& entries, report_format format, const console& on)
{
    switch (format) {
    case report_format::text: return print_lines(entries, on);
    case report_format::markdown: return print_table(entries, on);
    case report_format::json: return print_json(entries, on);
    }
}

exit_code list_scenarios(const list_options& asked, const console& on)
{
    const auto found = find_files(asked.paths);
    for (const auto& each : found.errors) on.error << "syncsim: " << each << '\n';
    if (!found.errors.empty()) return exit_code::bad_command_line;
    const auto loaded = load_files(found.files);
    for (const auto& each : loaded.errors) on.error << to_string(each) << '\n';
    if (!loaded.errors.empty()) return exit_code::invalid_scenario;
    if (loaded.files.empty()) {
        on.error << "syncsim: there is no *.jsonc file below these directories\n";
        return exit_code::nothing_selected;
    }
    if (asked.format == report_format::markdown) {
        on.out << catalogue_of(loaded.files);
    } else {
        print(scenarios(loaded.files), asked.format, on);
    }
    return exit_code::as_expected;
}

std::vector<entry> entries_of(list_options::subject what)
{
    using subject = list_options::subject;
    switch (what) {
    case subject::anchors: return anchors();
    case subject::faults: return faults();
    case subject::invariants: return invariants();
    case subject::marks: return marks();
    case subject::variants: return variants();
    case subject::questions: return questions();
    case subject::errors: return errors();
    case subject::scenarios: break;
    }
    return {};
}

}  // namespace

exit_code list_names(const list_options& asked, const console& on)
{
    if (asked.what == list_options::subject::scenarios) return list_scenarios(asked, on);
    print(entries_of(asked.what), asked.format, on);
    return exit_code::as_expected;
}

}  // namespace syncsim::cli
