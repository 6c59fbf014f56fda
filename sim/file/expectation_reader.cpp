#include "sim/file/expectation_reader.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "sim/file/object_reader.hpp"
#include "sim/file/value_reader.hpp"
#include "sim/file/vocabulary.hpp"

namespace syncsim::sim {
namespace {

using protocol::json::in_quotes;

bool is_outcome(invariant which)
{
    return traits(which).kind == invariant_traits::kind::outcome;
}

/// An array of invariants' names, each once; `accept` sees each with its place.
template <class Accept>
std::vector<invariant> read_invariants(const json::value& from, error_log& log, Accept accept)
{
    std::vector<invariant> invariants;
    const auto* const elements = from.elements();
    if (elements == nullptr) {
        log.add(
            from.at, "expected the names of invariants in an array, found " + description(from));
        return invariants;
    }
    for (const auto& each : *elements) {
        if (log.full()) break;
        const auto which = as_one_of{invariant_words(), find_invariant}(each, log);
        if (!which) continue;
        if (std::ranges::find(invariants, *which) != invariants.end()) {
            log.add(each.at, in_quotes(traits(*which).name) + " stands twice in this array");
            continue;
        }
        accept(*which, each.at);
        invariants.push_back(*which);
    }
    return invariants;
}

class expectation_reader {
public:
    expectation_reader(const std::vector<invariant>& judges, error_log& log)
        : judges_(judges), log_(log)
    {
    }

    std::optional<expectation> read(const json::value& from)
    {
        if (const auto* const word = from.text()) return read_word(*word, from);

        object_reader members(from, "an expectation", log_);
        if (!members.is_object()) return std::nullopt;
        expectation made{.place = place_of(from.at)};
        const auto* const violates = members.find("violates");
        const auto* const at_risk = members.find("at_risk");
        if (violates != nullptr) made.violates = read_violates(*violates);
        if (at_risk != nullptr) made.at_risk = read_at_risk(*at_risk);
        members.read("issue", made.issue, as_prose);
        members.finish();

        if (violates == nullptr && at_risk == nullptr) {
            log_.add(
                from.at,
                "this expects nothing; write \"holds\", or add \"violates\" or \"at_risk\"");
        }
        const bool risks_nothing = at_risk != nullptr && is_empty_array(*at_risk);
        if (violates == nullptr && risks_nothing) {
            log_.add(at_risk->at, "this expects nothing to be at risk; write \"holds\"");
        }
        made.what = violates != nullptr ? verdict_kind::violates : verdict_kind::at_risk;
        return made;
    }

private:
    static bool is_empty_array(const json::value& from)
    {
        return from.elements() != nullptr && from.elements()->empty();
    }

    std::optional<expectation> read_word(const std::string& word, const json::value& from)
    {
        if (word == name(verdict_kind::holds)) {
            return expectation{.what = verdict_kind::holds, .place = place_of(from.at)};
        }
        if (word == any_word) return expectation{.any = true, .place = place_of(from.at)};
        log_.add(
            from.at,
            "expected \"holds\", {\"violates\": […]}, {\"at_risk\": […]} or \"any\", found " +
                in_quotes(word));
        return std::nullopt;
    }

    std::vector<invariant> read_violates(const json::value& from)
    {
        auto named = read_invariants(
            from, log_, [&](invariant which, json::position at) { must_judge(which, at); });
        if (is_empty_array(from)) {
            log_.add(
                from.at, "this expects nothing to be violated; write \"holds\" or \"at_risk\"");
        }
        if (!named.empty() && std::ranges::none_of(named, is_outcome)) {
            log_.add(
                from.at,
                "these are mechanism invariants, and breaking only such is no more than a risk; "
                "list them in \"at_risk\"");
        }
        return named;
    }

    std::vector<invariant> read_at_risk(const json::value& from)
    {
        return read_invariants(from, log_, [&](invariant which, json::position at) {
            must_judge(which, at);
            if (!is_outcome(which)) return;
            log_.add(
                at,
                in_quotes(traits(which).name) +
                    " is an outcome invariant, and breaking it is no risk but a violation; list "
                    "it in \"violates\"");
        });
    }

    void must_judge(invariant which, json::position at)
    {
        if (judges_.empty() || std::ranges::find(judges_, which) != judges_.end()) return;
        log_.add(
            at,
            in_quotes(traits(which).name) +
                " does not judge this scenario; add it to \"invariants\"");
    }

    const std::vector<invariant>& judges_;
    error_log& log_;
};

}  // namespace

std::vector<invariant> read_judges(const json::value& from, error_log& log)
{
    if (from.text() != nullptr && *from.text() == "all") return {};
    if (from.elements() == nullptr) {
        log.add(
            from.at,
            "expected \"all\" or the names of invariants in an array, found " + description(from));
        return {};
    }
    if (from.elements()->empty()) log.add(from.at, "nothing judges this; write \"all\"");
    return read_invariants(from, log, [](invariant, json::position) {});
}

std::map<std::string, expectation> read_expectations(
    const json::value& from,
    const std::vector<protocol::variant>& variants,
    const std::vector<invariant>& judges,
    error_log& log)
{
    std::map<std::string, expectation> expectations;
    expectation_reader reader(judges, log);
    const auto* const by_variant = from.find("by_variant");
    if (by_variant == nullptr) {
        if (auto all = reader.read(from)) expectations.emplace("", *std::move(all));
        return expectations;
    }

    object_reader members(from, "an expectation by variant", log);
    (void)members.find("by_variant");
    members.finish();
    const auto* const named = by_variant->value.members();
    if (named == nullptr || named->empty()) {
        log.add(by_variant->value.at, "expected an object with one member for each variant");
        return expectations;
    }
    vocabulary run{"variant", {}};
    for (const auto& each : variants) run.known.emplace_back(each.name);
    const auto& known = variants.empty() ? variant_words() : run;
    for (const auto& [name, name_at, value] : *named) {
        if (log.full()) break;
        if (!known.has(name)) {
            const bool only_not_run = variant_words().has(name);
            log.add(
                name_at,
                only_not_run ? "variant " + in_quotes(name) +
                                   " is not among those of this scenario; add it to \"variants\""
                             : refusal(known, name));
        }
        if (auto expected = reader.read(value)) expectations.emplace(name, *std::move(expected));
    }
    return expectations;
}

}  // namespace syncsim::sim
