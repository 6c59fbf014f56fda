#include "scenarios/cli/run_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "scenarios/cli/paragraph.hpp"

namespace syncsim::cli {
namespace {

struct mark {
    std::string_view symbol;
    paint with;
};

mark mark_of(const finished_run& one)
{
    if (one.is_inconclusive()) return {"?", paint::doubtful};
    if (!one.is_as_expected()) return {"✗", paint::bad};
    switch (one.seen.verdict) {
    case sim::verdict_kind::holds: return {"✓", paint::good};
    case sim::verdict_kind::at_risk: return {"!", paint::faint};
    case sim::verdict_kind::violates: return {"✗", paint::faint};
    case sim::verdict_kind::inconclusive: return {"?", paint::doubtful};
    }
    return {"?", paint::doubtful};
}

std::string ending_of(const finished_run& one, const console& on)
{
    if (one.our_bug) return painted(on, paint::bad, "BUG IN SYNCSIM") + ": " + *one.our_bug;
    if (one.nondeterminism) {
        return painted(on, paint::bad, "NOT DETERMINISTIC") + ": " + *one.nondeterminism;
    }
    const auto& assessed = one.assessed;
    switch (assessed.how) {
    case sim::assessment::standing::unexpected:
        return fmt::format(
            "{}: expected {}, found {}",
            painted(on, paint::bad, "UNEXPECTED"),
            assessed.expected,
            assessed.found);
    case sim::assessment::standing::inconclusive: return "inconclusive";
    case sim::assessment::standing::as_expected: break;
    }
    if (one.seen.verdict == sim::verdict_kind::holds) return "holds, as expected";
    if (one.plan.wanted.any) return assessed.found + "; only reported";
    if (one.plan.wanted.issue.empty()) return assessed.found + "; expected";
    return fmt::format("{}; expected, issue \"{}\"", assessed.found, one.plan.wanted.issue);
}

}  // namespace

std::string run_line(const finished_run& one, std::size_t name_columns, const console& on)
{
    const auto mark = mark_of(one);
    const auto start =
        painted(on, mark.with, mark.symbol) + " " + padded(one.plan.name(), name_columns) + "  ";
    return paragraph(start + ending_of(one, on), on.width, 4) + "\n";
}

std::string run_details(const finished_run& one, const std::string& kept_in, const console& on)
{
    if (one.is_as_expected()) return one.story.empty() ? "" : "\n" + one.story + "\n";
    std::string text;
    for (const auto& reason : one.assessed.reasons) {
        text += paragraph("  reason   " + reason, on.width, 11) + "\n";
    }
    if (!one.story.empty()) text += "\n" + one.story;
    text += "  again    " + run_command(one.plan) + "\n";
    if (!kept_in.empty()) text += "  replay   syncsim replay " + shell_word(kept_in) + "\n";
    return text + "\n";
}

std::string run_command(const planned_run& plan)
{
    return "syncsim run " + choice_of(plan);
}

std::string choice_of(const planned_run& plan)
{
    const auto& point = plan.script->point;
    return fmt::format(
        "{} --variant {}{} --seed {:#x}",
        shell_word(plan.file),
        plan.variant.name,
        point.empty() ? "" : " --point " + shell_word(point),
        plan.script->seed);
}

std::string seed_text(std::optional<std::uint64_t> seed)
{
    return seed ? fmt::format("{:#x}", *seed) : "of each file";
}

std::string last_line(
    const tally& of,
    std::optional<std::uint64_t> seed,
    std::chrono::milliseconds took,
    exit_code code)
{
    const auto finished = of.finished();
    const auto runs = finished == of.planned
                          ? fmt::format("{} run{}", finished, finished == 1 ? "" : "s")
                          : fmt::format("{} of {} runs", finished, of.planned);
    const auto hundredths = took.count() / 10;
    return fmt::format(
        "{}: {} as expected, {} not, {} inconclusive   seed {}   {}.{:02} s   exit {}\n",
        runs,
        of.as_expected,
        of.unexpected,
        of.inconclusive,
        seed_text(seed),
        hundredths / 100,
        hundredths % 100,
        static_cast<int>(code));
}

std::string shell_word(std::string_view word)
{
    const bool is_plain = !word.empty() && std::ranges::all_of(word, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("-_./,:=@%+").find(c) != std::string_view::npos;
    });
    if (is_plain) return std::string(word);
    std::string text = "'";
    for (const char c : word) {
        if (c == '\'') {
            text += "'\\''";
        } else {
            text += c;
        }
    }
    return text + "'";
}

}  // namespace syncsim::cli
