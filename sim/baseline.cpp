#include "sim/baseline.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <optional>
#include <utility>

#include "sim/script.hpp"
#include "sim/world.hpp"

namespace syncsim::sim {
namespace {

using namespace std::chrono_literals;

/// Each session comes long enough after the work before it that no clock shows the same second.
scenario make_untroubled()
{
    auto made = script{{device("phone"), device("laptop"), device("tablet")}};
    const auto sync = [&](const char* on) { made.advance(10s).sync(on).advance(10s); };
    made.create("phone", "milk").create("phone", "bread");
    sync("phone");
    made.create("laptop", "tea");
    sync("laptop");
    sync("tablet");
    made.edit("tablet", "milk").create("tablet", "jam").create("tablet", "salt");
    sync("tablet");
    // Nobody else has seen it yet: a variant whose deletes reach nobody is not held to more.
    made.erase("tablet", "salt");
    sync("tablet");
    sync("phone");
    made.edit("phone", "jam").edit("phone", "milk");
    sync("phone");
    sync("laptop");
    made.edit("laptop", "tea").create("laptop", "rice");
    sync("laptop");
    made.settings().name = "untroubled";
    return made;
}

std::vector<invariant> broken_in(const outcome& run)
{
    std::vector<invariant> found;
    for (const auto& each : run.violations) {
        const bool is_mechanism = traits(each.which).kind == invariant_traits::kind::mechanism;
        if (is_mechanism) found.push_back(each.which);
    }
    std::ranges::sort(found);
    const auto repeated = std::ranges::unique(found);
    found.erase(repeated.begin(), repeated.end());
    return found;
}

/// The baselines that are known, by their variants, whatever those are called.
class memory {
public:
    std::optional<std::vector<invariant>> find(const protocol::variant& of) const
    {
        const std::scoped_lock locked{mutex_};
        const auto found = std::ranges::find(known_, of, &entry::first);
        if (found == known_.end()) return std::nullopt;
        return found->second;
    }

    void add(const protocol::variant& of, const std::vector<invariant>& broken)
    {
        const std::scoped_lock locked{mutex_};
        known_.emplace_back(of, broken);
    }

private:
    using entry = std::pair<protocol::variant, std::vector<invariant>>;

    mutable std::mutex mutex_;
    std::vector<entry> known_;
};

}  // namespace

const scenario& untroubled()
{
    static const scenario made = make_untroubled();
    return made;
}

std::vector<invariant> baseline(const protocol::variant& of)
{
    static memory known;

    auto nameless = of;
    nameless.name.clear();
    if (auto found = known.find(nameless)) return *std::move(found);
    // Two threads that ask at once find out the same.
    const auto seen = run(untroubled(), of, {.keep_trace = false, .by_design = {{}}});
    auto broken = broken_in(seen);
    known.add(nameless, broken);
    return broken;
}

}  // namespace syncsim::sim
