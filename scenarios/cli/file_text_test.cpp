#include "scenarios/cli/file_text.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

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

TEST(FileText, StopsWhereThereIsMoreThanIsWanted)
{
    const auto file = fs::path(testing::TempDir()) / "file-text-large";
    std::ofstream(file, std::ios::binary) << std::string(40'000, 'x');

    const auto all = read_text(file, 40'000);
    const auto too_much = read_text(file, 39'999);
    fs::remove(file);

    EXPECT_TRUE(all);
    ASSERT_FALSE(too_much);
    EXPECT_EQ(too_much.error().value(), EFBIG);
}

TEST(FileText, NeitherWaitsForAPipeNorReadsADevice)
{
    const auto pipe = fs::path(testing::TempDir()) / "file-text-pipe";
    fs::remove(pipe);
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);

    const auto of_pipe = read_text(pipe);
    const auto of_device = read_text("/dev/zero");
    fs::remove(pipe);

    ASSERT_FALSE(of_pipe);
    EXPECT_EQ(of_pipe.error().value(), EOPNOTSUPP);
    ASSERT_FALSE(of_device);
    EXPECT_EQ(of_device.error().value(), EOPNOTSUPP);
}

}  // namespace
}  // namespace syncsim::cli
