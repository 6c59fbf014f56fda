#include "scenarios/cli/file_text.hpp"

#include <array>
#include <boost/system/error_code.hpp>
#include <cerrno>
#include <cstdio>
#include <memory>

namespace syncsim::cli {
namespace {

boost::system::error_code last_error()
{
    return {errno, boost::system::generic_category()};
}

struct file_closer {
    void operator()(std::FILE* open) const { std::fclose(open); }
};

}  // namespace

// Not by a stream: its errors of reading are exceptions that do not say what happened.
boost::system::result<std::string> read_text(const std::filesystem::path& file)
{
    const std::unique_ptr<std::FILE, file_closer> open(std::fopen(file.c_str(), "rb"));
    if (!open) return last_error();

    std::string text;
    std::array<char, 16384> part{};
    while (const auto size = std::fread(part.data(), 1, part.size(), open.get())) {
        text.append(part.data(), size);
    }
    if (std::ferror(open.get()) != 0) return last_error();
    return text;
}

}  // namespace syncsim::cli
