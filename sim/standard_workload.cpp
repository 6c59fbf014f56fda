#include "sim/standard_workload.hpp"

#include "sim/script.hpp"

namespace syncsim::sim {
namespace {

scenario make_s()
{
    auto made = script{{device("phone"), device("laptop")}}
                    .create("phone", "milk")
                    .create("laptop", "bread")
                    .sync("phone", {at(anchor::push_response, fault_kind::drop)})
                    .sync("laptop")
                    .edit("phone", "milk")
                    .create("phone", "tea")
                    .sync("phone")
                    .edit("laptop", "milk")
                    .erase("laptop", "bread")
                    .sync("laptop");
    made.settings().name = "workload-s";
    made.settings().settle.rounds = 1;
    return made;
}

scenario make_m()
{
    auto made = script{{device("phone"), device("laptop"), device("tablet")}}
                    .create("phone", "milk")
                    .create("phone", "eggs")
                    .create("laptop", "bread")
                    .create("tablet", "tea")
                    .sync("phone", {at(anchor::push_response, fault_kind::drop)})
                    .sync("laptop")
                    .sync("tablet")
                    .edit("phone", "milk", R"({"text":"oat milk"})")
                    .edit("laptop", "milk", R"({"text":"two litres"})")
                    .edit("phone", "eggs")
                    .create("laptop", "butter")
                    .sync("phone")
                    .sync("laptop", {at(anchor::push_after_commit, fault_kind::crash_server)})
                    .edit("tablet", "tea")
                    .edit("tablet", "milk", R"({"brand":"any"})")
                    .create("tablet", "jam")
                    .sync("tablet")
                    .erase("phone", "eggs")
                    .edit("phone", "milk", R"({"text":"no milk"})")
                    .create("phone", "salt")
                    .sync("phone", {at(anchor::apply_mid, fault_kind::crash_client)})
                    .edit("laptop", "bread")
                    .edit("laptop", "butter")
                    .erase("laptop", "bread")
                    .sync("laptop")
                    .create("phone", "rice")
                    .edit("phone", "salt")
                    .sync("phone")
                    .edit("tablet", "jam")
                    .sync("tablet");
    made.settings().name = "workload-m";
    made.settings().settle.rounds = 1;
    return made;
}

}  // namespace

const scenario& workload_s()
{
    static const scenario made = make_s();
    return made;
}

const scenario& workload_m()
{
    static const scenario made = make_m();
    return made;
}

}  // namespace syncsim::sim
