#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// Every point of the protocol that a fault can hang on, and which kinds make sense there.
namespace syncsim::sim {

/// `<step>.<point>`, in the order of the protocol.
enum class anchor : std::uint8_t {
    local_before_commit,
    local_after_commit,
    begin_request,
    begin_before_commit,
    begin_after_commit,
    begin_response,
    push_request,
    push_before_commit,
    push_after_commit,
    push_response,
    pull_request,
    pull_handle,
    pull_response,
    apply_before,
    apply_mid,
    apply_after,
    complete_request,
    complete_before_commit,
    complete_after_commit,
    complete_response,
};

inline constexpr std::size_t anchor_count = 20;

/// The faults of this release that hang on an anchor.
enum class fault_kind : std::uint8_t {
    drop,
    delay,
    duplicate,
    late_duplicate,
    reorder,
    hold,
    error_reply,
    corrupt,
    timeout,
    crash_client,
    crash_server,
    expire_session,
    pause,
    clock_jump,
};

struct anchor_traits {
    anchor which;
    /// "push.response", as scenario files write it.
    std::string_view name;
    /// When exactly a run passes it.
    std::string_view meaning;
};

struct fault_traits {
    fault_kind which;
    /// "late-duplicate", as scenario files write it.
    std::string_view name;
    std::string_view meaning;
    /// Which members of a fault it takes, beside `id`, `at`, `nth` and `optional`.
    std::span<const std::string_view> parameters;
};

/// All of them, in the order of the enum.
std::span<const anchor_traits> all_anchors() noexcept;
std::span<const fault_traits> all_faults() noexcept;

std::string_view name(anchor which) noexcept;
std::string_view name(fault_kind which) noexcept;
const fault_traits& traits(fault_kind which) noexcept;

std::optional<anchor> find_anchor(std::string_view name) noexcept;
std::optional<fault_kind> find_fault(std::string_view name) noexcept;

/// Why this fault cannot happen at this anchor, as a sentence; nothing where it can.
std::optional<std::string_view> nonsense(fault_kind kind, anchor at) noexcept;

/// The anchor lies in local work of the user, outside any sync.
bool is_local(anchor at) noexcept;

}  // namespace syncsim::sim
