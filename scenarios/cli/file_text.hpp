#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <filesystem>
#include <string>

namespace syncsim::cli {

/// All bytes of a file, or the operating system's reason why they cannot be read.
///
/// Errors: beside those, `file_too_large` for more than `most` bytes, and `operation_not_supported`
/// for a pipe or a device, which is not even opened.
boost::system::result<std::string> read_text(
    const std::filesystem::path& file,
    std::size_t most = std::size_t{1} << 30U);

}  // namespace syncsim::cli
