#include "scenarios/cli/expectation_text.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "protocol/json_text.hpp"
#include "protocol/support/check.hpp"
#include "protocol/variant.hpp"
#include "scenarios/cli/source_text.hpp"
#include "sim/assessment.hpp"

namespace syncsim::cli {
namespace {

namespace json = protocol::json;
using expectations = std::map<std::string, sim::expectation>;

std::string quoted(std::string_view text)
{
    std::string made;
    json::append_string(made, text);
    return made;
}

std::string list_text(const std::vector<sim::invariant>& names)
{
    std::string text = "[";
    for (const auto each : names) {
        text += (text.size() == 1 ? "" : ", ") + quoted(sim::traits(each).name);
    }
    return text + "]";
}

/// A member of an expectation that is a list.
struct named_list {
    std::string_view name;
    std::vector<sim::invariant> invariants;
};

/// In the order in which they are written.
std::vector<named_list> lists_of(const sim::expectation& wanted)
{
    std::vector<named_list> lists;
    if (wanted.violates) lists.push_back({"violates", *wanted.violates});
    if (wanted.at_risk) lists.push_back({"at_risk", *wanted.at_risk});
    return lists;
}

/// `"holds"`, or an object; the text of an issue as it stands in the file.
std::string expectation_text(const sim::expectation& wanted, std::string_view issue)
{
    const auto lists = lists_of(wanted);
    if (lists.empty()) return quoted(sim::name(sim::verdict_kind::holds));
    std::string members;
    for (const auto& each : lists) {
        members += members.empty() ? "" : ", ";
        members += quoted(each.name) + ": " + list_text(each.invariants);
    }
    if (!issue.empty()) members += ", \"issue\": " + std::string(issue);
    return "{ " + members + " }";
}

/// The same names, in whatever order.
bool is_same(const json::value& written, const std::vector<sim::invariant>& wanted)
{
    const auto& elements = *written.elements();
    return elements.size() == wanted.size() && std::ranges::all_of(wanted, [&](auto each) {
               return std::ranges::any_of(elements, [&](const json::value& name) {
                   return *name.text() == sim::traits(each).name;
               });
           });
}

bool has_comment(std::string_view text)
{
    bool in_string = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (in_string && text[at] == '\\') {
            ++at;
        } else if (text[at] == '"') {
            in_string = !in_string;
        } else if (!in_string && text[at] == '/') {
            return true;
        }
    }
    return false;
}

class expectation_editor {
public:
    expectation_editor(
        std::string_view text,
        const json::value& root,
        const sim::scenario& script,
        const expectations& wanted)
        : text_(text), root_(root), script_(script), wanted_(wanted)
    {
    }

    boost::system::result<std::string, sim::source_place> edit()
    {
        if (const auto* const expect = root_.find("expect")) {
            edit_member(expect->value);
        } else {
            add_member();
        }
        if (lost_comment_) return *lost_comment_;
        return edited(text_, std::move(edits_));
    }

private:
    std::string slice(const json::value& of) const
    {
        const auto [begin, end] = span_of(text_, of);
        return std::string(text_.substr(begin, end - begin));
    }

    void put(const text_span& where, std::string text)
    {
        edits_.push_back({where, std::move(text)});
    }

    // --- What is there already

    void edit_member(const json::value& expect)
    {
        const auto* const by_variant = expect.find("by_variant");
        if (by_variant != nullptr) return edit_each(by_variant->value);
        if (const auto every = for_every_variant()) return edit_value(expect, *every);
        if (!can_be_replaced(expect)) return;
        put(span_of(text_, expect), by_variant_text(slice(expect), issue_of(expect)));
    }

    void edit_each(const json::value& by_variant)
    {
        std::vector<std::string> missing;
        for (const auto& [name, expected] : wanted_) {
            if (const auto* const member = by_variant.find(name)) {
                edit_value(member->value, expected);
            } else {
                missing.push_back(quoted(name) + ": " + expectation_text(expected, ""));
            }
        }
        append_to(by_variant, missing);
    }

    /// Changes only its lists where it has the same ones, and puts another in its place where not.
    void edit_value(const json::value& old, const sim::expectation& expected)
    {
        const auto lists = lists_of(expected);
        const auto is_there = [&](const named_list& each) {
            return old.find(each.name) != nullptr;
        };
        const auto count = (old.find("violates") != nullptr ? 1U : 0U) +
                           (old.find("at_risk") != nullptr ? 1U : 0U);
        if (count > 0 && count == lists.size() && std::ranges::all_of(lists, is_there)) {
            for (const auto& each : lists) edit_list(old.find(each.name)->value, each.invariants);
            return;
        }
        if (can_be_replaced(old)) {
            put(span_of(text_, old), expectation_text(expected, issue_of(old)));
        }
    }

    void edit_list(const json::value& old, const std::vector<sim::invariant>& wanted)
    {
        if (is_same(old, wanted) || !can_be_replaced(old)) return;
        put(span_of(text_, old), list_text(wanted));
    }

    std::string issue_of(const json::value& expectation) const
    {
        const auto* const issue = expectation.find("issue");
        return issue == nullptr ? std::string() : slice(issue->value);
    }

    bool can_be_replaced(const json::value& old)
    {
        if (!has_comment(slice(old))) return true;
        lost_comment_ = {old.at.line, old.at.column};
        return false;
    }

    // --- What is not there yet

    void add_member()
    {
        const auto every = for_every_variant();
        const auto holds = expectation_text({}, "");
        append_to(
            root_,
            {"\"expect\": " + (every ? expectation_text(*every, "") : by_variant_text(holds, ""))});
    }

    /// The one expectation of all the file's variants; nothing where they are not all alike.
    std::optional<sim::expectation> for_every_variant() const
    {
        const auto& first = wanted_.begin()->second;
        const bool all_alike = std::ranges::all_of(variants(), [&](const std::string& name) {
            const auto found = wanted_.find(name);
            return found != wanted_.end() &&
                   expectation_text(found->second, "") == expectation_text(first, "");
        });
        if (!all_alike) return std::nullopt;
        return first;
    }

    /// Those that the file runs, and those that are wanted beside them.
    std::vector<std::string> variants() const
    {
        std::vector<std::string> names;
        for (const auto& each : script_.variants) names.push_back(each.name);
        if (names.empty()) names.push_back(protocol::hardened().name);
        for (const auto& [name, expected] : wanted_) {
            if (std::ranges::find(names, name) == names.end()) names.push_back(name);
        }
        return names;
    }

    /// An object with a member for each variant: what is wanted, else what was there.
    std::string by_variant_text(const std::string& old, const std::string& issue) const
    {
        const bool on_one_line = is_on_one_line(root_);
        const auto line = [&](std::string_view deeper) {
            return on_one_line ? std::string(" ") : "\n" + indent_of(root_) + std::string(deeper);
        };
        std::string members;
        for (const auto& name : variants()) {
            const auto found = wanted_.find(name);
            const auto value =
                found == wanted_.end() ? old : expectation_text(found->second, issue);
            members += (members.empty() ? "" : ",") + line("    ") + quoted(name) + ": " + value;
        }
        return "{" + line("  ") + "\"by_variant\": {" + members + line("  ") + "}" + line("") + "}";
    }

    static bool is_on_one_line(const json::value& object)
    {
        return object.members()->back().name_at.line == object.at.line;
    }

    /// The blanks before the object's last member; none where something else is on its line.
    std::string indent_of(const json::value& object) const
    {
        const auto at = offset_of(text_, object.members()->back().name_at);
        const auto line = text_.substr(0, at).rfind('\n');
        const auto before = text_.substr(line == std::string_view::npos ? 0 : line + 1);
        const auto blanks = before.find_first_not_of(" \t");
        return std::string(before.substr(0, blanks));
    }

    /// Adds members behind the last one, and behind the comments on its line.
    ///
    /// REQUIRES: the object has members.
    void append_to(const json::value& object, const std::vector<std::string>& members)
    {
        if (members.empty()) return;
        const auto last = span_of(text_, object.members()->back().value).end;
        const auto end = behind_comments(text_, last);
        const bool on_one_line = is_on_one_line(object) && end == last;
        const auto between = on_one_line ? " " : "\n" + indent_of(object);

        std::string added;
        for (const auto& each : members) added += (added.empty() ? "" : ",") + between + each;
        put({last, last}, ",");
        put({end, end}, added);
    }

    std::string_view text_;
    const json::value& root_;
    const sim::scenario& script_;
    const expectations& wanted_;
    std::vector<text_edit> edits_;
    std::optional<sim::source_place> lost_comment_;
};

}  // namespace

boost::system::result<std::string, sim::source_place> with_expectations(
    std::string_view text,
    const sim::scenario& script,
    const expectations& wanted)
{
    if (wanted.empty()) return std::string(text);
    const auto parsed = json::parse(text, {.allow_comments = true, .max_bytes = text.size()});
    support::check(parsed.has_value() && parsed->members() != nullptr, "the text is a scenario");
    return expectation_editor{text, *parsed, script, wanted}.edit();
}

}  // namespace syncsim::cli
