#pragma once

#include <boost/system/result.hpp>
#include <filesystem>
#include <string>

namespace syncsim::cli {

/// All bytes of a file, or the operating system's reason why they cannot be read.
boost::system::result<std::string> read_text(const std::filesystem::path& file);

}  // namespace syncsim::cli
