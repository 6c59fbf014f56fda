#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "sim/scenario.hpp"

namespace syncsim::sim {

/// A scenario written in C++, step by step: reads like the file that it could be.
class script {
public:
    explicit script(std::vector<client_settings> devices)
    {
        made_.name = "test";
        made_.clients = std::move(devices);
    }

    script& create(std::string on, std::string record, std::string set = R"({"text":"first"})")
    {
        return local(local_step::verb::create, std::move(on), std::move(record), std::move(set));
    }
    script& edit(std::string on, std::string record, std::string set = R"({"text":"edited"})")
    {
        return local(local_step::verb::edit, std::move(on), std::move(record), std::move(set));
    }
    script& erase(std::string on, std::string record)
    {
        return local(local_step::verb::remove, std::move(on), std::move(record), "{}");
    }
    script& sync(std::string on, std::vector<fault> faults = {})
    {
        return add(sync_step{.on = std::move(on), .faults = std::move(faults), .during = {}});
    }
    script& sync_while(std::string on, during_work work)
    {
        return add(sync_step{.on = std::move(on), .faults = {}, .during = {std::move(work)}});
    }
    script& advance(duration by) { return add(advance_step{.by = by}); }

    script& add(step_action action)
    {
        const step_id id{made_.steps.size() + 1};
        made_.steps.push_back({.id = id, .place = {}, .action = std::move(action)});
        return *this;
    }

    scenario& settings() { return made_; }
    operator const scenario&() const { return made_; }  // NOLINT(google-explicit-constructor)

private:
    script& local(local_step::verb what, std::string on, std::string record, std::string set)
    {
        return add(local_step{
            .what = what,
            .on = std::move(on),
            .record = std::move(record),
            .set = std::move(set),
            .faults = {}});
    }

    scenario made_;
};

/// A device whose clock is right, or off by this much.
inline client_settings device(std::string name, duration offset = duration{0})
{
    return {.name = std::move(name), .clock = {.offset = offset}};
}

/// A fault that is complete as far as its kind and anchor say.
inline fault at(anchor where, fault_kind kind, int nth = 1)
{
    fault made;
    made.id = std::string(name(kind));
    made.kind = kind;
    made.at = where;
    made.nth = nth;
    return made;
}

}  // namespace syncsim::sim
