#include "scenarios/cli/unified_diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace syncsim::cli {
namespace {

constexpr std::size_t context = 3;

/// A line of either text, with its end.
struct changed_line {
    enum class kind : std::uint8_t { kept, removed, added } what{};
    std::string_view text;
};

using lines = std::vector<std::string_view>;

lines lines_of(std::string_view text)
{
    lines all;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto size = end == std::string_view::npos ? text.size() : end + 1;
        all.push_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return all;
}

/// How many lines two texts have in common in the same order, from each pair of places on.
class common_lengths {
public:
    common_lengths(const lines& before, const lines& after)
        : columns_(after.size() + 1), lengths_((before.size() + 1) * columns_)
    {
        for (auto i = before.size(); i-- > 0;) {
            for (auto j = after.size(); j-- > 0;) {
                lengths_[i * columns_ + j] = before[i] == after[j]
                                                 ? at(i + 1, j + 1) + 1
                                                 : std::max(at(i + 1, j), at(i, j + 1));
            }
        }
    }

    std::size_t at(std::size_t i, std::size_t j) const { return lengths_[i * columns_ + j]; }

private:
    std::size_t columns_;
    std::vector<std::size_t> lengths_;
};

/// What is between the lines that both begin and both end with.
void add_middle(std::vector<changed_line>& to, const lines& before, const lines& after)
{
    using kind = changed_line::kind;
    const common_lengths common(before, after);
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < before.size() || j < after.size()) {
        const bool both = i < before.size() && j < after.size();
        if (both && before[i] == after[j]) {
            to.push_back({kind::kept, before[i]});
            ++i;
            ++j;
        } else if (j == after.size() || (both && common.at(i + 1, j) >= common.at(i, j + 1))) {
            to.push_back({kind::removed, before[i++]});
        } else {
            to.push_back({kind::added, after[j++]});
        }
    }
}

std::vector<changed_line> changes(const lines& before, const lines& after)
{
    using kind = changed_line::kind;
    const auto shorter = std::min(before.size(), after.size());
    std::size_t head = 0;
    while (head < shorter && before[head] == after[head]) ++head;
    std::size_t tail = 0;
    while (tail < shorter - head &&
           before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
        ++tail;

    std::vector<changed_line> all;
    for (std::size_t each = 0; each < head; ++each) all.push_back({kind::kept, before[each]});
    const auto middle = [&](const lines& of) {
        return lines(
            of.begin() + static_cast<std::ptrdiff_t>(head),
            of.end() - static_cast<std::ptrdiff_t>(tail));
    };
    add_middle(all, middle(before), middle(after));
    for (auto each = before.size() - tail; each < before.size(); ++each) {
        all.push_back({kind::kept, before[each]});
    }
    return all;
}

/// "12,3", as a hunk's header counts lines.
std::string range_of(std::size_t first, std::size_t count)
{
    const auto line = count == 0 ? first : first + 1;
    return count == 1 ? fmt::format("{}", line) : fmt::format("{},{}", line, count);
}

class diff_writer {
public:
    explicit diff_writer(const std::vector<changed_line>& all) : all_(all) {}

    std::string hunks()
    {
        std::size_t at = 0;
        while (at < all_.size()) {
            const auto first = next_change(at);
            if (first == all_.size()) break;
            const auto begin = std::max(at, first - std::min(first, context));
            count_to(begin);
            at = end_of_hunk(first);
            write(begin, at);
        }
        return std::move(text_);
    }

private:
    bool is_change(std::size_t each) const { return all_[each].what != changed_line::kind::kept; }
    std::size_t next_change(std::size_t from) const
    {
        while (from < all_.size() && !is_change(from)) ++from;
        return from;
    }
    /// Behind the context of the last change that is near enough to the one before it.
    std::size_t end_of_hunk(std::size_t first) const
    {
        auto last = first;
        for (auto each = first; each < all_.size() && each <= last + 2 * context + 1; ++each) {
            if (is_change(each)) last = each;
        }
        return std::min(all_.size(), last + 1 + context);
    }

    void count_to(std::size_t begin)
    {
        for (; counted_ < begin; ++counted_) count(all_[counted_]);
    }
    void count(const changed_line& each)
    {
        if (each.what != changed_line::kind::added) ++before_;
        if (each.what != changed_line::kind::removed) ++after_;
    }

    void write(std::size_t begin, std::size_t end)
    {
        const auto first_before = before_;
        const auto first_after = after_;
        count_to(end);
        text_ += fmt::format(
            "@@ -{} +{} @@\n",
            range_of(first_before, before_ - first_before),
            range_of(first_after, after_ - first_after));
        for (auto each = begin; each < end; ++each) write(all_[each]);
    }

    void write(const changed_line& each)
    {
        switch (each.what) {
        case changed_line::kind::kept: text_ += ' '; break;
        case changed_line::kind::removed: text_ += '-'; break;
        case changed_line::kind::added: text_ += '+'; break;
        }
        text_ += each.text;
        if (!each.text.ends_with('\n')) text_ += "\n\\ No newline at end of file\n";
    }

    const std::vector<changed_line>& all_;
    std::string text_;
    std::size_t counted_ = 0;
    /// Lines of either text before `counted_`.
    std::size_t before_ = 0;
    std::size_t after_ = 0;
};

}  // namespace

std::string unified_diff(std::string_view file, std::string_view before, std::string_view after)
{
    if (before == after) return {};
    const auto all = changes(lines_of(before), lines_of(after));
    return fmt::format("--- {}\n+++ {}\n", file, file) + diff_writer(all).hunks();
}

}  // namespace syncsim::cli
