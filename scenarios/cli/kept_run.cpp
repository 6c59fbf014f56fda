#include "scenarios/cli/kept_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <source_location>
#include <utility>

#include "protocol/json_text.hpp"
#include "protocol/support/check.hpp"
#include "scenarios/cli/file_text.hpp"
#include "scenarios/cli/run_line.hpp"
#include "scenarios/cli/version.hpp"
#include "sim/scenario_file.hpp"

namespace syncsim::cli {
namespace {

// Keeps the order in which people want to read the members.
using ordered_json = nlohmann::ordered_json;
namespace json = protocol::json;

// Later versions read this number and the names: do not change them without a change of it.
constexpr int run_version = 1;

/// The same expectation without empty lists, which a file cannot have.
sim::expectation writable(sim::expectation wanted)
{
    const auto drop_empty = [](std::optional<std::vector<sim::invariant>>& list) {
        if (list && list->empty()) list.reset();
    };
    drop_empty(wanted.violates);
    if (!wanted.violates) drop_empty(wanted.at_risk);
    if (wanted.any || (!wanted.violates && !wanted.at_risk)) return {.any = wanted.any};
    wanted.what = wanted.violates ? sim::verdict_kind::violates : sim::verdict_kind::at_risk;
    return wanted;
}

std::optional<std::uint64_t> number_of(std::string_view text)
{
    if (!text.starts_with("0x")) return std::nullopt;
    std::uint64_t number = 0;
    const auto* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data() + 2, last, number, 16);
    if (error != std::errc{} || end != last) return std::nullopt;
    return number;
}

/// Reads the members of `run.json`, and keeps the first thing that is wrong.
class member_reader {
public:
    member_reader(const json::value& from, std::string shown_as)
        : from_(from), shown_as_(std::move(shown_as))
    {
    }

    const std::optional<kept_run_error>& error() const { return error_; }

    void read(std::string_view name, std::string& into)
    {
        const auto* const member = from_.find(name);
        const auto* const text = member == nullptr ? nullptr : member->value.text();
        if (text == nullptr) return fail(name);
        into = *text;
    }

    void read(std::string_view name, std::uint64_t& into)
    {
        std::string text;
        read(name, text);
        const auto number = number_of(text);
        if (!number) return fail(name);
        into = *number;
    }

private:
    void fail(std::string_view name)
    {
        if (error_) return;
        error_ = kept_run_error{fmt::format(
            "{}:{}:{}: \"{}\" is not as syncsim run writes it; run the scenario again",
            shown_as_,
            from_.at.line,
            from_.at.column,
            name)};
    }

    const json::value& from_;
    std::string shown_as_;
    std::optional<kept_run_error> error_;
};

std::vector<std::uint64_t> read_digests(const std::filesystem::path& file)
{
    const auto text = read_text(file);
    if (!text) return {};
    std::vector<std::uint64_t> digests;
    std::string_view rest = *text;
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const auto digest = number_of(rest.substr(0, end));
        if (!digest) return {};
        digests.push_back(*digest);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return digests;
}

}  // namespace

std::string kept_scenario(const planned_run& plan)
{
    auto script = *plan.script;
    script.variants = {plan.variant};
    script.expect = {{"", writable(plan.wanted)}};
    return sim::to_text(script);
}

std::string kept_outcome(const planned_run& plan, const sim::outcome& seen)
{
    const ordered_json text{
        {"run_version", run_version},
        {"syncsim", version},
        {"scenario", plan.script->name},
        {"file", plan.file},
        {"variant", plan.variant.name},
        {"point", plan.script->point},
        {"seed", fmt::format("{:#x}", plan.script->seed)},
        {"verdict", sim::name(seen.verdict)},
        {"digest", fmt::format("{:#018x}", seen.digest)},
        {"events", seen.events},
        {"run", run_command(plan)}};
    return text.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::vector<std::uint64_t> digests_of(const sim::trace& run)
{
    std::vector<std::uint64_t> digests;
    digests.reserve(run.size());
    sim::run_digest running;
    for (const auto& each : run) {
        running.add(each.when, each.what);
        digests.push_back(running.value());
    }
    return digests;
}

std::string kept_digests(const sim::outcome& seen)
{
    std::string text;
    for (const auto each : digests_of(seen.story)) text += fmt::format("{:#018x}\n", each);
    return text;
}

void throw_exception_from_error(
    const kept_run_error& unexpected,
    const boost::source_location& where)
{
    support::check_failed(
        unexpected.message + ", taken for a run at " + where.to_string(),
        std::source_location::current());
}

boost::system::result<kept_run, kept_run_error> read_kept_run(
    const std::filesystem::path& directory)
{
    const auto file = directory / kept_run_name;
    const auto shown_as = file.generic_string();
    const auto text = read_text(file);
    if (!text) return kept_run_error{shown_as + " cannot be read: " + text.error().message()};
    const auto parsed = json::parse(*text);
    if (!parsed) {
        const auto& [at, message] = parsed.error();
        return kept_run_error{fmt::format("{}:{}:{}: {}", shown_as, at.line, at.column, message)};
    }
    kept_run made;
    member_reader read(*parsed, shown_as);
    read.read("syncsim", made.version);
    read.read("variant", made.variant);
    read.read("seed", made.seed);
    read.read("digest", made.digest);
    if (read.error()) return *read.error();
    made.digests = read_digests(directory / kept_digests_name);
    return made;
}

}  // namespace syncsim::cli
