#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

#include "sim/scenario.hpp"

/// How scenario files write the enumerators of scenario.hpp.
namespace syncsim::sim {

template <class Enum, std::size_t Count>
using enumerator_words = std::array<std::pair<std::string_view, Enum>, Count>;

/// For a `local_step` and for work during a sync.
template <class Verb>
inline constexpr enumerator_words<Verb, 3> verb_words{
    {{"create", Verb::create}, {"edit", Verb::edit}, {"delete", Verb::remove}}};

inline constexpr enumerator_words<sync_step::outcome, 3> outcome_words{
    {{"any", sync_step::outcome::any},
     {"ok", sync_step::outcome::ok},
     {"failed", sync_step::outcome::failed}}};

inline constexpr enumerator_words<partition_step::direction, 3> direction_words{
    {{"both", partition_step::direction::both},
     {"to", partition_step::direction::to_server},
     {"from", partition_step::direction::from_server}}};

inline constexpr enumerator_words<expect_step::state, 4> state_words{
    {{"absent", expect_step::state::absent},
     {"pending", expect_step::state::pending},
     {"synced", expect_step::state::synced},
     {"deleted", expect_step::state::deleted}}};

/// The word for an enumerator of the table.
template <class Enum, std::size_t Count>
constexpr std::string_view word_for(Enum which, const enumerator_words<Enum, Count>& words)
{
    return std::ranges::find(words, which, &std::pair<std::string_view, Enum>::second)->first;
}

}  // namespace syncsim::sim
