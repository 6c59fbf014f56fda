#include "scenarios/cli/file_text.hpp"

#include <algorithm>
#include <array>
#include <boost/system/errc.hpp>
#include <boost/system/error_code.hpp>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace syncsim::cli {
namespace {

boost::system::error_code last_error()
{
    return {errno, boost::system::generic_category()};
}

/// What has no size, and may say something for ever or never.
constexpr std::array endless{
    std::filesystem::file_type::block,
    std::filesystem::file_type::character,
    std::filesystem::file_type::fifo,
    std::filesystem::file_type::socket};

struct file_closer {
    void operator()(std::FILE* open) const { std::fclose(open); }
};

}  // namespace

// Not by a stream: its errors of reading are exceptions that do not say what happened.
boost::system::result<std::string> read_text(const std::filesystem::path& file, std::size_t most)
{
    // To open a pipe is to wait for whoever writes into it.
    std::error_code ignored;
    const auto type = std::filesystem::status(file, ignored).type();
    if (std::ranges::find(endless, type) != endless.end()) {
        return make_error_code(boost::system::errc::operation_not_supported);
    }
    const std::unique_ptr<std::FILE, file_closer> open(std::fopen(file.c_str(), "rb"));
    if (!open) return last_error();

    std::string text;
    std::array<char, 16384> part{};
    while (const auto size = std::fread(part.data(), 1, part.size(), open.get())) {
        if (size > most - text.size()) {
            return make_error_code(boost::system::errc::file_too_large);
        }
        text.append(part.data(), size);
    }
    if (std::ferror(open.get()) != 0) return last_error();
    return text;
}

}  // namespace syncsim::cli
