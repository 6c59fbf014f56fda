#include "protocol/support/hash.hpp"

#ifndef XXH_INLINE_ALL
#define XXH_INLINE_ALL
#endif
#include <xxhash.h>

#include <bit>
#include <new>

namespace syncsim::support {
namespace {

static_assert(std::endian::native == std::endian::little, "integers are hashed as they lie");

XXH3_state_t* state_in(std::byte* storage)
{
    return std::launder(reinterpret_cast<XXH3_state_t*>(storage));
}

const XXH3_state_t* state_in(const std::byte* storage)
{
    return std::launder(reinterpret_cast<const XXH3_state_t*>(storage));
}

}  // namespace

hasher::hasher() noexcept
{
    static_assert(sizeof(XXH3_state_t) <= state_size && alignof(XXH3_state_t) <= 64);
    XXH3_128bits_reset(new (state_.data()) XXH3_state_t);
}

hasher& hasher::add(std::uint64_t value) noexcept
{
    XXH3_128bits_update(state_in(state_.data()), &value, sizeof value);
    return *this;
}

hasher& hasher::add(std::string_view text) noexcept
{
    add(static_cast<std::uint64_t>(text.size()));
    XXH3_128bits_update(state_in(state_.data()), text.data(), text.size());
    return *this;
}

std::uint64_t hasher::finish() const noexcept
{
    return XXH3_64bits_digest(state_in(state_.data()));
}

uuid hasher::finish128() const noexcept
{
    const auto digest = XXH3_128bits_digest(state_in(state_.data()));
    return uuid{.high = digest.high64, .low = digest.low64};
}

std::uint64_t hash_of(std::string_view text) noexcept
{
    return XXH3_64bits(text.data(), text.size());
}

}  // namespace syncsim::support
