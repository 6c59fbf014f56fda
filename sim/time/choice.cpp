#include "sim/time/choice.hpp"

#include <array>
#include <bit>
#include <cstddef>

#include "protocol/support/check.hpp"
#include "protocol/support/hash.hpp"

namespace syncsim::sim {
namespace {

static_assert(std::endian::native == std::endian::little, "fields are hashed as they lie");

/// Keeps the part 2 apart from a text that hashes to 2.
enum class part_kind : std::uint64_t { number = 1, text = 2 };

template <std::size_t Count>
std::uint64_t hash_of_fields(const std::array<std::uint64_t, Count>& fields) noexcept
{
    const auto bytes = std::bit_cast<std::array<char, Count * sizeof(std::uint64_t)>>(fields);
    return support::hash_of({bytes.data(), bytes.size()});
}

choice_key more_specific(choice_key key, part_kind kind, std::uint64_t part) noexcept
{
    return {hash_of_fields(std::array{key.value, static_cast<std::uint64_t>(kind), part})};
}

/// The upper 64 bits of the product.
std::uint64_t product_high(std::uint64_t a, std::uint64_t b) noexcept
{
    constexpr std::uint64_t half = 0xFFFFFFFF;
    const auto low = (a & half) * (b & half);
    const auto cross = (a >> 32U) * (b & half) + (low >> 32U);
    const auto other_cross = (a & half) * (b >> 32U) + (cross & half);
    return (a >> 32U) * (b >> 32U) + (cross >> 32U) + (other_cross >> 32U);
}

}  // namespace

choice_key choice_key::operator/(std::uint64_t part) const noexcept
{
    return more_specific(*this, part_kind::number, part);
}

choice_key choice_key::operator/(std::string_view part) const noexcept
{
    return more_specific(*this, part_kind::text, support::hash_of(part));
}

std::uint64_t chance::bits(site where, choice_key key) const noexcept
{
    return hash_of_fields(std::array{seed_, static_cast<std::uint64_t>(where), key.value});
}

// The product maps 2^64 values of chance onto `most + 1` results. Some results get one value more
// than others, which is a bias of (most + 1) / 2^64: nobody can measure it.
std::uint64_t chance::up_to(std::uint64_t most, site where, choice_key key) const noexcept
{
    const auto drawn = bits(where, key);
    const auto results = most + 1;
    return results == 0 ? drawn : product_high(drawn, results);
}

protocol::duration chance::up_to(protocol::duration most, site where, choice_key key) const noexcept
{
    support::check(most.count() >= 0, "a duration is drawn from none up to a positive one");
    const auto drawn = up_to(static_cast<std::uint64_t>(most.count()), where, key);
    return protocol::duration{static_cast<std::int64_t>(drawn)};
}

bool chance::happens(ratio probability, site where, choice_key key) const noexcept
{
    support::check(probability.denominator > 0, "a probability has a denominator");
    return up_to(std::uint64_t{probability.denominator} - 1, where, key) < probability.numerator;
}

}  // namespace syncsim::sim
