#include "scenarios/cli/blessing.hpp"

#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "scenarios/cli/expectation_text.hpp"
#include "scenarios/cli/file_text.hpp"
#include "scenarios/cli/unified_diff.hpp"
#include "scenarios/cli/whole_file.hpp"
#include "sim/assessment.hpp"
#include "sim/scenario_file.hpp"

namespace syncsim::cli {
namespace {

namespace fs = std::filesystem;

bool is_unexpected(const finished_run& one)
{
    return !one.is_as_expected() && !one.is_inconclusive() && !one.our_bug && !one.nondeterminism;
}

/// Why no expectation of how the run ends would make it as expected; nothing where one would.
std::optional<std::string> objection(const finished_run& one)
{
    if (!one.seen.doubts.empty()) {
        return "it is inconclusive too: " + one.seen.doubts.front();
    }
    const auto unmet =
        std::ranges::find(one.seen.unmet, false, &sim::outcome::unmet_expectation::is_consequence);
    if (unmet == one.seen.unmet.end()) return std::nullopt;
    return fmt::format(
        "the step in line {} does not end as it says: {}; change the step",
        unmet->place.line,
        unmet->what);
}

/// Nobody may write it, not even root, who could.
bool is_read_only(const fs::path& file)
{
    constexpr auto writers =
        fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
    std::error_code ignored;
    const auto allowed = fs::status(file, ignored).permissions();
    return (allowed & writers) == fs::perms::none || access(file.c_str(), W_OK) != 0;
}

/// The scenario in a file's text, but for what is expected of it and where it stands.
std::string described(sim::scenario script)
{
    script.expect.clear();
    return sim::to_text(script);
}

/// The runs of one file, and its text before and after.
class file_blessing {
public:
    explicit file_blessing(std::vector<finished_run*> runs) : runs_(std::move(runs)) {}

    /// Why the file stays as it is; nothing where it was written.
    std::optional<std::string> bless()
    {
        if (is_read_only(file())) return "it is read-only";
        const auto text = read_text(file());
        if (!text) return "it cannot be read: " + text.error().message();
        before_ = *text;
        const auto loaded = sim::load_scenario(before_, file());
        if (!loaded || *loaded != script()) {
            return "it has changed since it was run; run it again";
        }
        std::map<std::string, sim::expectation> wanted;
        for (const auto* each : runs_) {
            wanted[each->plan.variant.name] = sim::met_by(each->seen, each->plan.wanted);
        }
        auto edited = with_expectations(before_, script(), wanted);
        if (!edited) {
            return fmt::format(
                "what is expected in line {} has a comment in it that would be lost; change it by "
                "hand",
                edited.error().line);
        }
        after_ = *std::move(edited);
        if (!is_what_happened()) return "the text that it takes would not be understood";
        const auto failed = replace_file(file(), after_);
        if (failed) return failed->message;
        judge();
        return std::nullopt;
    }

    std::string diff() const { return unified_diff(file(), before_, after_); }

private:
    const std::string& file() const { return runs_.front()->plan.file; }
    const sim::scenario& script() const { return *runs_.front()->plan.script; }

    /// The text to be written loads to the same scenario, of which every run is as expected.
    bool is_what_happened()
    {
        auto loaded = sim::load_scenario(after_, file());
        if (!loaded || described(*loaded) != described(script())) return false;
        blessed_ = *std::move(loaded);
        return std::ranges::all_of(runs_, [&](const finished_run* each) {
            return assessed(*each).how == sim::assessment::standing::as_expected;
        });
    }

    sim::assessment assessed(const finished_run& one) const
    {
        return sim::assess(one.seen, sim::expectation_for(blessed_, one.plan.variant.name));
    }

    void judge()
    {
        for (auto* const each : runs_) {
            each->plan.wanted = sim::expectation_for(blessed_, each->plan.variant.name);
            each->assessed = assessed(*each);
        }
    }

    std::vector<finished_run*> runs_;
    std::string before_;
    std::string after_;
    sim::scenario blessed_;
};

}  // namespace

blessing bless(std::vector<finished_run>& runs)
{
    blessing done;
    std::vector<std::pair<std::string, std::vector<finished_run*>>> files;
    for (auto& each : runs) {
        if (!is_unexpected(each)) continue;
        if (const auto why = objection(each)) {
            done.refusals.push_back(each.plan.file + ": " + each.plan.name() + ": " + *why);
            continue;
        }
        if (files.empty() || files.back().first != each.plan.file) {
            files.push_back({each.plan.file, {}});
        }
        files.back().second.push_back(&each);
    }
    for (auto& [file, of_file] : files) {
        file_blessing one(std::move(of_file));
        if (const auto why = one.bless()) {
            done.refusals.push_back(file + ": " + *why);
        } else {
            done.diff += one.diff();
        }
    }
    return done;
}

}  // namespace syncsim::cli
