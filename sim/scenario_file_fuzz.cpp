#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "protocol/json_text.hpp"
#include "protocol/support/check.hpp"
#include "protocol/support/fuzz_dictionary.hpp"
#include "sim/scenario_file.hpp"
#include "sim/scenario_testing.hpp"
#include "sim/schema/scenario_schema.hpp"

/// Loads any bytes: they are refused at places in the order of the text, or the scenario is written
/// as one that loads to its equal.
namespace syncsim::sim {
namespace {

namespace json = protocol::json;
using support::check;

void must_say_why(const std::vector<scenario_error>& refused)
{
    check(!refused.empty(), "a file that is refused has an error");
    source_place last{.line = 1, .column = 1};
    for (const auto& each : refused) {
        check(
            each.at.line > last.line ||
                (each.at.line == last.line && each.at.column >= last.column),
            "errors stand in the order of the text");
        check(!each.message.empty(), "an error says what is wrong");
        last = each.at;
    }
}

void try_file(std::string_view text)
{
    const auto loaded = load_scenarios(text, "x");
    if (!loaded) return must_say_why(loaded.error());

    for (const auto& each : loaded->points) {
        const auto written = to_text(each);
        const auto again = load_scenario(written, "written");
        check(without_places(again.value()) == without_places(each), "a file says what was loaded");
    }
}

/// The names of members and the words that the schema of the format offers.
void collect(const json::value& schema, std::vector<std::string_view>& into)
{
    if (const auto* const elements = schema.elements()) {
        for (const auto& each : *elements) collect(each, into);
    }
    const auto* const members = schema.members();
    if (members == nullptr) return;
    for (const auto& [name, _, value] : *members) {
        collect(value, into);
        if (name == "properties" && value.members() != nullptr) {
            for (const auto& each : *value.members()) into.emplace_back(each.name);
        }
        if (name == "const" && value.text() != nullptr) into.emplace_back(*value.text());
        if (name != "enum" || value.elements() == nullptr) continue;
        for (const auto& each : *value.elements()) into.emplace_back(*each.text());
    }
}

std::vector<std::string_view> words()
{
    static const auto schema = json::parse(scenario_schema()).value();
    std::vector<std::string_view> all;
    collect(schema, all);
    std::ranges::sort(all);
    all.erase(std::ranges::unique(all).begin(), all.end());
    return all;
}

}  // namespace
}  // namespace syncsim::sim

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments)
{
    syncsim::support::offer_dictionary(*count, *arguments, syncsim::sim::words());
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    syncsim::sim::try_file({reinterpret_cast<const char*>(data), size});
    return 0;
}
