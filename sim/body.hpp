#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace syncsim::sim {

/// What users see of a record: an object's members, each as compact JSON text.
using fields = std::map<std::string, std::string, std::less<>>;

/// The members of a JSON object.
///
/// REQUIRES: `object` is the text of an object, as the loader keeps it.
fields fields_of(std::string_view object);

/// `base` with the members of `change` set over it.
fields merged(fields base, const fields& change);

/// The record's value as the devices handle it: the members, and a token that says which write this
/// is. The token travels inside the value, so no part of the protocol needs to know of it.
std::string value_text(const fields& members, std::uint32_t token);

/// The token of a value that `value_text` made; nothing where it made none like it.
std::optional<std::uint32_t> token_of(std::string_view value) noexcept;

}  // namespace syncsim::sim
