#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/cli/planned_run.hpp"

namespace syncsim::cli {

/// Which runs to take, in words that all must fit: `@tag`, `v:variant`, or a part of the scenario's
/// name, title or file, or of a matrix's point; each with `!` before it for the opposite. Letters
/// may be large or small.
class run_filter {
public:
    explicit run_filter(std::string_view text);

    bool fits(const planned_run& one) const;

private:
    struct word {
        enum class kind { text, tag, variant } what;
        std::string text;
        bool is_unwanted;
    };

    static bool fits(const word& wanted, const planned_run& one);

    std::vector<word> words_;
};

}  // namespace syncsim::cli
