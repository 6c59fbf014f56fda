#include "sim/mark.hpp"

#include <gtest/gtest.h>

#include <set>

namespace syncsim::sim {
namespace {

TEST(Mark, FindsEachByItsName)
{
    for (const auto& row : all_marks()) {
        EXPECT_EQ(find_mark(row.name), row.which);
        EXPECT_EQ(name(row.which), row.name);
    }
    EXPECT_EQ(find_mark("client_retry"), std::nullopt);
    EXPECT_EQ(name(mark::late_complete), "late-complete");
}

TEST(Mark, HasAMeaningOfItsOwnThatIsNoSentence)
{
    std::set<std::string_view> meanings;
    for (const auto& row : all_marks()) {
        meanings.insert(row.meaning);
        EXPECT_FALSE(row.meaning.ends_with('.')) << row.name;
    }
    EXPECT_EQ(meanings.size(), all_marks().size());
}

}  // namespace
}  // namespace syncsim::sim
