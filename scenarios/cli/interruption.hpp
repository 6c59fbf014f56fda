#pragma once

#include <atomic>

namespace syncsim::cli {

/// Somebody wants the program to end: whoever starts runs looks here before each.
///
/// A signal handler may set it.
class interruption {
public:
    void request() noexcept { requested_.store(true, std::memory_order_relaxed); }
    bool requested() const noexcept { return requested_.load(std::memory_order_relaxed); }

private:
    static_assert(std::atomic<bool>::is_always_lock_free);
    std::atomic<bool> requested_{false};
};

}  // namespace syncsim::cli
