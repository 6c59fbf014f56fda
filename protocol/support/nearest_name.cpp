#include "protocol/support/nearest_name.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace syncsim::support {
namespace {

std::size_t mistakes_allowed(std::string_view known)
{
    return std::max<std::size_t>(1, known.size() / 3);
}

/// How many mistakes lead from one to the other ("optimal string alignment").
std::size_t mistakes(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;

    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::swap(before_last, last);
        std::swap(last, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t wrong = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + wrong});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
    }
    return row[b.size()];
}

}  // namespace

std::string_view nearest_name(std::string_view written, std::span<const std::string_view> known)
{
    std::string_view nearest;
    std::size_t fewest = 0;
    for (const auto name : known) {
        // What is written may be of any length, and comparing takes the product of both.
        if (written.size() > 2 * name.size() + 1) continue;
        const auto count = mistakes(written, name);
        if (count > mistakes_allowed(name)) continue;
        if (!nearest.empty() && count >= fewest) continue;
        nearest = name;
        fewest = count;
    }
    return nearest;
}

std::string suggestion(std::string_view written, std::span<const std::string_view> known)
{
    const auto nearest = nearest_name(written, known);
    if (nearest.empty()) return {};
    return "; did you mean \"" + std::string(nearest) + "\"?";
}

}  // namespace syncsim::support
