#include "scenarios/cli/run_record.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/clocks.hpp"
#include "scenarios/cli/flags.hpp"
#include "scenarios/cli/run_line.hpp"
#include "scenarios/cli/version.hpp"

namespace syncsim::cli {
namespace {

constexpr std::string_view compiler =
#ifdef __clang__
    "clang " __clang_version__;
#else
    "g++ " __VERSION__;
#endif

std::string spelled(std::span<const std::string> words)
{
    std::string text = "syncsim";
    for (const auto& each : words) text += " " + shell_word(each);
    return text;
}

/// The flag as it is written on a command line; empty for one that is off or has no value.
std::string spelled(const flag_value& each)
{
    if (each.value.empty() || each.value == "false" || each.value == "0") return {};
    const bool is_switch = flag_called(std::string_view(each.flag).substr(2)).value.empty();
    if (is_switch) return " " + each.flag;
    return " " + each.flag + "=" + shell_word(each.value);
}

/// The command with every flag that counts, wherever it was set.
std::string complete_command(const run_record& record)
{
    auto text = spelled(record.words.empty() ? record.words : std::vector{record.words.front()});
    for (const auto& each : record.operands) text += " " + shell_word(each);
    for (auto each : record.flags) {
        if (each.flag == "--seed" && record.drawn_seed) {
            each.value = seed_text(record.drawn_seed);
        }
        text += spelled(each);
    }
    return text;
}

std::string started(const run_record& record)
{
    const auto since_1970 =
        std::chrono::floor<std::chrono::seconds>(record.started).time_since_epoch();
    return protocol::to_wire_time(since_1970) + " UTC";
}

}  // namespace

std::string to_text(const run_record& record)
{
    auto text = fmt::format(
        "version    syncsim {}\n"
        "compiler   {}\n"
        "started    {}\n"
        "directory  {}\n"
        "command    {}\n"
        "complete   {}\n",
        version,
        compiler,
        started(record),
        record.directory,
        spelled(record.words),
        complete_command(record));
    if (record.ended) {
        text += fmt::format(
            "took       {} ms\n"
            "exit       {}\n",
            record.ended->took.count(),
            static_cast<int>(record.ended->code));
    }
    text += "\nflags, and what set them\n";
    for (const auto& each : record.flags) {
        text += fmt::format(
            "  {:<22} {:<16} {}\n", each.flag, each.value.empty() ? "-" : each.value, each.origin);
    }
    if (record.drawn_seed) {
        text += fmt::format("\nthe random seed was {}\n", seed_text(record.drawn_seed));
    }
    return text;
}

}  // namespace syncsim::cli
