#include "reports/tone.hpp"

#include <gtest/gtest.h>

namespace syncsim::reports {
namespace {

TEST(Tone, EndsWhatItBegins)
{
    EXPECT_EQ(toned("broken", tone::bad, true), "\x1b[1;31mbroken\x1b[0m");
}

TEST(Tone, LeavesTextAloneWithoutColor)
{
    EXPECT_EQ(toned("broken", tone::bad, false), "broken");
}

TEST(Tone, MarksNothingThatIsPlainOrEmpty)
{
    EXPECT_EQ(toned("milk", tone::plain, true), "milk");
    EXPECT_EQ(toned("", tone::bad, true), "");
}

}  // namespace
}  // namespace syncsim::reports
