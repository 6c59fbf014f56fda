#include "scenarios/cli/help.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "scenarios/cli/exit_code.hpp"
#include "scenarios/cli/paragraph.hpp"
#include "scenarios/cli/version.hpp"

namespace syncsim::cli {
namespace {

struct help_row {
    std::string left;
    std::string right;
};

std::string table_of(std::span<const help_row> rows, std::size_t width)
{
    constexpr std::size_t margin = 2;
    constexpr std::size_t left_max = 26;
    std::size_t left = 0;
    for (const auto& row : rows) {
        const auto columns = columns_of(row.left);
        if (columns <= left_max) left = std::max(left, columns);
    }
    const auto indent = margin + left + 2;

    std::string text;
    for (const auto& row : rows) {
        auto line = std::string(margin, ' ') + row.left;
        if (columns_of(row.left) > left) {
            text += line + "\n";
            line.clear();
        }
        text += paragraph(padded(std::move(line), indent) + row.right, width, indent) + "\n";
    }
    return text;
}

std::string spelling(const flag& of)
{
    std::string text = of.letter == '\0' ? "" : std::string("-") + of.letter + ", ";
    text += "--" + std::string(of.name);
    if (!of.value.empty()) text += " " + std::string(of.value);
    return text;
}

}  // namespace

std::string overview(std::size_t width)
{
    std::vector<help_row> rows;
    for (const auto& each : all_verbs()) {
        rows.push_back({"syncsim " + std::string(each.name), std::string(each.does)});
    }
    rows.push_back({"syncsim help VERB", "say what a verb takes, and what exit codes mean"});
    rows.push_back({"syncsim --version", "print the version"});
    const std::vector<help_row> start{
        {"syncsim new mine", "writes mine.jsonc, whose comments say what it is about"},
        {"syncsim run mine.jsonc", "shows how that breaks the protocol as written"}};
    return paragraph(
               "syncsim " + std::string(version) +
                   " plays an offline-first sync protocol in virtual time, breaks something at "
                   "every step, and shows what people would lose.",
               width,
               0) +
           "\n\n" + table_of(rows, width) +
           "\nexamples\n"
           "  syncsim run scenarios\n"
           "  syncsim run scenarios/retries --variant as-written -v\n"
           "  syncsim list faults\n"
           "\nwhere to start\n" +
           table_of(start, width);
}

std::string help_of(const verb& of, std::size_t width)
{
    std::vector<help_row> rows;
    for (const auto name : of.flags) {
        const auto& each = flag_called(name);
        auto meaning = std::string(each.meaning);
        if (!each.value.empty() && !each.built_in.empty()) {
            meaning += " (" + std::string(each.built_in) + ")";
        }
        rows.push_back({spelling(each), std::move(meaning)});
    }
    rows.push_back({"-h, --help", "this text"});
    std::vector<help_row> codes;
    codes.reserve(all_exit_codes.size());
    for (const auto& each : all_exit_codes) {
        codes.push_back({std::to_string(static_cast<int>(each.code)), std::string(each.meaning)});
    }

    auto usage = "usage: syncsim " + std::string(of.name);
    if (!of.operands.empty()) usage += " " + std::string(of.operands);
    if (!of.flags.empty()) usage += " [FLAG…]";
    auto text = paragraph(usage + "\n", width, 7);
    text += "\n" + paragraph(of.does, width, 0) + "\n\n" + paragraph(of.details, width, 0) + "\n";
    text += "\nflags\n" + table_of(rows, width);
    if (!of.flags.empty()) {
        text += "\n" +
                paragraph(
                    "A flag that is not given is set by its variable (SYNCSIM_MAX_FAILURES for "
                    "--max-failures), else by syncsim.json in the directory or the nearest parent "
                    "({\"max-failures\": 3}), else as in brackets.",
                    width,
                    0) +
                "\n";
    }
    text += "\nexit codes\n" + table_of(codes, width);
    text += "\nexamples\n";
    for (const auto each : of.examples) text += "  " + std::string(each) + "\n";
    return text;
}

}  // namespace syncsim::cli
