#include "scenarios/cli/console.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

namespace syncsim::cli {
namespace {

constexpr std::size_t width_min = 20;
constexpr std::size_t story_width_min = 60;
constexpr std::size_t story_width_default = 100;

terminal of_descriptor(int descriptor) noexcept
{
    terminal found{.is_one = isatty(descriptor) == 1};
    winsize size{};
    if (found.is_one && ioctl(descriptor, TIOCGWINSZ, &size) == 0) found.width = size.ws_col;
    return found;
}

std::string_view code_of(paint with)
{
    switch (with) {
    case paint::good: return "\x1b[32m";
    case paint::bad: return "\x1b[1;31m";
    case paint::doubtful: return "\x1b[33m";
    case paint::faint: return "\x1b[2m";
    }
    return "";
}

}  // namespace

terminal standard_output() noexcept
{
    return of_descriptor(STDOUT_FILENO);
}

terminal standard_error() noexcept
{
    return of_descriptor(STDERR_FILENO);
}

std::size_t console::story_width() const noexcept
{
    return width == 0 ? story_width_default : std::max(width, story_width_min);
}

std::string painted(const console& on, paint with, std::string_view text)
{
    if (!on.color) return std::string(text);
    return std::string(code_of(with)) + std::string(text) + "\x1b[0m";
}

bool wants_color(
    output_options::coloring asked,
    const terminal& stream,
    const environment& variables)
{
    if (asked != output_options::coloring::automatic) {
        return asked == output_options::coloring::always;
    }
    const bool is_dumb = variable(variables, "TERM") == "dumb";
    return stream.is_one && !is_dumb && !variable(variables, "NO_COLOR");
}

std::size_t width_for(const terminal& stream, const environment& variables)
{
    const auto columns = variable(variables, "COLUMNS").value_or("");
    std::size_t width = 0;
    const auto [end, error] =
        std::from_chars(columns.data(), columns.data() + columns.size(), width);
    const bool is_number = error == std::errc{} && end == columns.data() + columns.size();
    if (!is_number || width == 0) width = stream.width;
    return width == 0 ? 0 : std::max(width, width_min);
}

}  // namespace syncsim::cli
