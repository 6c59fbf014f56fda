#include "scenarios/cli/whole_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <string>

namespace syncsim::cli {
namespace {

namespace fs = std::filesystem;

class WholeFile : public testing::Test {
protected:
    void SetUp() override
    {
        const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
        directory_ = fs::path(testing::TempDir()) / (std::string("whole-") + test->name());
        fs::remove_all(directory_);
        fs::create_directories(directory_);
    }
    void TearDown() override { fs::remove_all(directory_); }

    fs::path at(std::string_view name) const { return directory_ / name; }

    void write(std::string_view name, std::string_view text) const
    {
        std::ofstream(at(name), std::ios::binary) << text;
    }

    std::string text_of(std::string_view name) const
    {
        std::ifstream in(at(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    std::size_t files() const
    {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(directory_), fs::directory_iterator()));
    }

private:
    fs::path directory_;
};

TEST_F(WholeFile, IsMadeWithTheDirectoriesThatLeadToIt)
{
    EXPECT_FALSE(create_file(at("a/b/c.txt"), "text"));
    EXPECT_EQ(text_of("a/b/c.txt"), "text");
}

TEST_F(WholeFile, IsNotMadeOverAnother)
{
    write("there.txt", "theirs");

    const auto failed = create_file(at("there.txt"), "ours");

    ASSERT_TRUE(failed);
    EXPECT_NE(failed->message.find("is there already and stays as it is"), std::string::npos);
    EXPECT_EQ(text_of("there.txt"), "theirs");
}

TEST_F(WholeFile, IsNotMadeBelowAFile)
{
    write("file", "");

    EXPECT_TRUE(create_file(at("file/below.txt"), "text"));
}

TEST_F(WholeFile, IsReplacedWithItsPermissions)
{
    write("mine.txt", "before");
    chmod(at("mine.txt").c_str(), 0640);

    EXPECT_FALSE(replace_file(at("mine.txt"), "after"));

    EXPECT_EQ(text_of("mine.txt"), "after");
    EXPECT_EQ(files(), 1u);
    struct stat is{};
    ASSERT_EQ(stat(at("mine.txt").c_str(), &is), 0);
    EXPECT_EQ(is.st_mode & 0777U, 0640u);
}

TEST_F(WholeFile, IsReplacedBehindALink)
{
    write("real.txt", "before");
    fs::create_symlink("real.txt", at("link.txt"));

    EXPECT_FALSE(replace_file(at("link.txt"), "after"));

    EXPECT_TRUE(fs::is_symlink(at("link.txt")));
    EXPECT_EQ(text_of("real.txt"), "after");
}

TEST_F(WholeFile, IsNotReplacedWhereThereIsNone)
{
    EXPECT_TRUE(replace_file(at("gone.txt"), "after"));
    EXPECT_EQ(files(), 0u);
}

}  // namespace
}  // namespace syncsim::cli
