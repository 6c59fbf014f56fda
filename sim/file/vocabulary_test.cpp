#include "sim/file/vocabulary.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace syncsim::sim {
namespace {

TEST(Vocabulary, SuggestsTheNearestWord)
{
    EXPECT_EQ(refusal(fault_words(), "dorp"), R"(unknown fault "dorp"; did you mean "drop"?)");
}

TEST(Vocabulary, ListsAllWordsWhereNoneIsNear)
{
    EXPECT_EQ(
        refusal(variant_words(), "mine"),
        R"(unknown variant "mine"; write "as-written" or "hardened")");
}

TEST(Vocabulary, SaysWhichWordsComeLater)
{
    EXPECT_EQ(
        refusal(invariant_words(), "crash-atomicity"),
        R"(invariant "crash-atomicity" is not yet built in this release)");
}

TEST(Vocabulary, NamesTheCommandThatListsManyWords)
{
    EXPECT_EQ(
        refusal(anchor_words(), "midnight"),
        R"(unknown anchor "midnight"; `syncsim list anchors` prints them all)");
}

TEST(Vocabulary, ListsNoMoreThanAPersonReads)
{
    vocabulary many{"word", std::vector<std::string_view>(17, "abc")};

    EXPECT_EQ(refusal(many, "xyz"), R"(unknown word "xyz")");
    many.known.clear();
    EXPECT_EQ(refusal(many, "xyz"), R"(unknown word "xyz")");
}

// A word that is built and still among those to come would be refused nowhere, but mislead whoever
// reads the list.
TEST(Vocabulary, HasNoWordBothNowAndLater)
{
    for (const auto* words : {&anchor_words(), &fault_words(), &invariant_words(), &step_words()}) {
        std::set<std::string_view> all(words->known.begin(), words->known.end());
        EXPECT_EQ(all.size(), words->known.size()) << words->what;
        for (const auto later : words->later) {
            EXPECT_TRUE(all.insert(later).second) << words->what << ' ' << later;
        }
    }
}

TEST(Vocabulary, ListsInASentence)
{
    using words = std::vector<std::string_view>;
    EXPECT_EQ(listed(words{"a"}), R"("a")");
    EXPECT_EQ(listed(words{"a", "b"}), R"("a" or "b")");
    EXPECT_EQ(listed(words{"a", "b", "c"}), R"("a", "b" or "c")");
}

TEST(Vocabulary, PutsTheArticleThatFits)
{
    EXPECT_EQ(with_article("sync"), "a sync");
    EXPECT_EQ(with_article("edit"), "an edit");
}

}  // namespace
}  // namespace syncsim::sim
