#include "protocol/identity.hpp"

#include "protocol/support/check.hpp"
#include "protocol/support/hash.hpp"

namespace syncsim::protocol {

bool names_writes(const variant& of) noexcept
{
    return of.write_identity == answer::write_identity::write_id;
}

bool remembers_writes(const variant& of, bool has_local_id) noexcept
{
    if (!names_writes(of)) return false;
    return has_local_id || !forgets_writes_with_local_id(of);
}

bool forgets_writes_with_local_id(const variant& of) noexcept
{
    return of.identity_memory == answer::identity_memory::with_local_id;
}

create_recognition recognises_creates(const variant& of) noexcept
{
    switch (of.create_identity) {
    case answer::create_identity::never: return create_recognition::none;
    case answer::create_identity::same_local_id_any_device: return create_recognition::by_local_id;
    case answer::create_identity::same_local_id_of_device:
        return create_recognition::by_local_id_of_device;
    case answer::create_identity::same_write_id: return create_recognition::by_write_id;
    }
    return create_recognition::none;
}

bool takes_repeated_create(const variant& of, const record& pushed, const record& current) noexcept
{
    if (of.repeated_create == answer::repeated_create::ignore_body) return false;
    return pushed.updated > current.updated;
}

key_source source_of_keys(const variant& of) noexcept
{
    switch (of.server_key) {
    case answer::server_key::counter: return key_source::counter;
    case answer::server_key::random: return key_source::chance;
    case answer::server_key::derived: return key_source::create_id;
    }
    return key_source::counter;
}

record_key derived_key(const owner_id& owner, const record& created)
{
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

bool forgets_local_id_when_sent(const variant& of) noexcept
{
    return of.local_id == answer::local_id::when_first_sent;
}

bool forgets_local_id_at_complete(const variant& of) noexcept
{
    return of.local_id == answer::local_id::at_complete;
}

bool confirms_swaps(const variant& of) noexcept
{
    return of.local_id == answer::local_id::when_confirmed;
}

}  // namespace syncsim::protocol
