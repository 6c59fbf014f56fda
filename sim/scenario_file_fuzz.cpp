#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "protocol/support/check.hpp"
#include "protocol/support/fuzz_dictionary.hpp"
#include "sim/file/vocabulary.hpp"
#include "sim/scenario_file.hpp"
#include "sim/scenario_testing.hpp"

/// Loads any bytes: they are refused at places in the order of the text, or the scenario is written
/// as one that loads to its equal.
namespace syncsim::sim {
namespace {

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

std::vector<std::string_view> words()
{
    std::vector<std::string_view> all;
    for (const auto* const each :
         {&anchor_words(),
          &fault_words(),
          &invariant_words(),
          &mark_words(),
          &error_code_words(),
          &variant_words(),
          &step_words()}) {
        std::ranges::copy(each->known, std::back_inserter(all));
    }
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
