#include "reports/transcript.hpp"

#include <string_view>

#include <fmt/format.h>

#include "reports/clock_words.hpp"
#include "reports/ending.hpp"
#include "reports/story.hpp"
#include "reports/text_columns.hpp"

namespace syncsim::reports {
namespace {

constexpr text_style style{.color = false, .width = 100};

std::string item(std::string_view heading, std::string_view text)
{
    return headed(heading, text, style.width);
}

}  // namespace

std::string transcript(
    const sim::scenario& script,
    const protocol::variant& of,
    const sim::outcome& run)
{
    const auto ended = ending_of(script, of, run);
    auto text = fmt::format("{}: {}, {}\n", ended.run, ended.verdict, ended.standing);
    if (!ended.title.empty()) text += item("  ", ended.title);
    text += item("  expected  ", ended.expected);
    if (!ended.issue.empty()) text += item("  issue     ", ended.issue);
    text += item("  found     ", ended.found);
    for (const auto& each : ended.reasons) text += item("  but       ", each);

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
