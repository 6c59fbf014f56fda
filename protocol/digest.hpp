#pragma once

#include <cstdint>

#include "protocol/messages.hpp"

namespace syncsim::protocol {

/// XXH3-64 over the kind and the fields of a reply, without its `digest`, in the order of
/// wire_members.hpp.
///
/// It is taken of what is meant, not of the text, so both ends and every compiler get the same for
/// a reply however it travelled. Each field is fenced off from the next, and one that is there
/// differs from one that is not. Both ends know the same members, or their digests differ.
reply_digest digest_of(const begin_reply& answer) noexcept;
reply_digest digest_of(const push_reply& answer) noexcept;
reply_digest digest_of(const pull_reply& answer) noexcept;
reply_digest digest_of(const complete_reply& answer) noexcept;

/// The same over any message or record, for logs and comparisons; it never travels. A reply's
/// `digest` is left out here as well.
std::uint64_t fingerprint(const request& message) noexcept;
std::uint64_t fingerprint(const reply& message) noexcept;
std::uint64_t fingerprint(const record& version) noexcept;

}  // namespace syncsim::protocol
