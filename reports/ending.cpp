#include "reports/ending.hpp"

#include "reports/text_columns.hpp"

namespace syncsim::reports {
namespace {

std::string_view words_of(sim::assessment::standing how)
{
    switch (how) {
    case sim::assessment::standing::as_expected: return "as expected";
    case sim::assessment::standing::unexpected: return "UNEXPECTED";
    case sim::assessment::standing::inconclusive: return "shows nothing";
    }
    return "?";
}

}  // namespace

ending ending_of(const sim::scenario& script, const protocol::variant& of, const sim::outcome& run)
{
    const auto wanted = sim::expectation_for(script, of.name);
    const auto judged = sim::assess(run, wanted);
    ending made{
        .run = printable(script.name) + " [" + printable(of.name) + "]" +
               (script.point.empty() ? "" : " " + printable(script.point)),
        .verdict = sim::name(run.verdict),
        .standing = words_of(judged.how),
        .how = judged.how,
        .title = printable(script.title),
        .why = printable(script.why),
        .expected = judged.expected,
        .issue = printable(wanted.issue),
        .found = judged.found,
        .reasons = {}};
    for (const auto& each : judged.reasons) made.reasons.push_back(printable(each));
    return made;
}

}  // namespace syncsim::reports
