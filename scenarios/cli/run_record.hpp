#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scenarios/cli/exit_code.hpp"
#include "scenarios/cli/options.hpp"

namespace syncsim::cli {

/// What it takes to do the same again: the text of `run.txt`.
struct run_record {
    /// The words after the program's name.
    std::vector<std::string> words;
    /// Those of them that are no flags.
    std::vector<std::string> operands;
    std::vector<flag_value> flags;
    std::string directory;
    std::chrono::system_clock::time_point started;
    /// Which seed `--seed random` came to be.
    std::optional<std::uint64_t> drawn_seed;

    /// How it ended; none as long as it has not.
    struct ending {
        exit_code code;
        std::chrono::milliseconds took;
    };
    std::optional<ending> ended;
};

std::string to_text(const run_record& record);

}  // namespace syncsim::cli
