#include "scenarios/cli/flag_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "protocol/json_text.hpp"
#include "protocol/support/nearest_name.hpp"

namespace syncsim::cli {
namespace {

using protocol::json::in_quotes;

template <class T>
using result = boost::system::result<T, command_error>;

using given_flags = std::map<std::string, setting, std::less<>>;

constexpr std::array<std::string_view, 5> later_reports{"html", "md", "junit", "tap", "github"};

constexpr std::array<std::pair<std::string_view, list_options::subject>, 8> subjects{{
    {"anchors", list_options::subject::anchors},
    {"faults", list_options::subject::faults},
    {"invariants", list_options::subject::invariants},
    {"marks", list_options::subject::marks},
    {"variants", list_options::subject::variants},
    {"scenarios", list_options::subject::scenarios},
    {"questions", list_options::subject::questions},
    {"errors", list_options::subject::errors},
}};

bool contains(std::span<const std::string_view> list, std::string_view word)
{
    return std::ranges::find(list, word) != list.end();
}

template <class T>
std::optional<T> number_of(std::string_view text, int base = 10)
{
    T value{};
    const auto* const first = text.data();
    const auto* const last = first + text.size();
    const auto [end, error] = std::from_chars(first, last, value, base);
    if (error != std::errc{} || end != last || text.empty()) return std::nullopt;
    return value;
}

std::optional<std::uint64_t> seed_of(std::string_view text)
{
    const bool is_hexadecimal = text.starts_with("0x") || text.starts_with("0X");
    if (is_hexadecimal) return number_of<std::uint64_t>(text.substr(2), 16);
    return number_of<std::uint64_t>(text);
}

std::vector<std::string> split(std::string_view text, char at)
{
    std::vector<std::string> parts;
    while (true) {
        const auto end = text.find(at);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

/// Gives each flag's value its type, and keeps the first thing that is wrong.
class value_reader {
public:
    explicit value_reader(const given_flags& given) : given_(given) {}

    const std::optional<command_error>& error() const { return error_; }

    const setting* find(std::string_view name)
    {
        const auto found = given_.find(name);
        return found == given_.end() ? nullptr : &found->second;
    }

    void fail(std::string_view name, std::string_view what)
    {
        if (error_) return;
        const auto& origin = given_.find(name)->second.origin;
        auto message = "--" + std::string(name) + ": " + std::string(what);
        if (origin != "command line") message += " (" + origin + ")";
        error_ = command_error{std::move(message)};
    }

    /// The only value of a flag.
    const std::string* one(std::string_view name)
    {
        const auto* const found = find(name);
        if (found == nullptr) return nullptr;
        if (found->values.size() == 1) return &found->values.front();
        fail(name, "takes one value");
        return nullptr;
    }

    void text(std::string_view name, std::string& into)
    {
        if (const auto* const found = one(name)) into = *found;
    }

    void flag(std::string_view name, bool& into)
    {
        const auto* const found = one(name);
        if (found == nullptr) return;
        into = *found == "true" || *found == "1";
        if (!into && *found != "false" && *found != "0") fail(name, "write true or false");
    }

    std::optional<std::size_t> number(std::string_view name, std::size_t least, std::size_t most)
    {
        const auto* const found = one(name);
        if (found == nullptr) return std::nullopt;
        const auto value = number_of<std::size_t>(*found);
        if (value && *value >= least && *value <= most) return value;
        fail(
            name,
            in_quotes(*found) + " is not a whole number from " + std::to_string(least) + " to " +
                std::to_string(most));
        return std::nullopt;
    }

    template <class Enum, std::size_t Count>
    void word(
        std::string_view name,
        const std::array<std::pair<std::string_view, Enum>, Count>& words,
        Enum& into)
    {
        const auto* const found = one(name);
        if (found == nullptr) return;
        std::vector<std::string_view> known;
        for (const auto& [word, value] : words) {
            if (word == *found) into = value;
            known.push_back(word);
        }
        if (!contains(known, *found)) {
            fail(
                name,
                in_quotes(*found) + " is none of its values, write " + one_of(known) +
                    support::suggestion(*found, known));
        }
    }

private:
    const given_flags& given_;
    std::optional<command_error> error_;
};

void read_output(output_options& into, value_reader& read)
{
    using color = output_options::coloring;
    using progress = output_options::reporting;
    read.word(
        "color",
        std::array<std::pair<std::string_view, color>, 3>{
            {{"auto", color::automatic}, {"always", color::always}, {"never", color::never}}},
        into.color);
    read.word(
        "progress",
        std::array<std::pair<std::string_view, progress>, 3>{
            {{"auto", progress::automatic}, {"plain", progress::plain}, {"none", progress::none}}},
        into.progress);
    read.flag("quiet", into.quiet);
    const auto* const verbose = read.find("verbose");
    if (verbose == nullptr) return;
    for (const auto& each : verbose->values) {
        if (const auto times = number_of<std::size_t>(each)) {
            into.verbose += *times;
        } else if (each == "true") {
            ++into.verbose;
        } else if (each != "false") {
            read.fail("verbose", "write true, false or a number");
        }
    }
}

void read_variants(run_options& into, value_reader& read)
{
    const auto* const given = read.one("variant");
    if (given == nullptr) return;
    if (*given == "all") {
        into.all_variants = true;
        return;
    }
    // Files may have variants of their own, so names are looked up when the files have been read.
    for (auto& each : split(*given, ',')) {
        if (each == "all") read.fail("variant", "write all alone: it is every variant");
        if (std::ranges::find(into.variants, each) == into.variants.end()) {
            into.variants.push_back(std::move(each));
        }
    }
}

void read_seed(run_options& into, value_reader& read)
{
    const auto* const given = read.one("seed");
    if (given == nullptr) return;
    into.random_seed = *given == "random";
    if (into.random_seed) return;
    into.seed = seed_of(*given);
    if (!into.seed) {
        read.fail("seed", in_quotes(*given) + " is no seed; write a whole number, 0x… or random");
    }
}

void read_only(run_options& into, value_reader& read)
{
    const auto* const given = read.one("only");
    if (given == nullptr) return;
    into.only = sim::find_invariant(*given);
    if (into.only) return;
    std::vector<std::string_view> known;
    for (const auto& each : sim::all_invariants()) known.push_back(each.name);
    read.fail(
        "only", "there is no invariant " + in_quotes(*given) + support::suggestion(*given, known));
}

void read_reports(run_options& into, value_reader& read)
{
    const auto* const given = read.find("report");
    if (given == nullptr) return;
    for (const auto& each : given->values) {
        const auto kind = std::string_view(each).substr(0, each.find('='));
        if (contains(later_reports, kind)) {
            read.fail("report", not_yet_built("the report " + in_quotes(kind)));
        } else if (kind != "json" || kind.size() + 1 >= each.size()) {
            read.fail("report", in_quotes(each) + " is no report; write json=PATH or json=-");
        } else if (into.json) {
            read.fail("report", "takes json once");
        } else {
            into.json = each.substr(kind.size() + 1);
        }
    }
}

/// `--json` is short for `--report json=-`.
void read_json(run_options& into, value_reader& read)
{
    bool wanted = false;
    read.flag("json", wanted);
    if (!wanted) return;
    if (into.json) read.fail("json", "the results as JSON go to " + *into.json + " already");
    into.json = "-";
}

/// `--json` is short for `--format json`.
report_format format_of(value_reader& read)
{
    auto format = report_format::text;
    read.word(
        "format",
        std::array<std::pair<std::string_view, report_format>, 3>{
            {{"text", report_format::text},
             {"md", report_format::markdown},
             {"json", report_format::json}}},
        format);
    bool json = false;
    read.flag("json", json);
    return json ? report_format::json : format;
}

/// What leads to the one run that a command is about.
run_options one_run_of(const command_words& words, value_reader& read)
{
    run_options made;
    made.paths = words.operands;
    read_variants(made, read);
    read_seed(made, read);
    if (made.random_seed) read.fail("seed", "write the seed that the run has printed");
    read_output(made.output, read);
    return made;
}

std::string joined(const std::vector<std::string>& values)
{
    std::string text;
    for (const auto& each : values) text += (text.empty() ? "" : " ") + each;
    return text;
}

}  // namespace

result<run_options> run_options_of(const command_words& words, const surroundings& where)
{
    constexpr std::size_t jobs_max = 256;
    constexpr std::size_t repeats_max = 1000;

    value_reader read(words.given);
    run_options made;
    made.paths = words.operands;
    read_variants(made, read);
    read_seed(made, read);
    read_only(made, read);
    if (const auto* const point = read.one("point")) made.point = *point;
    read.text("filter", made.filter);
    if (const auto* const tags = read.find("tag")) made.tags = tags->values;

    bool keep_going = false;
    read.flag("keep-going", keep_going);
    if (!keep_going) {
        made.failures_max =
            read.number("max-failures", 1, std::numeric_limits<std::uint32_t>::max());
    }
    made.repeats = read.number("check-determinism", 0, repeats_max).value_or(0);
    made.jobs = read.number("jobs", 1, jobs_max)
                    .value_or(std::clamp(where.cores, std::size_t{1}, jobs_max));

    bool strict = false;
    bool lenient = false;
    read.flag("strict", strict);
    read.flag("allow-inconclusive", lenient);
    if (strict) made.inconclusive = run_options::doubt::is_failure;
    if (lenient) made.inconclusive = run_options::doubt::is_success;

    read.flag("dry-run", made.is_dry);
    read.flag("bless", made.blesses);

    std::string out = made.out.string();
    read.text("out", out);
    made.out = out;
    if (out.empty()) read.fail("out", "write the name of a directory");
    using kept = run_options::kept;
    read.word(
        "trace",
        std::array<std::pair<std::string_view, kept>, 3>{
            {{"fail", kept::failing}, {"all", kept::all}, {"none", kept::none}}},
        made.trace);
    read_reports(made, read);
    read_json(made, read);
    read_output(made.output, read);
    if (read.error()) return *read.error();
    return made;
}

result<check_options> check_options_of(const command_words& words)
{
    value_reader read(words.given);
    check_options made{.paths = words.operands, .output = {}};
    read.flag("json", made.json);
    read_output(made.output, read);
    if (read.error()) return *read.error();
    return made;
}

result<new_options> new_options_of(const command_words& words)
{
    value_reader read(words.given);
    new_options made{.name = words.operands.front(), .from = {}};
    read.text("from", made.from);
    if (read.error()) return *read.error();
    return made;
}

result<explain_options> explain_options_of(const command_words& words)
{
    value_reader read(words.given);
    explain_options made{.which = one_run_of(words, read), .format = format_of(read)};
    if (read.error()) return *read.error();
    return made;
}

result<replay_options> replay_options_of(const command_words& words)
{
    value_reader read(words.given);
    replay_options made{.which = one_run_of(words, read), .until = {}};
    if (const auto until = read.number("until", 0, std::numeric_limits<std::uint32_t>::max())) {
        made.until = static_cast<std::uint32_t>(*until);
    }
    read.word(
        "dump",
        std::array<std::pair<std::string_view, bool>, 1>{{{"state", true}}},
        made.dumps_state);
    read.flag("json", made.json);
    if (read.error()) return *read.error();
    return made;
}

result<list_options> list_options_of(const command_words& words)
{
    std::vector<std::string_view> known;
    known.reserve(subjects.size());
    for (const auto& [word, what] : subjects) known.push_back(word);
    if (words.operands.empty()) return command_error{"list what? Write " + one_of(known)};

    const auto& word = words.operands.front();
    const auto* const subject =
        std::ranges::find(subjects, word, [](const auto& each) { return each.first; });
    if (subject == subjects.end()) {
        const auto nearest = support::suggestion(word, known);
        return command_error{
            "there is no list of " + in_quotes(word) +
            (nearest.empty() ? "; write " + one_of(known) : nearest)};
    }
    value_reader read(words.given);
    list_options made{
        .what = subject->second,
        .paths = {words.operands.begin() + 1, words.operands.end()},
        .output = {}};
    if (made.what != list_options::subject::scenarios && !made.paths.empty()) {
        return command_error{"list " + word + " takes no PATH"};
    }
    if (made.paths.empty()) made.paths.emplace_back("scenarios");
    made.format = format_of(read);
    read_output(made.output, read);
    if (read.error()) return *read.error();
    return made;
}

std::vector<flag_value> values_of(
    const verb& of,
    const command_words& words,
    const surroundings& where)
{
    std::vector<flag_value> values;
    for (const auto name : of.flags) {
        const auto& each = flag_called(name);
        const auto found = words.given.find(name);
        auto value =
            found == words.given.end() ? std::string(each.built_in) : joined(found->second.values);
        if (value == "cores") value = std::to_string(where.cores);
        values.push_back(
            {"--" + std::string(name),
             std::move(value),
             found == words.given.end() ? "built in" : found->second.origin});
    }
    return values;
}

std::string one_of(std::span<const std::string_view> words)
{
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
        text += words[i];
    }
    return text;
}

std::string not_yet_built(std::string_view what)
{
    return std::string(what) + " is not yet built in this release";
}

}  // namespace syncsim::cli
