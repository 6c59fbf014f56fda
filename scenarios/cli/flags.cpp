#include "scenarios/cli/flags.hpp"

#include <algorithm>
#include <array>

#include "protocol/support/check.hpp"

namespace syncsim::cli {
namespace {

// clang-format off
constexpr std::array flag_table{
    flag{"variant", "NAME[,NAME]|all",
         "run these variants of the protocol, presets or a file's own, whatever the files say; "
         "without it, those of each file, or hardened where it names none", ""},
    flag{"point", "LABEL",
         "run this point of a matrix alone, such as \"where=push.response skew=-10m\"", ""},
    flag{"seed", "N|0xH|random",
         "the seed of every run; without it, each file's own", ""},
    flag{"only", "INVARIANT",
         "judge by this invariant alone; what is expected of the others is not compared", ""},
    flag{"filter", "TEXT",
         "only runs that fit every word: part of the scenario's name, title or file, part of "
         "a matrix's point, @TAG, v:VARIANT, or !WORD for those that do not fit", ""},
    flag{"tag", "TAG", "only scenarios with this tag; may be repeated", "", '\0', true},
    flag{"keep-going", "",
         "start every run, however many fail; this is what happens anyway, and the flag takes back "
         "a max-failures that was set elsewhere", "false"},
    flag{"max-failures", "N", "start no run after N that were not as expected", ""},
    flag{"check-determinism", "[N]",
         "run everything N times more (once, without N) and compare; what is not as expected is "
         "always run once more", "0"},
    flag{"jobs", "N", "how many runs go on at once; changes nothing but the time it takes", "cores"},
    flag{"strict", "", "an inconclusive run is a failure: exit 1", "false"},
    flag{"allow-inconclusive", "", "an inconclusive run is a success: exit 0", "false"},
    flag{"out", "DIR",
         "where results go: a directory NNNN-run for each time, and a link, latest", "syncsim-out"},
    flag{"trace", "fail|all|none",
         "of which runs the story is kept there; fail is all that break something, expected or not, "
         "or are inconclusive", "fail"},
    flag{"report", "json=PATH",
         "write the results there too; with - to standard output, and all else to standard error",
         "", '\0', true},
    flag{"dry-run", "", "say which runs there would be; run nothing and write nothing", "false"},
    flag{"bless", "",
         "rewrite what the files expect of runs that were not as expected, print how the files "
         "change, and end as if they had been so before", "false"},
    flag{"json", "", "print JSON to standard output, and all else to standard error", "false"},
    flag{"format", "text|md|json", "text is for a terminal, md for a page; json is what --json says",
         "text"},
    flag{"from", "SCENARIO", "copy this file, comments too, with the name replaced", ""},
    flag{"until", "EVENT", "stop at the event of this number; without it, at the end", ""},
    flag{"dump", "state",
         "print what every node durably holds as of that event: records, marks, cursors", ""},
    flag{"color", "auto|always|never", "auto: on a terminal, unless NO_COLOR is set", "auto"},
    flag{"progress", "auto|plain|none", "auto: a line that changes, on a terminal only", "auto"},
    flag{"quiet", "", "print only what is not as expected, and the last line", "false", 'q'},
    flag{"verbose", "",
         "print the story of expected violations too; twice, of every run", "false", 'v', true},
};

const std::array verb_table{
    verb{"new", "NAME", "write a scenario to begin with: NAME.jsonc",
         "The file runs as it is and breaks the protocol as written; its comments say why, and what "
         "to try next. NAME may lead through directories. What is there already stays as it is.",
         {"from"},
         {"syncsim new mine", "syncsim new mine --from scenarios/retries/lost-push-reply.jsonc"}},
    verb{"run", "PATH…", "run scenarios, files or directories, and judge them",
         "Runs every scenario of every file, and of every *.jsonc under a directory, under each of "
         "its variants. A run that ends as its file expects is a success, an expected violation "
         "too.",
         {"variant", "point", "seed", "only", "filter", "tag", "keep-going", "max-failures",
          "check-determinism", "jobs", "strict", "allow-inconclusive", "dry-run", "bless", "out",
          "trace", "report", "json", "color", "progress", "quiet", "verbose"},
         {"syncsim run scenarios", "syncsim run scenarios --variant hardened --filter @clock",
          "syncsim run scenarios/retries/lost-push-reply.jsonc -v"}},
    verb{"explain", "RUN", "tell the story of one run: what broke, and why",
         "RUN is a scenario's file, or the directory of a run that was kept: "
         "syncsim-out/latest/runs/NAME/VARIANT. It ends with 0 once the story is told, whatever the "
         "run shows.",
         {"variant", "point", "seed", "format", "json", "color"},
         {"syncsim explain scenarios/retries/lost-push-reply.jsonc --variant as-written",
          "syncsim explain syncsim-out/latest/runs/lost-push-reply/as-written --format md"}},
    verb{"replay", "RUN", "play a run again, event by event, and look at what each node holds",
         "RUN is as for explain. A run that was kept is compared, event by event, with what it was; "
         "this ends with 6 where the same version of syncsim plays it otherwise, and with 0 "
         "whatever else the run shows.",
         {"until", "dump", "variant", "point", "seed", "json", "color"},
         {"syncsim replay syncsim-out/latest/runs/lost-push-reply/as-written",
          "syncsim replay mine.jsonc --variant as-written --until 29 --dump state"}},
    verb{"check", "PATH…", "read scenarios and print all their errors, but run nothing",
         "Prints every error of every file as file:line:column: message.",
         {"json", "color", "quiet"},
         {"syncsim check scenarios"}},
    verb{"list", "anchors|faults|invariants|marks|variants|scenarios|questions|errors",
         "print what a scenario can name, one line each",
         "For scenarios, PATHs may follow; without them it is the directory scenarios. As md they "
         "are a catalogue of failure modes.",
         {"format", "json", "color"},
         {"syncsim list anchors", "syncsim list scenarios --format md"}},
    verb{"schema", "", "print the JSON Schema of scenario files, for editors",
         "An editor that knows it completes and explains every word. It is the file "
         "scenarios/scenario.schema.json, which a scenario names as its \"$schema\".",
         {},
         {"syncsim schema >scenario.schema.json"}},
};

/// What later releases have.
constexpr std::array<std::string_view, 6> verbs_to_come{
    "sweep", "fuzz", "compare", "report", "bench", "adapter-check"};
constexpr std::array<std::string_view, 10> flags_to_come{
    "client", "server", "runs", "time-limit", "shrink", "shard", "faults", "failure-modes",
    "baseline", "open"};
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> exclusive_table{{
    {"bless", "dry-run"},
    {"bless", "only"},
    {"bless", "seed"},
    {"format", "json"},
    {"keep-going", "max-failures"},
    {"strict", "allow-inconclusive"},
    {"quiet", "verbose"},
}};
// clang-format on

}  // namespace

std::span<const flag> all_flags() noexcept
{
    return flag_table;
}

std::span<const verb> all_verbs() noexcept
{
    return verb_table;
}

const flag& flag_called(std::string_view name)
{
    const auto* const found = std::ranges::find(flag_table, name, &flag::name);
    support::check(found != flag_table.end(), "a verb takes flags of the table");
    return *found;
}

const verb* find_verb(std::string_view name) noexcept
{
    const auto* const found = std::ranges::find(verb_table, name, &verb::name);
    return found == verb_table.end() ? nullptr : found;
}

std::span<const std::pair<std::string_view, std::string_view>> exclusive_flags() noexcept
{
    return exclusive_table;
}

std::span<const std::string_view> later_verbs() noexcept
{
    return verbs_to_come;
}

std::span<const std::string_view> later_flags() noexcept
{
    return flags_to_come;
}

}  // namespace syncsim::cli
