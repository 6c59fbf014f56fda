#include "scenarios/cli/file_text.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <fstream>

namespace syncsim::cli {
namespace {

namespace fs = std::filesystem;

TEST(FileText, IsEveryByteOfTheFile)
{
    const auto file = fs::path(testing::TempDir()) / "file-text";
    const std::string bytes = std::string(40'000, 'x') + '\0' + "\r\n";
    std::ofstream(file, std::ios::binary) << bytes;

    const auto read = read_text(file);
    fs::remove(file);

    ASSERT_TRUE(read);
    EXPECT_EQ(*read, bytes);
}

TEST(FileText, SaysWhyItCannotBeRead)
{
    const auto gone = read_text(fs::path(testing::TempDir()) / "no-such-file");
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().value(), ENOENT);

    const auto directory = read_text(testing::TempDir());
    ASSERT_FALSE(directory);
    EXPECT_EQ(directory.error().value(), EISDIR);
}

}  // namespace
}  // namespace syncsim::cli
