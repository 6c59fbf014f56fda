#include "reports/short_keys.hpp"

#include <gtest/gtest.h>

#include "reports/story_testing.hpp"

namespace syncsim::reports {
namespace {

const std::string first = "b40706c2-0a71-4456-a70e-e5ed25e5febe";
const std::string second = "b40799c2-0a71-4456-a70e-e5ed25e5febe";

TEST(ShortKeys, ShowFourCharactersWhereThatIsEnough)
{
    const short_keys keys{{first, "c1f0ffff-0a71"}};

    EXPECT_EQ(keys(first), "b407");
}

TEST(ShortKeys, ShowMoreWhereTwoKeysBeginAlike)
{
    const short_keys keys{{first, second}};

    EXPECT_EQ(keys(first), "b4070");
    EXPECT_EQ(keys(second), "b4079");
}

TEST(ShortKeys, ShowMoreWhereAnotherKeyIsAsShort)
{
    const short_keys keys{{first, "b407"}};

    EXPECT_EQ(keys("b407"), "b407");
    EXPECT_EQ(keys(first), "b4070");
}

TEST(ShortKeys, AreWholeWhereNothingLessTellsThemApart)
{
    const short_keys keys{{"long-key-number-1", "long-key-number-2", "long-key-number-"}};

    EXPECT_EQ(keys("long-key-number-1"), "long-key-number-1");
    EXPECT_EQ(keys("long-key-number-"), "long-key-number-");
}

TEST(ShortKeys, LeaveAShortKeyAlone)
{
    EXPECT_EQ(short_keys{{"17"}}("17"), "17");
}

TEST(ShortKeys, ShortenEveryKeyOfASentence)
{
    const short_keys keys{{first, second}};

    EXPECT_EQ(keys.in("key " + first + " and key " + second), "key b4070 and key b4079");
}

TEST(ShortKeys, DoNotConfuseAKeyWithOneThatItBegins)
{
    const short_keys keys{{"long-key-number", "long-key-number-2"}};

    EXPECT_EQ(keys.in("long-key-number-2"), "long-key-number-");
    EXPECT_EQ(keys.in("long-key-number"), "long-key-number");
}

// Every key that a run used, pairwise, whether it was drawn by a device or by the server.
TEST(ShortKeys, ShowNoTwoKeysOfARunAlike)
{
    std::vector<sim::step_action> actions;
    actions.reserve(301);
    for (int each = 0; each < 300; ++each) {
        actions.push_back(create("phone", "r" + std::to_string(each)));
    }
    actions.push_back(sync("phone"));
    const auto of = script({device("phone")}, actions);
    const auto run = sim::run(of, protocol::hardened());

    const auto keys = short_keys::of(run.story);

    std::set<std::string> shown;
    for (const auto& [key, row] : run.known.server()) shown.insert(keys(key.value().view()));
    EXPECT_EQ(shown.size(), run.known.server().size());
    EXPECT_EQ(run.known.server().size(), 300U);
}

}  // namespace
}  // namespace syncsim::reports
