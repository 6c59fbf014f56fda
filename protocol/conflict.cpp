#include "protocol/conflict.hpp"

#include <algorithm>

#include "protocol/support/hash.hpp"

namespace syncsim::protocol {

bool follows(const variant& of, const record& pushed, const record& current) noexcept
{
    if (of.base_version == answer::base_version::none) return true;
    if (!current.write) return true;
    return pushed.base == current.write || pushed.write == current.write ||
           std::ranges::find(pushed.supersedes, *current.write) != pushed.supersedes.end();
}

ruling rule(const variant& of, const record& pushed, const record& current) noexcept
{
    if (of.conflict == answer::conflict::last_arrival) return ruling{};

    // An edit beats a delete: the body of the edit would be gone for good, the delete can be made
    // again. A delete has no body to keep.
    if (pushed.deleted != current.deleted) return ruling{.pushed_wins = current.deleted};
    return ruling{.pushed_wins = pushed.write > current.write, .keep_loser = !pushed.deleted};
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
