#include "sim/file/covering_array.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace syncsim::sim {
namespace {

using rows = std::vector<covering_row>;
using pairs = std::set<std::vector<std::size_t>>;

bool always(const covering_row&)
{
    return true;
}

/// Which values of which two columns stand together in some row: column, value, column, value.
pairs pairs_in(const rows& table)
{
    pairs found;
    for (const auto& row : table) {
        for (std::size_t one = 0; one < row.size(); ++one) {
            for (std::size_t other = one + 1; other < row.size(); ++other) {
                found.insert({one, row[one], other, row[other]});
            }
        }
    }
    return found;
}

TEST(CoveringArray, OfAllColumnsIsEveryRowInOrder)
{
    const auto all = cover({2, 3}, 2, always);

    EXPECT_EQ(all.rows, (rows{{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}}));
    EXPECT_TRUE(all.senseless.empty());
}

TEST(CoveringArray, LeavesOutRowsWithoutSense)
{
    const auto some = cover({2, 2}, 2, [](const covering_row& row) { return row[0] != row[1]; });

    EXPECT_EQ(some.rows, (rows{{0, 1}, {1, 0}}));
    EXPECT_EQ(some.senseless, (rows{{0, 0}, {1, 1}}));
}

TEST(CoveringArray, OfPairsHasEveryPairInFewRows)
{
    const std::vector<std::size_t> sizes{20, 4, 3, 3};
    const auto all = pairs_in(cover(sizes, sizes.size(), always).rows);

    const auto few = cover(sizes, 2, always).rows;

    EXPECT_EQ(pairs_in(few), all);
    // No fewer than the two largest columns need; all of them together are 720.
    EXPECT_GE(few.size(), 80U);
    EXPECT_LE(few.size(), 90U);
}

TEST(CoveringArray, OfSingleValuesHasEachOnce)
{
    const auto few = cover({5, 2, 3}, 1, always).rows;

    EXPECT_EQ(few.size(), 5U);
    std::set<std::pair<std::size_t, std::size_t>> seen;
    for (const auto& row : few) {
        for (std::size_t column = 0; column < 3; ++column) seen.emplace(column, row[column]);
    }
    EXPECT_EQ(seen.size(), 10U);
}

TEST(CoveringArray, CoversEveryPairThatMakesSenseAndNamesTheOthers)
{
    const std::vector<std::size_t> sizes{4, 3, 3};
    // The first value of one column goes with no other than the first of the next.
    const auto makes_sense = [](const covering_row& row) { return row[0] != 0 || row[1] == 0; };

    const auto some = cover(sizes, 2, makes_sense);

    EXPECT_TRUE(std::ranges::all_of(some.rows, makes_sense));
    EXPECT_EQ(pairs_in(some.rows), pairs_in(cover(sizes, 3, makes_sense).rows));
    EXPECT_THAT(
        some.senseless,
        testing::UnorderedElementsAre(covering_row{0, 1, 0}, covering_row{0, 2, 0}));
}

TEST(CoveringArray, IsTheSameEveryTime)
{
    EXPECT_EQ(cover({7, 5, 3}, 2, always).rows, cover({7, 5, 3}, 2, always).rows);
}

}  // namespace
}  // namespace syncsim::sim
