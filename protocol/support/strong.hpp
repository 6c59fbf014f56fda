#pragma once

#include <compare>
#include <utility>

namespace syncsim::support {

/// A `Rep` that mixes only with its own kind.
///
/// Two ids that share a representation are still different types, so passing a device id where a
/// session id belongs does not compile.
template <class Tag, class Rep>
class strong {
public:
    using representation = Rep;

    constexpr strong() = default;
    constexpr explicit strong(Rep value) : value_(std::move(value)) {}

    constexpr const Rep& value() const noexcept { return value_; }

    friend constexpr auto operator<=>(const strong&, const strong&) = default;

private:
    Rep value_{};
};

}  // namespace syncsim::support
