#include "scenarios/cli/output_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <source_location>
#include <system_error>

#include "protocol/support/check.hpp"

namespace syncsim::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view link_name = "latest";

write_error cannot(std::string_view what, const fs::path& path, const std::error_code& error)
{
    return {fmt::format("cannot {} {}: {}", what, path.generic_string(), error.message())};
}

/// The number that a name like "0007-run" begins with; 0 for any other name.
int number_of(const std::string& name)
{
    int number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    const bool is_numbered =
        error == std::errc{} && end != name.data() + name.size() && *end == '-';
    return is_numbered ? std::max(number, 0) : 0;
}

/// Points the link elsewhere without a moment in which there is none. Where there can be no link,
/// or something else has its name, the results are there without it.
void point_link(const fs::path& base, const fs::path& at)
{
    std::error_code ignored;
    const auto link = base / link_name;
    const bool in_the_way = fs::exists(fs::symlink_status(link, ignored)) &&
                            !fs::is_symlink(fs::symlink_status(link, ignored));
    if (in_the_way) return;
    const auto fresh = base / ("." + at.filename().string() + "-link");
    fs::create_directory_symlink(at.filename(), fresh, ignored);
    fs::rename(fresh, link, ignored);
}

}  // namespace

void throw_exception_from_error(const write_error& unexpected, const boost::source_location& where)
{
    support::check_failed(
        unexpected.message + ", ignored at " + where.to_string(), std::source_location::current());
}

boost::system::result<output_directory, write_error> output_directory::make(
    const fs::path& base,
    std::string_view verb)
{
    std::error_code error;
    fs::create_directories(base, error);
    if (error) return cannot("make the directory", base, error);
    if (!fs::is_directory(base, error)) {
        return cannot("make the directory", base, std::make_error_code(std::errc::not_a_directory));
    }

    int number = 0;
    for (const auto& each : fs::directory_iterator(base, error)) {
        number = std::max(number, number_of(each.path().filename().string()));
    }
    if (error) return cannot("read the directory", base, error);

    // Another process may take a number at the same time, so it is the making that decides.
    constexpr int tries_max = 1000;
    for (int attempt = 0; attempt < tries_max; ++attempt) {
        const auto path = base / fmt::format("{:04}-{}", ++number, verb);
        if (fs::create_directory(path, error)) {
            point_link(base, path);
            return output_directory{path};
        }
        if (error) return cannot("make the directory", path, error);
    }
    return write_error{"cannot find a free number in " + base.generic_string()};
}

std::optional<write_error> output_directory::write(const fs::path& below, std::string_view text)
    const
{
    const auto file = path_ / below;
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    if (error) return cannot("make the directory", file.parent_path(), error);
    return write_file(file, text);
}

std::optional<write_error> write_file(const fs::path& file, std::string_view text)
{
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    if (out) out << text << std::flush;
    if (out) return std::nullopt;
    return cannot("write", file, {errno, std::generic_category()});
}

}  // namespace syncsim::cli
