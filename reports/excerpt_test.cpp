#include "reports/excerpt.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ranges>

#include "reports/story_testing.hpp"

namespace syncsim::reports {
namespace {

using kind = timeline_line::kind;

std::vector<excerpt_row> excerpt_of(const told_run& told, std::size_t rows_max = 34)
{
    return excerpt(told.lines, told.with, told.run.violations, rows_max);
}

std::size_t count(const std::vector<excerpt_row>& rows, kind what)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        rows, [&](const excerpt_row& row) { return row.line && row.line->what == what; }));
}

bool shows(const std::vector<excerpt_row>& rows, sim::event_ordinal at)
{
    return std::ranges::any_of(rows, [&](const excerpt_row& row) {
        return row.line && std::ranges::find(row.line->covers, at) != row.line->covers.end();
    });
}

TEST(Excerpt, MarksTheEventWithWhichAnInvariantBreaks)
{
    const told_run told{lost_push_reply()};

    const auto rows = excerpt_of(told);

    const auto marked = std::ranges::find_if(rows, [](const excerpt_row& row) {
        return row.line &&
               std::ranges::find(
                   row.line->notes, line_note{tone::bad, "◀ create-once breaks here"}) !=
                   row.line->notes.end();
    });
    ASSERT_NE(marked, rows.end());
    EXPECT_EQ(marked->line->what, kind::commit);
}

TEST(Excerpt, KeepsEveryProofHoweverLittleRoomThereIs)
{
    const told_run told{lost_push_reply()};

    const auto rows = excerpt_of(told, 1);

    for (const auto& broken : told.run.violations) {
        EXPECT_TRUE(shows(rows, broken.at));
        for (const auto& proof : broken.because) EXPECT_TRUE(shows(rows, proof.at));
    }
}

TEST(Excerpt, LeavesOutRecordsThatNothingHappenedTo)
{
    auto of = lost_push_reply();
    of.clients[1].clock = {};
    of.steps.push_back({.id = sim::step_id{9}, .place = {}, .action = create("laptop", "bread")});
    const told_run told{of};

    EXPECT_EQ(count(excerpt_of(told), kind::work), 1U);
}

TEST(Excerpt, FoldsRoundsThatSayNothingNew)
{
    const told_run told{slow_clock()};

    const auto rows = excerpt_of(told);

    EXPECT_TRUE(std::ranges::any_of(
        rows, [](const excerpt_row& row) { return row.folded == "3 more rounds like this"; }));
}

// A hundred failing syncs: what is shown stays a page, and what is not is counted.
TEST(Excerpt, StaysAPage)
{
    auto of = script({device("phone")}, {create("phone", "milk"), sim::partition_step{}});
    for (std::uint32_t each = 0; each < 100; ++each) {
        of.steps.push_back({.id = sim::step_id{each + 10}, .place = {}, .action = sync("phone")});
    }
    const told_run told{of};

    const auto rows = excerpt_of(told, 20);

    const auto lines =
        std::ranges::count_if(rows, [](const excerpt_row& row) { return row.line.has_value(); });
    EXPECT_LE(lines, 20);
    EXPECT_TRUE(std::ranges::any_of(rows, [](const excerpt_row& row) {
        return row.folded.find("more lines") != std::string::npos;
    }));
}

TEST(Excerpt, SaysHowMuchAnUneventfulSyncWas)
{
    const told_run told{slow_clock()};
    auto lines = told.lines;
    std::erase_if(lines, [](const timeline_line& line) { return line.what == kind::reply; });

    const auto rows = excerpt(lines, told.with, told.run.violations, 34);

    EXPECT_TRUE(std::ranges::any_of(rows, [](const excerpt_row& row) {
        return row.line && row.line->text == "sync ok, 6 messages";
    }));
}

}  // namespace
}  // namespace syncsim::reports
