#include "reports/record_names.hpp"

#include <gtest/gtest.h>

#include "reports/story_testing.hpp"

namespace syncsim::reports {
namespace {

sim::write_index last_write(const told_run& of, std::string_view record)
{
    return of.run.known[*of.run.known.find_record(record)].writes.back();
}

TEST(RecordNames, CallARecordByItsNameWhereItWasWrittenOnce)
{
    const told_run told{script({device("phone")}, {create("phone", "milk")})};

    EXPECT_EQ(told.with.names.write(last_write(told, "milk")), "milk");
}

TEST(RecordNames, TellWritesOfOneRecordApartByTheirEvents)
{
    const told_run told{script(
        {device("phone")}, {create("phone", "milk"), edit("phone", "milk", R"({"text":"oat"})")})};

    const auto last = last_write(told, "milk");
    EXPECT_EQ(
        told.with.names.write(last), "milk@" + std::to_string(told.run.known[last].at.value()));
}

TEST(RecordNames, SayThatNobodyWroteABody)
{
    const told_run told{script({device("phone")}, {create("phone", "milk")})};

    EXPECT_EQ(told.with.names.body("{}"), "a body nobody wrote");
}

TEST(RecordNames, PrintNoControlCharacters)
{
    const told_run told{script({device("phone")}, {create("phone", "mi\nlk")})};

    EXPECT_EQ(told.with.names.write(sim::write_index{0}), "mi lk");
}

TEST(RecordNames, ListThreeAndCountTheOthers)
{
    const told_run told{script({device("phone")}, {create("phone", "milk")})};
    const sim::record_index milk{0};
    const std::vector<mention> five(5, mention{milk, "milk"});

    EXPECT_EQ(told.with.names.list(five), "milk, milk, milk + 2 more");
}

TEST(RecordNames, CountWhatTheStoryIsNotAbout)
{
    const told_run told{script({device("phone")}, {create("phone", "milk")})};
    const sim::record_index milk{0};
    const sim::record_index bread{1};

    EXPECT_EQ(told.with.names.list({{bread, "bread"}, {milk, "milk"}}), "milk + 1 more");
    EXPECT_EQ(told.with.names.list({{bread, "bread"}}), "1 other record");
}

}  // namespace
}  // namespace syncsim::reports
