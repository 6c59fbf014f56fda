// Every answer to every question of the protocol matters in the verdict of a shipped scenario:
// under a variant of its file the run ends in one way, and with another answer in its place in
// another.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <ostream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/variant.hpp"
#include "sim/scenario_file.hpp"
#include "sim/world.hpp"

namespace syncsim::cli {
namespace {

struct answer {
    std::string_view question;
    std::string_view name;
};

/// A scenario under a variant that gives the answer, and what is changed for comparison: the
/// answer, and what the other one cannot go without.
struct evidence {
    answer shown;
    /// Below `scenarios/`, without its ending.
    std::string_view file;
    std::string_view variant;
    std::vector<answer> instead;
};

void PrintTo(const evidence& of, std::ostream* out)
{
    *out << of.shown.question << ": " << of.shown.name << " in " << of.file << " under "
         << of.variant;
}

// clang-format off
const std::vector<evidence> all_evidence{
    evidence{{"stamp", "client-clock"}, "clocks/slow-device-clock", "as-written", {{"stamp", "server-clock-in-commit"}}},
    evidence{{"stamp", "server-clock-at-arrival"}, "clocks/overlapping-pushes", "arrival-stamps", {{"stamp", "server-clock-in-commit"}}},
    evidence{{"stamp", "server-clock-in-commit"}, "clocks/server-clock-steps-back", "commit-stamps", {{"stamp", "hybrid-logical-clock"}}},
    evidence{{"stamp", "hybrid-logical-clock"}, "clocks/server-clock-steps-back", "hybrid-stamps", {{"stamp", "server-clock-in-commit"}}},
    evidence{{"stamp", "server-sequence"}, "clocks/server-clock-steps-back", "hardened", {{"stamp", "server-clock-in-commit"}}},
    evidence{{"stamp_resolution", "1s"}, "clocks/equal-commit-seconds", "whole-seconds", {{"stamp_resolution", "1ms"}}},
    evidence{{"stamp_resolution", "1ms"}, "clocks/equal-commit-seconds", "milliseconds", {{"stamp_resolution", "1s"}}},
    evidence{{"stamp_resolution", "1us"}, "clocks/equal-commit-seconds", "microseconds", {{"stamp_resolution", "1s"}}},
    evidence{{"window_upper", "server-clock-at-begin"}, "clocks/allocated-bound", "clock-of-begin", {{"window_upper", "largest-committed-at-first-page"}}},
    evidence{{"window_upper", "largest-allocated-at-begin"}, "clocks/allocated-bound", "allocated", {{"window_upper", "largest-committed-at-first-page"}}},
    evidence{{"window_upper", "largest-committed-at-first-page"}, "clocks/allocated-bound", "committed", {{"window_upper", "largest-allocated-at-begin"}}},
    evidence{{"window_edges", "both-exclusive"}, "clocks/edit-in-the-second-of-begin", "as-written", {{"window_edges", "upper-inclusive"}}},
    evidence{{"window_edges", "upper-inclusive"}, "clocks/edit-in-the-second-of-begin", "upper-included", {{"window_edges", "both-exclusive"}}},
    evidence{{"window_edges", "stamp-and-key"}, "clocks/equal-seconds", "stamp-and-key", {{"window_edges", "both-exclusive"}}},
    evidence{{"own_pushes", "appended-to-pull"}, "clocks/own-creates-by-window", "as-written", {{"own_pushes", "by-window-only"}}},
    evidence{{"own_pushes", "by-window-only"}, "clocks/own-creates-by-window", "by-window-only", {{"own_pushes", "appended-to-pull"}}},
    evidence{{"own_pushes", "in-push-reply"}, "conflicts/edit-during-push", "hardened", {{"own_pushes", "appended-to-pull"}, {"batch", "all-or-nothing"}, {"clear_pending", "on-apply"}}},
    evidence{{"cursor_home", "server"}, "retries/late-complete", "as-written", {{"cursor_home", "client"}, {"cursor_order", "with-apply"}}},
    evidence{{"cursor_home", "client"}, "retries/late-complete", "cursor-at-device", {{"cursor_home", "server"}, {"cursor_order", "at-complete"}}},
    evidence{{"cursor_order", "at-complete"}, "retries/late-complete", "as-written", {{"cursor_order", "with-apply"}, {"cursor_home", "client"}}},
    evidence{{"cursor_order", "before-apply"}, "crashes/client-in-apply", "cursor-first", {{"cursor_order", "with-apply"}}},
    evidence{{"cursor_order", "with-apply"}, "crashes/client-in-apply", "hardened", {{"cursor_order", "before-apply"}}},
    evidence{{"cursor_moves_to", "newest-received"}, "conflicts/pull-meets-edit", "skipping-received", {{"cursor_moves_to", "newest-applied"}}},
    evidence{{"cursor_moves_to", "newest-applied"}, "conflicts/pull-meets-edit", "skipping-applied", {{"cursor_moves_to", "newest-received"}}},
    evidence{{"cursor_moves_to", "client-clock"}, "clocks/device-clock-for-a-cursor", "clock-cursor", {{"cursor_moves_to", "window-upper"}}},
    evidence{{"cursor_moves_to", "window-upper"}, "clocks/device-clock-for-a-cursor", "window-cursor", {{"cursor_moves_to", "client-clock"}}},
    evidence{{"write_identity", "none"}, "retries/lost-push-reply", "as-written", {{"write_identity", "write-id"}, {"identity_memory", "never"}, {"deletes", "tombstone"}}},
    evidence{{"write_identity", "write-id"}, "retries/lost-push-reply", "write-ids", {{"write_identity", "none"}, {"identity_memory", "never-remembers"}}},
    evidence{{"create_identity", "never"}, "identity/repeated-create-edited", "as-written", {{"create_identity", "same-local-id-of-device"}}},
    evidence{{"create_identity", "same-local-id-any-device"}, "identity/one-uuid-twice", "any-device", {{"create_identity", "same-local-id-of-device"}}},
    evidence{{"create_identity", "same-local-id-of-device"}, "identity/one-uuid-twice", "of-device", {{"create_identity", "same-local-id-any-device"}}},
    evidence{{"create_identity", "same-write-id"}, "deletes/delete-unacknowledged-create", "hardened", {{"create_identity", "same-local-id-of-device"}}},
    evidence{{"repeated_create", "ignore-body"}, "identity/repeated-create-edited", "body-ignored", {{"repeated_create", "update-if-newer-revision"}}},
    evidence{{"repeated_create", "update-if-newer-revision"}, "identity/repeated-create-edited", "later-revision", {{"repeated_create", "ignore-body"}}},
    evidence{{"server_key", "counter"}, "identity/create-under-a-drawn-key", "counted", {{"server_key", "derived"}}},
    evidence{{"server_key", "random"}, "identity/create-under-a-drawn-key", "drawn", {{"server_key", "derived"}}},
    evidence{{"server_key", "derived"}, "identity/create-under-a-drawn-key", "derived", {{"server_key", "counter"}}},
    evidence{{"base_version", "none"}, "conflicts/two-devices-edit", "unchecked", {{"base_version", "checked"}}},
    evidence{{"base_version", "checked"}, "conflicts/two-devices-edit", "hardened", {{"base_version", "none"}, {"conflict", "last-arrival"}}},
    evidence{{"conflict", "last-arrival"}, "conflicts/different-members", "last-arrival", {{"conflict", "keep-both"}}},
    evidence{{"conflict", "newest-updated"}, "conflicts/different-members", "newest-wins", {{"conflict", "keep-both"}}},
    evidence{{"conflict", "server-wins"}, "conflicts/different-members", "server-wins", {{"conflict", "keep-both"}}},
    evidence{{"conflict", "client-wins"}, "conflicts/different-members", "client-wins", {{"conflict", "keep-both"}}},
    evidence{{"conflict", "merge-fields"}, "conflicts/different-members", "merge-fields", {{"conflict", "server-wins"}}},
    evidence{{"conflict", "keep-both"}, "conflicts/different-members", "hardened", {{"conflict", "server-wins"}}},
    evidence{{"clear_pending", "on-apply"}, "crashes/client-at-complete", "as-written", {{"clear_pending", "when-session-ok"}}},
    evidence{{"clear_pending", "when-session-ok"}, "conflicts/edit-before-session-ends", "cleared-by-session", {{"clear_pending", "when-same-revision"}}},
    evidence{{"clear_pending", "when-same-revision"}, "conflicts/edit-before-session-ends", "hardened", {{"clear_pending", "when-session-ok"}}},
    evidence{{"pending_over_pull", "overwrite"}, "conflicts/pull-meets-edit", "overwriting", {{"pending_over_pull", "park"}}},
    evidence{{"pending_over_pull", "skip"}, "conflicts/pull-meets-edit", "skipping", {{"pending_over_pull", "park"}}},
    evidence{{"pending_over_pull", "park"}, "conflicts/pull-meets-edit", "hardened", {{"pending_over_pull", "skip"}}},
    evidence{{"delete_of_pending_create", "forget"}, "deletes/delete-unacknowledged-create", "forgetting", {{"delete_of_pending_create", "pending-tombstone"}}},
    evidence{{"delete_of_pending_create", "pending-tombstone"}, "deletes/delete-unacknowledged-create", "hardened", {{"delete_of_pending_create", "forget"}}},
    evidence{{"apply_unit", "record"}, "crashes/half-a-page", "as-written", {{"apply_unit", "page"}}},
    evidence{{"apply_unit", "page"}, "crashes/half-a-page", "by-page", {{"apply_unit", "record"}}},
    evidence{{"local_id", "never"}, "identity/local-id-gone-late-push", "never", {{"local_id", "at-complete"}}},
    evidence{{"local_id", "when-first-sent"}, "identity/local-id-lost-with-a-pull", "first-sent", {{"local_id", "never"}}},
    evidence{{"local_id", "at-complete"}, "identity/local-id-gone-late-push", "at-complete", {{"local_id", "never"}}},
    evidence{{"local_id", "when-confirmed"}, "identity/local-id-gone-late-push", "when-confirmed", {{"local_id", "never"}}},
    evidence{{"identity_memory", "never-remembers"}, "retries/lost-push-reply", "as-written", {{"identity_memory", "never"}, {"write_identity", "write-id"}, {"deletes", "tombstone"}}},
    evidence{{"identity_memory", "with-local_id"}, "identity/forgotten-write", "forgetful", {{"identity_memory", "never"}}},
    evidence{{"identity_memory", "never"}, "identity/forgotten-write", "hardened", {{"identity_memory", "with-local_id"}}},
    evidence{{"deletes", "remove-row"}, "deletes/delete-reaches-others", "as-written", {{"deletes", "tombstone"}}},
    evidence{{"deletes", "tombstone"}, "deletes/delete-reaches-others", "tombstones", {{"deletes", "remove-row"}}},
    evidence{{"session", "independent"}, "sessions/held-push", "independent", {{"session", "numbered"}}},
    evidence{{"session", "supersedes"}, "sessions/held-push", "superseding", {{"session", "independent"}}},
    evidence{{"session", "numbered"}, "sessions/held-push", "hardened", {{"session", "independent"}}},
    evidence{{"complete", "any-order"}, "sessions/two-at-once", "any-order", {{"complete", "monotone"}}},
    evidence{{"complete", "monotone"}, "sessions/two-at-once", "hardened", {{"complete", "any-order"}}},
    evidence{{"batch", "all-or-nothing"}, "data/too-large-in-a-batch", "all-or-nothing", {{"batch", "verdict-per-record"}}},
    evidence{{"batch", "verdict-per-record"}, "data/too-large-in-a-batch", "hardened", {{"batch", "all-or-nothing"}}},
    evidence{{"paging", "one-page"}, "data/edit-between-pages", "one-page", {{"paging", "offset"}}},
    evidence{{"paging", "offset"}, "data/edit-between-pages", "counted-pages", {{"paging", "keyset"}}},
    evidence{{"paging", "keyset"}, "data/edit-between-pages", "hardened", {{"paging", "offset"}}},
    evidence{{"reply_check", "none"}, "retries/corrupt-push-reply", "unchecked", {{"reply_check", "digest"}}},
    evidence{{"reply_check", "digest"}, "retries/corrupt-push-reply", "hardened", {{"reply_check", "none"}}},
    evidence{{"retry", "next-session"}, "retries/lost-pull-reply", "as-written", {{"retry", "backoff-with-jitter"}}},
    evidence{{"retry", "backoff-with-jitter"}, "retries/lost-pull-reply", "retrying", {{"retry", "next-session"}}},
    evidence{{"unknown_fields", "dropped"}, "data/unknown-member", "dropping", {{"unknown_fields", "preserved"}}},
    evidence{{"unknown_fields", "preserved"}, "data/unknown-member", "hardened", {{"unknown_fields", "dropped"}}},
};
// clang-format on

sim::scenario load(std::string_view file)
{
    const auto path = std::string(SYNCSIM_SOURCE_DIR "/scenarios/") + std::string(file) + ".jsonc";
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    auto loaded = sim::load_scenario(text.str(), path);
    EXPECT_TRUE(loaded.has_value()) << path;
    return loaded ? *std::move(loaded) : sim::scenario{};
}

std::optional<protocol::variant> find_variant(const sim::scenario& script, std::string_view name)
{
    const auto found = std::ranges::find(script.variants, name, &protocol::variant::name);
    if (found == script.variants.end()) return std::nullopt;
    return *found;
}

void give(protocol::variant& to, const answer& which)
{
    const auto* const asked = protocol::find_question(which.question);
    ASSERT_NE(asked, nullptr) << which.question;
    const auto found = std::ranges::find(asked->answers, which.name, &protocol::choice::name);
    ASSERT_NE(found, asked->answers.end()) << which.question << ": " << which.name;
    asked->set(to, static_cast<std::size_t>(found - asked->answers.begin()));
}

bool gives(const protocol::variant& of, const answer& which)
{
    auto changed = of;
    give(changed, which);
    return changed == of;
}

std::set<sim::invariant> broken(const sim::outcome& run)
{
    std::set<sim::invariant> found;
    for (const auto& each : run.violations) found.insert(each.which);
    return found;
}

class Evidence : public testing::TestWithParam<evidence> {};

TEST_P(Evidence, ShowsThatTheAnswerMatters)
{
    const auto& row = GetParam();
    const auto script = load(row.file);
    const auto variant = find_variant(script, row.variant);
    ASSERT_TRUE(variant) << "the file has no such variant";
    ASSERT_TRUE(gives(*variant, row.shown));
    ASSERT_FALSE(row.instead.empty());
    EXPECT_EQ(row.instead.front().question, row.shown.question);
    auto other = *variant;
    for (const auto& each : row.instead) give(other, each);
    ASSERT_TRUE(objections(other).empty()) << objections(other).front();

    const auto with = sim::run(script, *variant);
    const auto without = sim::run(script, other);

    EXPECT_TRUE(with.doubts.empty());
    EXPECT_NE(broken(with), broken(without));
}

// Otherwise the verdict may differ for a reason of its own.
TEST_P(Evidence, ChangesNoMoreThanTheOtherAnswerNeeds)
{
    const auto& row = GetParam();
    const auto variant = find_variant(load(row.file), row.variant);
    ASSERT_TRUE(variant);
    for (const auto& spared : row.instead) {
        if (spared.question == row.shown.question) continue;
        auto other = *variant;
        for (const auto& each : row.instead) {
            if (each.question != spared.question) give(other, each);
        }
        EXPECT_FALSE(objections(other).empty()) << spared.question << " could stay as it is";
    }
}

INSTANTIATE_TEST_SUITE_P(Answers, Evidence, testing::ValuesIn(all_evidence), [](const auto& row) {
    auto name = std::string(row.param.shown.question) + "_" + std::string(row.param.shown.name);
    std::ranges::replace(name, '-', '_');
    return name;
});

TEST(Answers, AreAllShownToMatter)
{
    // With one answer built there is nothing to compare.
    const auto is_open = [](const protocol::question& asked) {
        return std::ranges::count_if(asked.answers, &protocol::choice::built) > 1;
    };
    for (const auto& asked : protocol::questions()) {
        if (!is_open(asked)) continue;
        for (const auto& each : asked.answers) {
            const bool is_shown = std::ranges::any_of(all_evidence, [&](const evidence& row) {
                return row.shown.question == asked.name && row.shown.name == each.name;
            });
            EXPECT_TRUE(is_shown || !each.built) << asked.name << ": " << each.name;
        }
    }
}

}  // namespace
}  // namespace syncsim::cli
