#include "protocol/variant.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace syncsim::protocol {

namespace {

using testing::IsEmpty;

TEST(Variant, HasNoObjectionToAPreset)
{
    for (const auto& preset : presets()) EXPECT_THAT(objections(preset), IsEmpty()) << preset.name;
}

TEST(Variant, FindsPresetsByName)
{
    EXPECT_EQ(find_preset("as-written"), &as_written());
    EXPECT_EQ(find_preset("hardened"), &hardened());
    EXPECT_EQ(find_preset("softened"), nullptr);
}

// The post says nothing about databases, so `durability` need not be its first answer.
TEST(Variant, TakesTheFirstAnswersForThePosts)
{
    for (const auto& asked : questions()) {
        if (asked.name == "durability") continue;
        EXPECT_EQ(asked.get(as_written()), 0U) << asked.name;
    }
}

TEST(Variant, FindsQuestionsByName)
{
    for (const auto& asked : questions()) EXPECT_EQ(find_question(asked.name), &asked);
    EXPECT_EQ(find_question("colour"), nullptr);
}

TEST(Variant, NamesEachQuestionOnce)
{
    std::set<std::string_view> names;
    for (const auto& asked : questions()) names.insert(asked.name);

    EXPECT_EQ(names.size(), questions().size());
}

TEST(Variant, NamesEachAnswerOfAQuestionOnce)
{
    for (const auto& asked : questions()) {
        std::set<std::string_view> names;
        for (const auto& each : asked.answers) names.insert(each.name);

        EXPECT_EQ(names.size(), asked.answers.size()) << asked.name;
    }
}

TEST(Variant, LeavesAChoiceInEveryQuestionThatIsAsked)
{
    for (const auto& asked : questions()) {
        EXPECT_GE(asked.answers.size(), 2U) << asked.name;
        EXPECT_FALSE(asked.asks.empty()) << asked.name;
    }
}

TEST(Variant, GivesBackEachAnswerThatIsSet)
{
    for (const auto& asked : questions()) {
        for (std::size_t index = 0; index < asked.answers.size(); ++index) {
            variant changed = hardened();
            asked.set(changed, index);

            EXPECT_EQ(asked.get(changed), index) << asked.name;
        }
    }
}

TEST(Variant, LeavesTheOtherAnswersWhenOneIsSet)
{
    for (const auto& asked : questions()) {
        variant changed = as_written();
        asked.set(changed, 1);

        const auto differing = std::ranges::count_if(questions(), [&](const question& each) {
            return each.get(changed) != each.get(as_written());
        });
        EXPECT_EQ(differing, 1) << asked.name;
    }
}

TEST(Variant, RefusesByNameEachAnswerThatIsNotBuilt)
{
    for (const auto& asked : questions()) {
        for (std::size_t index = 0; index < asked.answers.size(); ++index) {
            if (asked.answers[index].built) continue;
            variant changed = hardened();
            asked.set(changed, index);

            const auto& name = asked.answers[index].name;
            EXPECT_THAT(
                objections(changed),
                testing::Contains(
                    std::string(asked.name) + ": " + std::string(name) + " is not yet built"));
        }
    }
}

/// A preset with answers changed so that it contradicts itself, and every objection to it.
struct contradiction {
    std::string_view base;
    std::vector<std::pair<std::string_view, std::string_view>> answers;
    std::vector<std::string> reasons;
};

void PrintTo(const contradiction& of, std::ostream* out)
{
    *out << of.base;
    for (const auto& [question, answer] : of.answers) *out << ", " << question << ": " << answer;
}

variant made(const contradiction& from)
{
    variant changed = *find_preset(from.base);
    for (const auto& [name, answer] : from.answers) {
        const auto* const asked = find_question(name);
        const auto found = std::ranges::find(asked->answers, answer, &choice::name);
        EXPECT_NE(found, asked->answers.end()) << name << ": " << answer;
        asked->set(changed, static_cast<std::size_t>(found - asked->answers.begin()));
    }
    return changed;
}

class VariantContradiction : public testing::TestWithParam<contradiction> {};

TEST_P(VariantContradiction, IsRefusedWithItsReason)
{
    const auto found = objections(made(GetParam()));

    EXPECT_THAT(found, testing::UnorderedElementsAreArray(GetParam().reasons));
}

INSTANTIATE_TEST_SUITE_P(
    Every,
    VariantContradiction,
    testing::Values(
        contradiction{
            "hardened",
            {{"window_upper", "server-clock-at-begin"}},
            {"window_upper: server-clock-at-begin needs clock stamps, and stamp: server-sequence "
             "has none"}},
        contradiction{
            "as-written",
            {{"window_upper", "largest-committed-at-first-page"}},
            {"window_upper: largest-committed-at-first-page needs stamps of the server, and stamp: "
             "client-clock takes the device's"}},
        contradiction{
            "as-written",
            {{"window_upper", "largest-allocated-at-begin"}},
            {"window_upper: largest-allocated-at-begin needs stamps of the server, and stamp: "
             "client-clock takes the device's"}},
        contradiction{
            "as-written",
            {{"identity_memory", "never"}},
            {"identity_memory: with-local_id and never remember writes by the ids that "
             "write_identity: none does not give them"}},
        contradiction{
            "as-written",
            {{"conflict", "server-wins"}},
            {"conflict: server-wins, client-wins and merge-fields cannot tell that two writes met "
             "without base_version: checked"}},
        contradiction{
            "hardened",
            {{"cursor_moves_to", "newest-applied"}, {"cursor_order", "before-apply"}},
            {"cursor_moves_to: newest-applied is not known yet under cursor_order: before-apply"}},
        contradiction{
            "hardened",
            {{"cursor_moves_to", "client-clock"}},
            {"cursor_moves_to: client-clock needs clock stamps, and stamp: server-sequence has "
             "none"}},
        contradiction{
            "hardened",
            {{"base_version", "none"}},
            {"conflict: keep-both cannot tell that two writes met without base_version: checked"}},
        contradiction{
            "as-written",
            {{"base_version", "checked"}},
            {"base_version: checked names versions by their write, and write_identity: none has no "
             "names for them"}},
        contradiction{
            "as-written",
            {{"create_identity", "same-write-id"}},
            {"create_identity: same-write-id needs write_identity: write-id"}},
        contradiction{
            "as-written",
            {{"server_key", "derived"}},
            {"server_key: derived hashes the create's write id and needs write_identity: "
             "write-id"}},
        contradiction{
            "as-written",
            {{"clear_pending", "when-same-revision"}, {"own_pushes", "in-push-reply"}},
            {"clear_pending: when-same-revision compares write ids and needs write_identity: "
             "write-id",
             "own_pushes: in-push-reply says of each write what became of it, and write_identity: "
             "none has no names for them"}},
        contradiction{
            "hardened",
            {{"deletes", "remove-row"}},
            {"deletes: remove-row leaves nothing that could answer for a delete's write, which "
             "write_identity: write-id promises"}},
        contradiction{
            "hardened",
            {{"identity_memory", "never-remembers"}},
            {"write_identity: write-id is kept in the memory that identity_memory: never-remembers "
             "does not have"}},
        contradiction{
            "hardened",
            {{"own_pushes", "appended-to-pull"}, {"clear_pending", "on-apply"}},
            {"batch: verdict-per-record travels in the reply that own_pushes: in-push-reply "
             "gives"}},
        contradiction{
            "hardened",
            {{"own_pushes", "appended-to-pull"}, {"batch", "all-or-nothing"}},
            {"clear_pending: when-same-revision reads the verdicts of own_pushes: in-push-reply"}},
        contradiction{
            "hardened",
            {{"cursor_order", "at-complete"}},
            {"cursor_order: at-complete moves the cursor by the server, and cursor_home: client "
             "keeps it at the device"}},
        contradiction{
            "as-written",
            {{"cursor_order", "with-apply"}},
            {"cursor_home: server learns of the cursor by complete, so cursor_order must be "
             "at-complete"}},
        contradiction{
            "as-written",
            {{"cursor_moves_to", "window-upper"}},
            {"cursor_moves_to: window-upper would skip what stands on the bound under "
             "window_edges: both-exclusive"}},
        contradiction{
            "hardened",
            {{"window_edges", "both-exclusive"}, {"cursor_moves_to", "newest-received"}},
            {"paging: keyset resumes by stamp and key and needs window_edges: stamp-and-key"}}));

}  // namespace
}  // namespace syncsim::protocol
