#include "protocol/conflict.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "protocol/json_text.hpp"
#include "protocol/support/check.hpp"
#include "protocol/support/hash.hpp"

namespace syncsim::protocol {
namespace {

json::value parse_value(const std::string& text)
{
    auto parsed = json::parse(text, {.max_bytes = text.size()});
    support::check(parsed.has_value(), "the value of a record is JSON");
    return *std::move(parsed);
}

/// A member of a body as canonical text; nothing where it has none of that name.
std::optional<std::string> member_text(const json::value& body, std::string_view name)
{
    const auto* const found = body.find(name);
    if (found == nullptr) return std::nullopt;
    return json::canonical(found->value);
}

std::set<std::string, std::less<>> names_in(const json::value& one, const json::value& other)
{
    std::set<std::string, std::less<>> names;
    for (const auto* const body : {&one, &other}) {
        for (const auto& each : *body->members()) names.insert(each.name);
    }
    return names;
}

/// `winner` is the body that is right where both changed a member.
std::string merge_objects(
    const json::value& winner,
    const json::value& loser,
    const std::optional<json::value>& base)
{
    json::value merged{.at = {}, .content = json::value::object{}};
    auto& members = std::get<json::value::object>(merged.content);
    for (const auto& name : names_in(winner, loser)) {
        const auto before = base ? member_text(*base, name) : std::nullopt;
        const bool only_loser_changed =
            base && member_text(winner, name) == before && member_text(loser, name) != before;
        const bool only_loser_has = !base && !member_text(winner, name);
        const auto* const chosen =
            (only_loser_changed || only_loser_has ? loser : winner).find(name);
        if (chosen != nullptr) members.push_back(*chosen);
    }
    return json::canonical(merged);
}

}  // namespace

bool follows(const variant& of, const record& pushed, const record& current) noexcept
{
    if (of.base_version == answer::base_version::none) {
        // The rule of the newest needs no base: it looks at every two versions.
        const bool is_older = pushed.updated < current.updated;
        return of.conflict != answer::conflict::newest_updated || !is_older;
    }
    if (!current.write) return true;
    return pushed.base == current.write || pushed.write == current.write ||
           std::ranges::find(pushed.supersedes, *current.write) != pushed.supersedes.end();
}

bool sends_base_value(const variant& of) noexcept
{
    return of.conflict == answer::conflict::merge_fields;
}

ruling rule(const variant& of, const record& pushed, const record& current) noexcept
{
    const bool is_greater = pushed.write > current.write;
    switch (of.conflict) {
    case answer::conflict::last_arrival:
    case answer::conflict::client_wins: return ruling{};
    case answer::conflict::server_wins: return ruling{.pushed_wins = false};
    case answer::conflict::newest_updated:
        if (pushed.updated == current.updated) return ruling{.pushed_wins = is_greater};
        return ruling{.pushed_wins = pushed.updated > current.updated};
    case answer::conflict::merge_fields:
    case answer::conflict::keep_both: break;
    }
    // An edit beats a delete: the body of the edit would be gone for good, the delete can be made
    // again. A delete has no body to keep or to merge.
    if (pushed.deleted != current.deleted) return ruling{.pushed_wins = current.deleted};
    const bool merges = of.conflict == answer::conflict::merge_fields;
    return ruling{
        .pushed_wins = is_greater,
        .keep_loser = !pushed.deleted && !merges,
        .merges = !pushed.deleted && merges};
}

merged_body merge_of(const record& pushed, const record& current)
{
    support::check(pushed.write && current.write, "what is merged has names");
    const bool pushed_wins = *pushed.write > *current.write;
    const auto& [low, high] = std::minmax(*pushed.write, *current.write);
    const auto named = support::hasher{}
                           .add(low.value().high)
                           .add(low.value().low)
                           .add(high.value().high)
                           .add(high.value().low)
                           .finish128();
    merged_body made{
        .value = pushed_wins ? pushed.value : current.value,
        .write = write_id{support::as_version_4(named)}};

    const auto mine = parse_value(pushed.value);
    const auto theirs = parse_value(current.value);
    if (mine.members() == nullptr || theirs.members() == nullptr) return made;
    std::optional<json::value> base;
    if (pushed.base_value) base = parse_value(*pushed.base_value);
    made.value =
        pushed_wins ? merge_objects(mine, theirs, base) : merge_objects(theirs, mine, base);
    return made;
}

record_key key_of_kept_loser(const owner_id& owner, const record_key& record, write_id loser)
{
    const auto derived = support::hasher{}
                             .add(owner.value().view())
                             .add(record.value().view())
                             .add(loser.value().high)
                             .add(loser.value().low)
                             .finish128();
    return record_key{support::short_text{support::to_string(derived)}};
}

}  // namespace syncsim::protocol
