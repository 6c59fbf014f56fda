// What the shipped scenarios are as a whole: each shows something that no other shows, by a variant
// that breaks and one that does not.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "scenarios/cli/selection.hpp"
#include "sim/fault/anchor.hpp"
#include "sim/world.hpp"

namespace syncsim::cli {
namespace {

/// Every scenario of the tree that people wrote, and that is one run a variant.
const std::vector<scenario_file>& shipped()
{
    static const auto files = [] {
        auto found = find_files(std::vector{std::string(SYNCSIM_SOURCE_DIR) + "/scenarios"});
        std::erase_if(found.files, [](const std::string& file) {
            return file.find("/scenarios/repro/") != std::string::npos;
        });
        auto loaded = load_files(found.files).files;
        std::erase_if(loaded, [](const scenario_file& each) { return !each.points.empty(); });
        return loaded;
    }();
    return files;
}

/// Adds what goes wrong in a step, or who works in between.
class trouble_collector {
public:
    std::multiset<std::string> take() && { return std::move(found_); }

    void add(const std::string& what) { found_.insert(what); }
    void add(const sim::fault& each)
    {
        add(std::string(name(each.kind)) + " at " + std::string(name(each.at)));
    }

    void operator()(const sim::local_step& step)
    {
        for (const auto& each : step.faults) add(each);
        if (step.uuid) add("a chosen UUID");
    }
    void operator()(const sim::sync_step& step)
    {
        for (const auto& each : step.faults) add(each);
        for (const auto& each : step.during) add("work at " + std::string(name(each.at)));
        if (step.background) add("in the background");
    }
    void operator()(const sim::fault_step& step) { add(std::string(name(step.what.kind))); }
    void operator()(const sim::clock_step& step) { add("the clock of " + step.on + " is set"); }
    void operator()(const sim::partition_step&) { add("a link is cut"); }
    void operator()(const sim::crash_step&) { add("a crash"); }
    void operator()(const auto&) {}

private:
    std::multiset<std::string> found_;
};

std::multiset<std::string> troubles_of(const sim::scenario& script)
{
    trouble_collector found;
    for (const auto& step : script.steps) std::visit(found, step.action);
    for (const auto& each : script.clients) {
        if (each.clock != sim::clock_settings{}) found.add("a clock that is off");
    }
    if (script.server.clock != sim::clock_settings{}) found.add("a server's clock that is off");
    if (script.server.limits != sim::server_limits{}) found.add("limits of the server");
    if (script.network != sim::link_settings{}) found.add("a network that loses");
    if (script.pace != sim::scenario{}.pace) found.add("haste");
    return std::move(found).take();
}

/// What the variants of a scenario break, each in its own way.
std::set<std::set<sim::invariant>> endings_of(const sim::scenario& script)
{
    std::set<std::set<sim::invariant>> endings;
    for (const auto& variant : script.variants) {
        std::set<sim::invariant> broken;
        for (const auto& each : sim::run(script, variant).violations) broken.insert(each.which);
        endings.insert(std::move(broken));
    }
    return endings;
}

TEST(Catalogue, HasAVariantThatBreaksAndOneThatHoldsInEachScenario)
{
    for (const auto& file : shipped()) {
        const auto& path = file.path;
        const auto& script = file.script;
        const auto endings = endings_of(script);

        EXPECT_TRUE(endings.contains({})) << path << ": nothing holds";
        EXPECT_GE(endings.size(), endings.contains({}) ? 2U : 1U) << path << ": nothing breaks";
    }
}

TEST(Catalogue, ShowsNothingTwice)
{
    std::map<std::pair<std::multiset<std::string>, std::set<std::set<sim::invariant>>>, std::string>
        seen;
    for (const auto& file : shipped()) {
        const auto& path = file.path;
        const auto& script = file.script;
        const auto [first, fresh] =
            seen.try_emplace({troubles_of(script), endings_of(script)}, path);
        EXPECT_TRUE(fresh) << path << " shows what " << first->second << " shows";
    }
}

TEST(Catalogue, ReliesOnNoFaultThatMayNotHappen)
{
    for (const auto& file : shipped()) {
        const auto& path = file.path;
        const auto& script = file.script;
        for (const auto& step : script.steps) {
            std::visit(
                [&](const auto& action) {
                    if constexpr (requires { action.faults; }) {
                        for (const auto& each : action.faults) {
                            EXPECT_FALSE(each.optional) << path << ": " << each.id;
                        }
                    }
                },
                step.action);
        }
    }
}

TEST(Catalogue, NamesTheVariantsThatItSpeaksOf)
{
    std::set<std::string> files;
    for (const auto& file : shipped()) {
        const auto& path = file.path;
        const auto& script = file.script;
        EXPECT_GE(script.variants.size(), 2U) << path;
        files.insert(path);
    }
    EXPECT_GE(files.size(), 45U);
}

}  // namespace
}  // namespace syncsim::cli
