#include "protocol/identity.hpp"

#include <string>

#include "protocol/support/check.hpp"
#include "protocol/support/hash.hpp"

namespace syncsim::protocol {

bool names_writes(const variant& of) noexcept
{
    return of.write_identity == answer::write_identity::write_id;
}

bool remembers_writes(const variant& of) noexcept
{
    return names_writes(of) && of.identity_memory != answer::identity_memory::never_remembers;
}

bool recognises_creates(const variant& of) noexcept
{
    return of.create_identity == answer::create_identity::same_write_id;
}

bool counts_keys(const variant& of) noexcept
{
    return of.server_key == answer::server_key::counter;
}

record_key key_of_create(
    const variant& of,
    const owner_id& owner,
    const record& created,
    std::int64_t count)
{
    if (counts_keys(of)) return record_key{support::short_text{std::to_string(count)}};

    support::check(created.create_write.has_value(), "a create that is named has a write id");
    const auto derived = support::hasher{}
                             .add(owner.value().view())
                             .add(created.create_write->value().high)
                             .add(created.create_write->value().low)
                             .finish128();
    return record_key{support::short_text{support::to_string(derived)}};
}

bool shows_local_id(const variant& of, bool device_created_it) noexcept
{
    return of.local_id == answer::local_id::never || device_created_it;
}

bool confirms_swaps(const variant& of) noexcept
{
    return of.local_id == answer::local_id::when_confirmed;
}

}  // namespace syncsim::protocol
