#include "scenarios/cli/workers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "scenarios/cli/run_testing.hpp"

namespace syncsim::cli {
namespace {

finished_run numbered(std::size_t number)
{
    return finished(planned(std::to_string(number)), {});
}

std::vector<std::string> counting_to(std::size_t end)
{
    std::vector<std::string> names;
    names.reserve(end);
    for (std::size_t each = 0; each < end; ++each) names.push_back(std::to_string(each));
    return names;
}

// Later pieces end earlier, so that their order is none of the threads' making.
TEST(Workers, HandOverInOrderWhateverEndsFirst)
{
    const interruption never;
    std::vector<std::string> taken;

    work_in_order(
        20,
        4,
        never,
        [](std::size_t which) {
            std::this_thread::sleep_for(std::chrono::milliseconds(which % 4 == 0 ? 8 : 1));
            return numbered(which);
        },
        [&](const finished_run& one) {
            taken.push_back(one.plan.script->name);
            return true;
        });

    EXPECT_EQ(taken, counting_to(20));
}

TEST(Workers, BeginNothingAfterANo)
{
    const interruption never;
    std::atomic<std::size_t> begun = 0;
    std::size_t taken = 0;

    work_in_order(
        10'000,
        2,
        never,
        [&](std::size_t which) {
            ++begun;
            return numbered(which);
        },
        [&](const finished_run&) { return ++taken < 3; });

    EXPECT_EQ(taken, 3u);
    EXPECT_LT(begun, 10'000u);
}

TEST(Workers, HandOverWhatWasUnderWayAtAnInterruption)
{
    interruption stop;
    std::atomic<std::size_t> begun = 0;
    std::vector<std::string> taken;

    work_in_order(
        10'000,
        2,
        stop,
        [&](std::size_t which) {
            if (++begun == 5) stop.request();
            return numbered(which);
        },
        [&](const finished_run& one) {
            taken.push_back(one.plan.script->name);
            return true;
        });

    EXPECT_EQ(taken, counting_to(begun));
    EXPECT_GE(begun, 5u);
    EXPECT_LT(begun, 10'000u);
}

TEST(Workers, EndWhereThereIsNothingToDo)
{
    const interruption never;
    bool taken = false;

    work_in_order(
        0,
        3,
        never,
        [](std::size_t which) { return numbered(which); },
        [&](const finished_run&) { return taken = true; });

    EXPECT_FALSE(taken);
}

}  // namespace
}  // namespace syncsim::cli
