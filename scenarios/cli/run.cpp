#include "scenarios/cli/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <set>
#include <utility>

#include "scenarios/cli/blessing.hpp"
#include "scenarios/cli/kept_run.hpp"
#include "scenarios/cli/output_directory.hpp"
#include "scenarios/cli/paragraph.hpp"
#include "scenarios/cli/plan.hpp"
#include "scenarios/cli/plan_text.hpp"
#include "scenarios/cli/results_json.hpp"
#include "scenarios/cli/run_line.hpp"
#include "scenarios/cli/run_record.hpp"
#include "scenarios/cli/selection.hpp"
#include "scenarios/cli/tally.hpp"
#include "scenarios/cli/version.hpp"
#include "scenarios/cli/workers.hpp"
#include "sim/baseline.hpp"

namespace syncsim::cli {
namespace {

constexpr std::string_view to_standard_output = "-";

std::uint64_t draw_seed()
{
    std::random_device device;
    return (std::uint64_t{device()} << 32U) | device();
}

std::string counted(std::size_t count, std::string_view noun)
{
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// "closed-window", "cursor-sound, closed-window".
std::string listed(const std::vector<sim::invariant>& all)
{
    std::string text;
    for (const auto each : all) {
        if (!text.empty()) text += ", ";
        text += sim::traits(each).name;
    }
    return text;
}

/// The runs of one command, from the first to the last line that it prints.
class session {
public:
    session(
        const run_request& request,
        const console& on,
        const interruption& stop,
        const simulator& simulate)
        : request_(request), asked_(request.asked), on_(on), stop_(stop), simulate_(simulate)
    {
        record_ = {
            .words = request.words,
            .operands = request.asked.paths,
            .flags = request.flags,
            .directory = request.directory.generic_string(),
            .started = std::chrono::system_clock::now(),
            .drawn_seed = {},
            .ended = {}};
        if (!asked_.random_seed) return;
        asked_.seed = draw_seed();
        record_.drawn_seed = asked_.seed;
    }

    exit_code run()
    {
        if (const auto failed = select()) return *failed;
        if (asked_.is_dry) return print_plan();
        if (const auto failed = open_results()) return *failed;
        print_header();
        run_all();
        return finish_up();
    }

private:
    /// Finds out which runs there are; how to end, where there are none.
    std::optional<exit_code> select()
    {
        const auto found = find_files(asked_.paths);
        for (const auto& each : found.errors) complain(each);
        if (!found.errors.empty()) return exit_code::bad_command_line;

        const auto loaded = load_files(found.files);
        for (const auto& each : loaded.errors) on_.error << to_string(each) << '\n';
        if (!loaded.errors.empty()) {
            complain(counted(loaded.errors.size(), "error") + "; nothing ran");
            return exit_code::invalid_scenario;
        }
        if (const auto wrong = wrong_variant(loaded.files, asked_)) {
            complain("--variant: " + *wrong + origin_of("--variant"));
            return exit_code::bad_command_line;
        }
        if (const auto wrong = wrong_point(loaded.files, asked_)) {
            complain("--point: " + *wrong + origin_of("--point"));
            return exit_code::bad_command_line;
        }
        plan_ = plan_of(loaded.files, asked_);
        results_.skipped = skipped_points(loaded.files);
        results_.seed = common_seed(plan_);
        results_.counts.planned = plan_.size();
        if (!plan_.empty()) return std::nullopt;
        complain(
            loaded.files.empty()
                ? "there is no *.jsonc file below these directories"
                : "none of the runs of " + counted(loaded.files.size(), "scenario") +
                      " fits what was asked for");
        return exit_code::nothing_selected;
    }

    /// Those of the files that have a run.
    std::vector<skipped_run> skipped_points(const std::vector<scenario_file>& files) const
    {
        std::vector<skipped_run> skipped;
        if (asked_.point) return skipped;
        for (const auto& file : files) {
            const auto runs = std::ranges::count(plan_, file.path, &planned_run::file);
            if (runs == 0) continue;
            for (const auto& each : file.skipped) {
                skipped.push_back({file.script.name, file.path, each.label, each.why});
            }
        }
        return skipped;
    }

    exit_code print_plan() const
    {
        if (asked_.json == to_standard_output) {
            on_.data << plan_json(plan_, results_.skipped);
        } else {
            on_.out << plan_text(plan_, results_.skipped, on_);
        }
        return exit_code::as_expected;
    }

    std::optional<exit_code> open_results()
    {
        auto made = output_directory::make(asked_.out, "run");
        if (!made) {
            complain("--out: " + made.error().message);
            return exit_code::bad_command_line;
        }
        results_directory_ = *std::move(made);
        write("run.txt", to_text(record_));
        return std::nullopt;
    }

    void print_header() const
    {
        if (asked_.output.quiet) return;
        std::set<std::string> scenarios;
        std::set<std::string> variants;
        for (const auto& each : plan_) {
            scenarios.insert(each.script->name);
            variants.insert(each.variant.name);
        }
        on_.out << fmt::format(
            "syncsim {}  seed {}  {}, {}, {}",
            version,
            seed_text(results_.seed),
            counted(scenarios.size(), "scenario"),
            counted(plan_.size(), "run"),
            counted(variants.size(), "variant"));
        const auto skipped = results_.skipped.size();
        if (skipped > 0) on_.out << ", " << counted(skipped, "point") << " without sense left out";
        on_.out << '\n';
        print_baselines();
    }

    /// What a variant breaks in any run is said once, and is no news of any of them.
    void print_baselines() const
    {
        std::set<std::string> said;
        for (const auto& each : plan_) {
            if (!said.insert(each.variant.name).second) continue;
            const auto broken = sim::baseline(each.variant);
            if (broken.empty()) continue;
            const auto line = fmt::format(
                "{} breaks {} by design: in a run in which nothing goes wrong",
                each.variant.name,
                listed(broken));
            on_.out << paragraph(line, on_.width, 2) << '\n';
        }
    }

    void run_all()
    {
        run_wishes wishes{
            .kept = asked_.trace,
            .repeats = asked_.repeats,
            .style = {.color = on_.color, .width = on_.story_width()}};
        if (asked_.output.verbose == 1) wishes.stories = run_wishes::told::violations;
        if (asked_.output.verbose > 1) wishes.stories = run_wishes::told::every;

        for (const auto& each : plan_) {
            name_columns_ = std::max(name_columns_, columns_of(each.name()));
        }
        progress shown(on_.error, request_.progress_style, request_.progress_width, plan_.size());
        shown.at(0, plan_.front().name());
        work_in_order(
            plan_.size(),
            asked_.jobs,
            stop_,
            [&](std::size_t which) { return finish(plan_[which], wishes, simulate_); },
            [&](finished_run one) { return take(std::move(one), shown); });
        shown.clear();
    }

    /// Says how a run ended and keeps its files; false where no other is to be begun.
    bool take(finished_run one, progress& shown)
    {
        auto& counts = results_.counts;
        counts.add(one);
        const bool is_news = !asked_.output.quiet || !one.is_as_expected();
        if (is_news) {
            shown.clear();
            const auto kept_in = one.transcript ? kept_directory(one) : std::string();
            on_.out << run_line(one, name_columns_, on_) << run_details(one, kept_in, on_)
                    << std::flush;
        }
        if (one.transcript) keep(one);
        one.story.clear();
        results_.runs.push_back(std::move(one));

        const auto done = counts.finished();
        if (done < plan_.size()) shown.at(done, plan_[done].name());
        const bool enough =
            asked_.failures_max && counts.failures(asked_.inconclusive) >= *asked_.failures_max;
        return !enough;
    }

    std::string kept_directory(const finished_run& one) const
    {
        return (results_directory_->path() / directory_of(one.plan)).generic_string();
    }

    void keep(finished_run& one)
    {
        const std::filesystem::path directory(directory_of(one.plan));
        write(directory / kept_story_name, *one.transcript);
        write(directory / kept_scenario_name, kept_scenario(one.plan));
        write(directory / kept_run_name, kept_outcome(one.plan, one.seen));
        write(directory / kept_digests_name, one.digests);
        one.transcript->clear();
        one.digests.clear();
    }

    /// Judges the runs by what they have shown, and the files expect from here on.
    void bless_runs()
    {
        const auto done = bless(results_.runs);
        for (const auto& each : done.refusals) complain("--bless: " + each);
        on_.out << done.diff;
        results_.counts = {.planned = plan_.size()};
        for (const auto& each : results_.runs) results_.counts.add(each);
    }

    exit_code finish_up()
    {
        const bool all_ran = results_.counts.finished() == plan_.size();
        const bool interrupted = stop_.requested() && !all_ran;
        if (asked_.blesses && !interrupted) bless_runs();
        results_.code = exit_code_of(results_.counts, asked_.inconclusive, interrupted);

        const auto json = to_json(results_);
        write("results.json", json);
        write_report(json);
        if (write_failed_) {
            complain("the results could not be written: " + *write_failed_);
            results_.code = exit_code::bad_command_line;
        }
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now() - began_);
        record_.ended = {.code = results_.code, .took = took};
        write("run.txt", to_text(record_));

        if (interrupted) complain("interrupted; the results of the runs above were written");
        if (!interrupted && !all_ran) {
            complain(fmt::format(
                "stopped after {} not as expected (--max-failures)",
                counted(results_.counts.failures(asked_.inconclusive), "run")));
        }
        if (!asked_.output.quiet) {
            on_.out << "results  " << results_directory_->path().generic_string() << '\n';
        }
        on_.out << paragraph(
                       last_line(results_.counts, results_.seed, took, results_.code), on_.width, 2)
                << std::flush;
        return results_.code;
    }

    void write_report(const std::string& json)
    {
        if (!asked_.json) return;
        if (*asked_.json == to_standard_output) {
            on_.data << json << std::flush;
            return;
        }
        if (const auto failed = write_file(*asked_.json, json)) write_failed_ = failed->message;
    }

    void write(const std::filesystem::path& below, std::string_view text)
    {
        const auto failed = results_directory_->write(below, text);
        if (failed && !write_failed_) write_failed_ = failed->message;
    }

    /// " (syncsim.json:3:5)" for a flag that is not on the command line.
    std::string origin_of(std::string_view flag) const
    {
        const auto found = std::ranges::find(request_.flags, flag, &flag_value::flag);
        if (found == request_.flags.end() || found->origin == "command line") return {};
        return " (" + found->origin + ")";
    }

    void complain(std::string_view what) const { on_.error << "syncsim: " << what << '\n'; }

    const run_request& request_;
    run_options asked_;
    const console& on_;
    const interruption& stop_;
    const simulator& simulate_;
    const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();

    std::vector<planned_run> plan_;
    std::optional<output_directory> results_directory_;
    /// Why the first file that could not be written was not.
    std::optional<std::string> write_failed_;
    std::size_t name_columns_ = 0;
    run_record record_;
    run_results results_;
};

}  // namespace

exit_code run_scenarios(
    const run_request& request,
    const console& on,
    const interruption& stop,
    const simulator& simulate)
{
    return session{request, on, stop, simulate}.run();
}

}  // namespace syncsim::cli
