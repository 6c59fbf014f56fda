#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include "scenarios/cli/check.hpp"
#include "scenarios/cli/checked_output.hpp"
#include "scenarios/cli/console.hpp"
#include "scenarios/cli/exit_code.hpp"
#include "scenarios/cli/explain.hpp"
#include "scenarios/cli/interruption.hpp"
#include "scenarios/cli/list.hpp"
#include "scenarios/cli/new.hpp"
#include "scenarios/cli/options.hpp"
#include "scenarios/cli/replay.hpp"
#include "scenarios/cli/run.hpp"

namespace syncsim::cli {
namespace {

interruption stop_requested;

extern "C" void end_early(int signal)
{
    stop_requested.request();
    // Who asks again wants no results.
    std::signal(signal, SIG_DFL);
}

/// A failed check aborts; a script is to see that it is our bug.
extern "C" void end_with_our_bug(int)
{
    constexpr std::string_view text =
        "syncsim: this is a bug in syncsim; with --jobs 1 the run it happens in is the one after "
        "the last that is printed\n";
    (void)!write(STDERR_FILENO, text.data(), text.size());
    std::_Exit(static_cast<int>(exit_code::our_bug));
}

environment variables_of_process()
{
    environment found;
    for (char** each = environ; *each != nullptr; ++each) {
        const std::string_view line(*each);
        const auto equals = line.find('=');
        if (equals == std::string_view::npos) continue;
        found.emplace(line.substr(0, equals), line.substr(equals + 1));
    }
    return found;
}

class dispatcher {
public:
    dispatcher(
        const std::vector<std::string>& words,
        const surroundings& where,
        const parsed_command& parsed)
        : words_(words), where_(where), parsed_(parsed)
    {
    }

    exit_code operator()(const printed_text& what) const
    {
        std::cout << what.text;
        return exit_code::as_expected;
    }

    exit_code operator()(const new_options& asked) const
    {
        return write_new_scenario(asked, on_output({}));
    }

    exit_code operator()(const explain_options& asked) const
    {
        const auto& output = asked.which.output;
        return explain_run(asked, console_for(asked.format == report_format::json, output));
    }

    exit_code operator()(const replay_options& asked) const
    {
        return replay_run(asked, console_for(asked.json, asked.which.output));
    }

    exit_code operator()(const check_options& asked) const
    {
        return check_scenarios(asked, console_for(asked.json, asked.output));
    }

    exit_code operator()(const list_options& asked) const
    {
        return list_names(asked, console_for(asked.format == report_format::json, asked.output));
    }

    exit_code operator()(const run_options& asked) const
    {
        return run_scenarios(
            {.asked = asked,
             .words = words_,
             .flags = parsed_.flags,
             .directory = where_.directory,
             .progress_style = progress_for(asked.output),
             .progress_width = width_for(standard_error(), where_.variables)},
            console_for(asked.json == "-", asked.output),
            stop_requested);
    }

private:
    /// Where data goes to standard output, text for people goes to standard error.
    console console_for(bool data_on_output, const output_options& asked) const
    {
        return data_on_output ? on_error(asked) : on_output(asked);
    }

    console on_output(const output_options& asked) const
    {
        return make_console(std::cout, standard_output(), asked);
    }

    console on_error(const output_options& asked) const
    {
        return make_console(std::cerr, standard_error(), asked);
    }

    console make_console(std::ostream& out, const terminal& stream, const output_options& asked)
        const
    {
        return {
            .out = out,
            .error = std::cerr,
            .data = std::cout,
            .color = wants_color(asked.color, stream, where_.variables),
            .width = width_for(stream, where_.variables)};
    }

    progress::style progress_for(const output_options& asked) const
    {
        using reporting = output_options::reporting;
        if (asked.progress == reporting::plain) return progress::style::plain;
        const bool changes = asked.progress == reporting::automatic && standard_error().is_one &&
                             variable(where_.variables, "TERM") != "dumb";
        return changes ? progress::style::changing : progress::style::none;
    }

    const std::vector<std::string>& words_;
    const surroundings& where_;
    const parsed_command& parsed_;
};

exit_code run_command(const std::vector<std::string>& words)
{
    surroundings where{
        .variables = variables_of_process(),
        .directory = std::filesystem::current_path(),
        .cores = std::max(1U, std::thread::hardware_concurrency())};
    if (const auto width = width_for(standard_output(), where.variables)) where.width = width;
    const auto parsed = parse_command(words, where);
    if (parsed) return std::visit(dispatcher{words, where, *parsed}, parsed->what);

    std::cerr << "syncsim: " << parsed.error().message << '\n';
    return exit_code::bad_command_line;
}

}  // namespace
}  // namespace syncsim::cli

int main(int count, char** arguments)
{
    using namespace syncsim::cli;

    std::signal(SIGINT, end_early);
    std::signal(SIGTERM, end_early);
    std::signal(SIGABRT, end_with_our_bug);
    claim_standard_descriptors();
    checked_output out;
    auto code = exit_code::our_bug;
    try {
        code = run_command({arguments + 1, arguments + count});
    } catch (const std::exception& thrown) {
        std::cerr << "syncsim: this is a bug in syncsim: " << thrown.what() << '\n';
    }
    if (const auto failed = out.finish()) {
        std::cerr << "syncsim: the standard output cannot be written: " << failed.message() << '\n';
        if (code != exit_code::our_bug) code = exit_code::bad_command_line;
    }
    return static_cast<int>(code);
}
