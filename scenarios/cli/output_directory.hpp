#pragma once

#include <boost/system/result.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace syncsim::cli {

/// Why something could not be written, as a sentence.
struct write_error {
    std::string message;
};

[[noreturn]] void throw_exception_from_error(
    const write_error& unexpected,
    const boost::source_location& where);

/// Where the results of one command go: a directory with the next number, `0007-run`, so that names
/// stay the same from run to run, and a link `latest` beside it.
class output_directory {
public:
    /// Makes the next one below `base`, and points `latest` at it.
    static boost::system::result<output_directory, write_error> make(
        const std::filesystem::path& base,
        std::string_view verb);

    const std::filesystem::path& path() const noexcept { return path_; }

    /// Writes a file, and the directories that lead to it.
    std::optional<write_error> write(const std::filesystem::path& below, std::string_view text)
        const;

private:
    explicit output_directory(std::filesystem::path path) : path_(std::move(path)) {}

    std::filesystem::path path_;
};

/// Writes a file anywhere.
std::optional<write_error> write_file(const std::filesystem::path& file, std::string_view text);

}  // namespace syncsim::cli
