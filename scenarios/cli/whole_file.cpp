#include "scenarios/cli/whole_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace syncsim::cli {
namespace {

namespace fs = std::filesystem;

std::error_code last_error()
{
    return {errno, std::generic_category()};
}

write_error cannot_write(const fs::path& file, const std::error_code& why)
{
    return {"cannot write " + file.generic_string() + ": " + why.message()};
}

/// Every byte, as far as to the disk.
std::error_code write_all(int open_file, std::string_view text)
{
    while (!text.empty()) {
        const auto written = write(open_file, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return last_error();
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    if (fsync(open_file) != 0 && errno != EINVAL) return last_error();
    return {};
}

/// A file that was not there, with these permissions. Takes it away again where not all of it can
/// be written.
std::error_code write_new(const fs::path& file, std::string_view text, mode_t permissions)
{
    const int open_file = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions);
    if (open_file < 0) return last_error();
    auto failed = write_all(open_file, text);
    if (close(open_file) != 0 && !failed) failed = last_error();
    if (failed) unlink(file.c_str());
    return failed;
}

}  // namespace

std::optional<write_error> create_file(const fs::path& file, std::string_view text)
{
    constexpr mode_t for_everybody = 0666;
    std::error_code failed;
    if (file.has_parent_path()) fs::create_directories(file.parent_path(), failed);
    if (!failed) failed = write_new(file, text, for_everybody);
    if (!failed) return std::nullopt;
    if (failed != std::errc::file_exists) return cannot_write(file, failed);
    return write_error{
        file.generic_string() +
        " is there already and stays as it is; write another name, or remove it first"};
}

std::optional<write_error> replace_file(const fs::path& file, std::string_view text)
{
    std::error_code failed;
    const auto target = fs::canonical(file, failed);
    if (failed) return cannot_write(file, failed);
    struct stat is{};
    if (stat(target.c_str(), &is) != 0) return cannot_write(file, last_error());

    // Hidden, and with no ending of a scenario, so that nobody takes it for one.
    const auto fresh = target.parent_path() /
                       ("." + target.filename().string() + "." + std::to_string(getpid()) + ".new");
    constexpr mode_t of_owner = 0600;
    failed = write_new(fresh, text, of_owner);
    if (failed) return cannot_write(file, failed);
    const bool moved = chmod(fresh.c_str(), is.st_mode & 07777U) == 0 &&
                       rename(fresh.c_str(), target.c_str()) == 0;
    if (moved) return std::nullopt;
    failed = last_error();
    unlink(fresh.c_str());
    return cannot_write(file, failed);
}

}  // namespace syncsim::cli
