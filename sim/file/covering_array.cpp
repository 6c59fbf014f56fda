#include "sim/file/covering_array.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "protocol/support/check.hpp"

namespace syncsim::sim {
namespace {

using sense = std::function<bool(const covering_row&)>;

/// No more completions of a combination are tried before it counts as one without sense.
constexpr std::size_t completions_max = 1000;

/// The next row in the order in which the last column changes fastest; false after the last.
bool advance(covering_row& row, const std::vector<std::size_t>& sizes)
{
    for (std::size_t column = row.size(); column-- > 0;) {
        if (++row[column] < sizes[column]) return true;
        row[column] = 0;
    }
    return false;
}

covering every_row(const std::vector<std::size_t>& sizes, const sense& makes_sense)
{
    covering all;
    covering_row row(sizes.size(), 0);
    do {
        (makes_sense(row) ? all.rows : all.senseless).push_back(row);
    } while (advance(row, sizes));
    return all;
}

/// The combinations of values of some columns that no row has yet.
class column_set {
public:
    column_set(std::vector<std::size_t> columns, const std::vector<std::size_t>& sizes)
        : columns_(std::move(columns)), sizes_(sizes)
    {
        std::size_t count = 1;
        for (const auto column : columns_) count *= sizes_[column];
        missing_.assign(count, true);
    }

    bool has(std::size_t column) const
    {
        return std::ranges::find(columns_, column) != columns_.end();
    }

    bool lacks(const covering_row& row) const { return missing_[place_of(row)]; }
    void cover(const covering_row& row) { missing_[place_of(row)] = false; }

    /// All of its columns are among these.
    bool is_within(const std::vector<bool>& chosen) const
    {
        return std::ranges::all_of(columns_, [&](std::size_t column) { return chosen[column]; });
    }

    /// Sets its columns to the first combination that is missing; false where none is.
    bool seed(covering_row& row, std::vector<bool>& chosen)
    {
        while (next_ < missing_.size() && !missing_[next_]) ++next_;
        if (next_ == missing_.size()) return false;
        auto rest = next_;
        for (auto column = columns_.rbegin(); column != columns_.rend(); ++column) {
            row[*column] = rest % sizes_[*column];
            rest /= sizes_[*column];
            chosen[*column] = true;
        }
        return true;
    }

private:
    std::size_t place_of(const covering_row& row) const
    {
        std::size_t place = 0;
        for (const auto column : columns_) place = place * sizes_[column] + row[column];
        return place;
    }

    std::vector<std::size_t> columns_;
    const std::vector<std::size_t>& sizes_;
    std::vector<bool> missing_;
    std::size_t next_ = 0;
};

/// Every set of so many columns, in their order.
std::vector<column_set> sets_of(const std::vector<std::size_t>& sizes, std::size_t strength)
{
    std::vector<column_set> sets;
    std::vector<bool> taken(sizes.size(), false);
    std::fill_n(taken.begin(), strength, true);
    do {
        std::vector<std::size_t> columns;
        for (std::size_t column = 0; column < sizes.size(); ++column) {
            if (taken[column]) columns.push_back(column);
        }
        sets.emplace_back(std::move(columns), sizes);
    } while (std::prev_permutation(taken.begin(), taken.end()));
    return sets;
}

/// Makes one row after the other, each for the first combination that is missing, and with whatever
/// else covers most.
class row_maker {
public:
    row_maker(const std::vector<std::size_t>& sizes, std::size_t strength, const sense& makes_sense)
        : sizes_(sizes), makes_sense_(makes_sense), sets_(sets_of(sizes, strength))
    {
    }

    covering make() &&
    {
        for (auto& each : sets_) {
            covering_row row(sizes_.size(), 0);
            std::vector<bool> chosen(sizes_.size(), false);
            while (each.seed(row, chosen)) {
                if (const auto complete = completed(row, chosen)) {
                    for (auto& set : sets_) set.cover(*complete);
                    made_.rows.push_back(*complete);
                } else {
                    each.cover(row);
                    made_.senseless.push_back(row);
                }
                std::ranges::fill(row, 0);
                chosen.assign(sizes_.size(), false);
            }
        }
        return std::move(made_);
    }

private:
    /// The row with its other columns filled in; nothing where no way to do so makes sense.
    std::optional<covering_row> completed(const covering_row& seed, const std::vector<bool>& chosen)
    {
        auto best = filled_greedily(seed, chosen);
        if (makes_sense_(best)) return best;

        std::vector<std::size_t> open;
        std::vector<std::size_t> open_sizes;
        for (std::size_t column = 0; column < sizes_.size(); ++column) {
            if (chosen[column]) continue;
            open.push_back(column);
            open_sizes.push_back(sizes_[column]);
        }
        covering_row rest(open.size(), 0);
        for (std::size_t tries = 0; tries < completions_max; ++tries) {
            auto row = seed;
            for (std::size_t each = 0; each < open.size(); ++each) row[open[each]] = rest[each];
            if (makes_sense_(row)) return row;
            if (!advance(rest, open_sizes)) break;
        }
        return std::nullopt;
    }

    covering_row filled_greedily(covering_row row, std::vector<bool> chosen) const
    {
        for (std::size_t column = 0; column < row.size(); ++column) {
            if (chosen[column]) continue;
            chosen[column] = true;
            std::size_t best = 0;
            std::size_t most = 0;
            for (row[column] = 0; row[column] < sizes_[column]; ++row[column]) {
                const auto fresh = count_missing(row, chosen, column);
                if (fresh <= most) continue;
                most = fresh;
                best = row[column];
            }
            row[column] = best;
        }
        return row;
    }

    /// The combinations with this column, of columns that are chosen, that the row would cover.
    std::size_t count_missing(
        const covering_row& row,
        const std::vector<bool>& chosen,
        std::size_t column) const
    {
        return static_cast<std::size_t>(std::ranges::count_if(sets_, [&](const column_set& each) {
            return each.has(column) && each.is_within(chosen) && each.lacks(row);
        }));
    }

    const std::vector<std::size_t>& sizes_;
    const sense& makes_sense_;
    std::vector<column_set> sets_;
    covering made_;
};

}  // namespace

covering cover(
    const std::vector<std::size_t>& sizes,
    std::size_t strength,
    const std::function<bool(const covering_row&)>& makes_sense)
{
    support::check(
        strength >= 1 && strength <= sizes.size() &&
            std::ranges::find(sizes, std::size_t{0}) == sizes.end(),
        "combinations are of columns that are there");
    if (strength == sizes.size()) return every_row(sizes, makes_sense);
    return row_maker(sizes, strength, makes_sense).make();
}

}  // namespace syncsim::sim
