#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <ranges>
#include <string>
#include <vector>

#include "protocol/variant.hpp"
#include "sim/explore/generated.hpp"
#include "sim/scenario_file.hpp"
#include "sim/world.hpp"

/// Prints "<scenario> <variant> <digest> <events>" for every run of every scenario file under a
/// directory, and of the first generated scenarios. Builds of two compilers must print the same.
namespace syncsim::sim {
namespace {

constexpr std::uint64_t generated_scenarios = 1000;

std::vector<std::filesystem::path> scenario_files(const std::filesystem::path& under)
{
    std::vector<std::filesystem::path> files;
    for (const auto& each : std::filesystem::recursive_directory_iterator(under)) {
        if (each.path().extension() == ".jsonc") files.push_back(each.path());
    }
    std::ranges::sort(files);
    return files;
}

loaded_scenarios load(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    return load_scenarios(text, file.generic_string());
}

void print_digests(const scenario& script)
{
    const auto variants =
        script.variants.empty() ? protocol::presets() : std::span(script.variants);
    for (const auto& variant : variants) {
        const auto seen = run(script, variant, {.keep_trace = false});
        fmt::print(
            "{}{}{} {} {:#018x} {}\n",
            script.name,
            script.point.empty() ? "" : " ",
            script.point,
            variant.name,
            seen.digest,
            seen.events);
    }
}

}  // namespace
}  // namespace syncsim::sim

int main(int count, char** arguments)
{
    using namespace syncsim::sim;

    const std::filesystem::path scenarios{count > 1 ? arguments[1] : "scenarios"};
    for (const auto& file : scenario_files(scenarios)) {
        const auto loaded = load(file);
        if (!loaded) {
            for (const auto& each : loaded.error()) std::cerr << to_string(each) << '\n';
            return 3;
        }
        for (const auto& each : loaded->points) print_digests(each);
    }
    for (std::uint64_t each = 0; each < generated_scenarios; ++each) print_digests(generated(each));
}
