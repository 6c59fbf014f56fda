#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "protocol/clocks.hpp"

/// Chance that is named, not drawn in sequence.
///
/// A decision has a site and a key, and its value is a hash of (seed, site, key). Taking one
/// decision out of a run shifts no other, so shrinking works and a replay survives edits to
/// unrelated code. Integers only: no result depends on a compiler's floating point.
namespace syncsim::sim {

/// A probability as a fraction, exactly: "1/20". 0/1 is never, 1/1 always.
struct ratio {
    std::uint32_t numerator = 0;
    std::uint32_t denominator = 1;

    friend bool operator==(const ratio&, const ratio&) = default;
};

/// What is being decided. The numbers go into every seed's meaning: do not change them.
enum class site : std::uint8_t {
    latency = 1,
    loss = 2,
    duplicate = 3,
    tie = 4,
    uuid = 5,
    jitter = 6,
    sqlite = 7,
    run_seed = 8,
    workload = 9,
    corruption = 10,
};

/// The stable name of one decision within a site, as a hash.
struct choice_key {
    std::uint64_t value = 0;

    /// This key, made more specific: "phone" / 2 / "push" / 1.
    choice_key operator/(std::uint64_t part) const noexcept;
    choice_key operator/(std::string_view part) const noexcept;
};

/// The chance of one run.
class chance {
public:
    explicit constexpr chance(std::uint64_t seed) noexcept : seed_(seed) {}

    constexpr std::uint64_t seed() const noexcept { return seed_; }

    /// 64 bits that look random and depend on nothing but seed, site and key.
    std::uint64_t bits(site where, choice_key key) const noexcept;

    /// From 0 up to and including `most`, each as likely as the others.
    std::uint64_t up_to(std::uint64_t most, site where, choice_key key) const noexcept;

    /// REQUIRES: `most` is not negative.
    protocol::duration up_to(protocol::duration most, site where, choice_key key) const noexcept;

    bool happens(ratio probability, site where, choice_key key) const noexcept;

private:
    std::uint64_t seed_;
};

}  // namespace syncsim::sim
