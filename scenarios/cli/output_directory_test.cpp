#include "scenarios/cli/output_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace syncsim::cli {
namespace {

namespace fs = std::filesystem;

class OutputDirectory : public testing::Test {
protected:
    void SetUp() override
    {
        const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
        base_ = fs::path(testing::TempDir()) / (std::string("output-") + test->name());
        fs::remove_all(base_);
    }
    void TearDown() override { fs::remove_all(base_); }

    const fs::path& base() const { return base_; }

    std::string made() const
    {
        const auto directory = output_directory::make(base_, "run");
        return directory ? directory->path().filename().string() : directory.error().message;
    }

private:
    fs::path base_;
};

std::string text_of(const fs::path& file)
{
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST_F(OutputDirectory, CountsOnFromTheLargestNumber)
{
    EXPECT_EQ(made(), "0001-run");
    EXPECT_EQ(made(), "0002-run");
    fs::create_directories(base() / "0041-sweep");
    fs::create_directories(base() / "9000");
    EXPECT_EQ(made(), "0042-run");
}

TEST_F(OutputDirectory, PointsLatestAtTheLastOne)
{
    made();
    made();

    EXPECT_EQ(fs::read_symlink(base() / "latest"), "0002-run");
}

TEST_F(OutputDirectory, LeavesADirectoryAloneThatIsCalledLatest)
{
    fs::create_directories(base() / "latest" / "mine");

    EXPECT_EQ(made(), "0001-run");
    EXPECT_TRUE(fs::is_directory(base() / "latest" / "mine"));
}

TEST_F(OutputDirectory, RefusesToBeAFile)
{
    std::ofstream(base()) << "a file";

    EXPECT_NE(made().find("cannot make the directory"), std::string::npos);
}

TEST_F(OutputDirectory, WritesFilesAndTheirDirectories)
{
    const auto directory = output_directory::make(base(), "run");
    ASSERT_TRUE(directory);

    EXPECT_FALSE(directory->write("runs/a/b.txt", "text"));
    EXPECT_EQ(text_of(base() / "latest" / "runs" / "a" / "b.txt"), "text");
}

TEST_F(OutputDirectory, SaysWhyAFileCannotBeWritten)
{
    const auto directory = output_directory::make(base(), "run");
    ASSERT_TRUE(directory);
    EXPECT_FALSE(directory->write("here", "text"));

    EXPECT_TRUE(directory->write("here/below", "text"));
}

}  // namespace
}  // namespace syncsim::cli
