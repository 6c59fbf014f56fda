#include "scenarios/cli/progress.hpp"

#include <string>
#include <utility>

#include "scenarios/cli/paragraph.hpp"

namespace syncsim::cli {
namespace {

/// A line that changes more often cannot be read, and costs time.
constexpr std::chrono::milliseconds shown_for_at_least{100};

}  // namespace

progress::progress(std::ostream& out, style how, std::size_t width, std::size_t total)
    : out_(out),
      how_(how),
      width_(width),
      total_(total),
      shown_at_(std::chrono::steady_clock::now())
{
}

void progress::at(std::size_t done, std::string_view next)
{
    const auto so_far = std::to_string(done) + " of " + std::to_string(total_) + " runs";
    if (how_ == style::plain && total_ > 0 && done * 10 / total_ > tenths_) {
        tenths_ = done * 10 / total_;
        out_ << so_far << '\n' << std::flush;
    }
    if (how_ != style::changing) return;

    const auto now = std::chrono::steady_clock::now();
    if (now - shown_at_ < shown_for_at_least) return;
    clear();
    auto line = so_far + "  " + std::string(next);
    if (width_ > 0) line = shortened(std::move(line), width_ - 1);
    out_ << line << std::flush;
    is_shown_ = true;
    shown_at_ = now;
}

void progress::clear()
{
    if (is_shown_) out_ << "\r\x1b[K" << std::flush;
    is_shown_ = false;
}

}  // namespace syncsim::cli
