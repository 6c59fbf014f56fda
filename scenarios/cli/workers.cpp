#include "scenarios/cli/workers.hpp"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace syncsim::cli {
namespace {

/// How many results may wait for an earlier one, for each thread: more would only fill memory.
constexpr std::size_t waiting_max = 32;

/// The work that is shared by the threads.
///
/// Invariants: (1) pieces are begun in their order, so that those which have ended or will end are
/// all before `next_`; (2) a piece is under way, in `done_`, or taken.
class shared_work {
public:
    shared_work(std::size_t count, std::size_t ahead_max, const interruption& stop)
        : count_(count), ahead_max_(ahead_max), stop_(stop)
    {
    }

    /// The piece to do; nothing where there is none left, or none is to be begun.
    std::optional<std::size_t> begin()
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return is_over() || next_ < taken_ + ahead_max_; });
        if (is_over()) {
            changed_.notify_all();
            return std::nullopt;
        }
        return next_++;
    }

    void end(std::size_t piece, finished_run result)
    {
        const std::scoped_lock lock(mutex_);
        done_.emplace(piece, std::move(result));
        changed_.notify_all();
    }

    /// The next piece in order, once it is done; nothing where none will come.
    std::optional<finished_run> take()
    {
        std::unique_lock lock(mutex_);
        changed_.wait(
            lock, [&] { return done_.contains(taken_) || (is_over() && taken_ == next_); });
        const auto found = done_.find(taken_);
        if (found == done_.end()) return std::nullopt;
        auto result = std::move(found->second);
        done_.erase(found);
        ++taken_;
        changed_.notify_all();
        return result;
    }

    void stop()
    {
        const std::scoped_lock lock(mutex_);
        stopped_ = true;
        changed_.notify_all();
    }

private:
    bool is_over() const { return stopped_ || stop_.requested() || next_ == count_; }

    std::size_t count_;
    std::size_t ahead_max_;
    const interruption& stop_;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t next_ = 0;
    std::size_t taken_ = 0;
    bool stopped_ = false;
    std::map<std::size_t, finished_run> done_;
};

}  // namespace

void work_in_order(
    std::size_t count,
    std::size_t threads,
    const interruption& stop,
    const std::function<finished_run(std::size_t)>& work,
    const std::function<bool(finished_run)>& take)
{
    const auto useful = std::clamp<std::size_t>(count, 1, std::max<std::size_t>(threads, 1));
    shared_work shared(count, useful * waiting_max, stop);
    std::vector<std::jthread> workers;
    workers.reserve(useful);
    for (std::size_t each = 0; each < useful; ++each) {
        workers.emplace_back([&] {
            while (const auto piece = shared.begin()) shared.end(*piece, work(*piece));
        });
    }
    while (auto result = shared.take()) {
        if (take(*std::move(result))) continue;
        shared.stop();
        return;
    }
}

}  // namespace syncsim::cli
