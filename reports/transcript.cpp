#include "reports/transcript.hpp"

#include <string_view>

#include <fmt/format.h>

#include "reports/clock_words.hpp"
#include "reports/story.hpp"
#include "reports/text_columns.hpp"
#include "sim/assessment.hpp"

namespace syncsim::reports {
namespace {

constexpr text_style style{.color = false, .width = 100};

std::string_view words_of(sim::assessment::standing how)
{
    switch (how) {
    case sim::assessment::standing::as_expected: return "as expected";
    case sim::assessment::standing::unexpected: return "UNEXPECTED";
    case sim::assessment::standing::inconclusive: return "shows nothing";
    }
    return "?";
}

std::string item(std::string_view heading, std::string_view text)
{
    std::string lines;
    for (const auto& line : wrapped(text, style.width - heading.size())) {
        lines += lines.empty() ? std::string(heading) : std::string(heading.size(), ' ');
        lines += line + "\n";
    }
    return lines;
}

}  // namespace

std::string transcript(
    const sim::scenario& script,
    const protocol::variant& of,
    const sim::outcome& run)
{
    const auto wanted = sim::expectation_for(script, of.name);
    const auto judged = sim::assess(run, wanted);
    auto text = fmt::format(
        "{} [{}]: {}, {}\n",
        printable(script.name),
        of.name,
        sim::name(run.verdict),
        words_of(judged.how));
    if (!script.title.empty()) text += item("  ", printable(script.title));
    text += item("  expected  ", judged.expected);
    if (!wanted.issue.empty()) text += item("  issue     ", printable(wanted.issue));
    text += item("  found     ", judged.found);
    for (const auto& each : judged.reasons) text += item("  but       ", printable(each));

    text += "\n" + story(script, of, run, style) + "\n";
    text += fmt::format("  digest   {:#018x}\n", run.digest);
    text += fmt::format(
        "  costs    {} events, {} messages, {} of true time\n",
        run.events,
        run.messages,
        true_time(run.ended));
    return text;
}

}  // namespace syncsim::reports
