#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string_view>

namespace syncsim::cli {

/// Tells how far a long piece of work is, on a stream that nobody keeps.
class progress {
public:
    enum class style : std::uint8_t {
        none,
        /// A line at each tenth of the work.
        plain,
        /// One line that changes.
        changing,
    };

    /// The line that changes stays below so many columns, so that it is one; 0 for any number.
    progress(std::ostream& out, style how, std::size_t width, std::size_t total);

    /// So much is done; `next` is what is waited for.
    void at(std::size_t done, std::string_view next);

    /// Takes the changing line away, before other text is written.
    void clear();

private:
    std::ostream& out_;
    style how_;
    std::size_t width_;
    std::size_t total_;
    std::size_t tenths_ = 0;
    bool is_shown_ = false;
    std::chrono::steady_clock::time_point shown_at_;
};

}  // namespace syncsim::cli
