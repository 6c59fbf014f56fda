#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/scenario.hpp"
#include "sim/scenario_file.hpp"

/// From the PATHs of a command line to scenarios.
namespace syncsim::cli {

/// The scenario files that PATHs lead to.
struct found_files {
    /// In the order of the PATHs, and below a directory in that of the names; each once.
    std::vector<std::string> files;
    /// What is wrong with PATHs that lead nowhere, as sentences.
    std::vector<std::string> errors;
};

/// A file is taken as it is; below a directory, every `*.jsonc` is, but in hidden directories.
found_files find_files(std::span<const std::string> paths);

struct scenario_file {
    /// As it is written in messages.
    std::string path;
    /// The only one of the file, or that of its matrix's first point.
    sim::scenario script;
    /// Those of its matrix's points; none where it has no matrix.
    std::vector<sim::scenario> points = {};
    std::vector<sim::skipped_point> skipped = {};

    /// All of them.
    std::span<const sim::scenario> scripts() const
    {
        return points.empty() ? std::span(&script, 1) : std::span(points);
    }
};

struct loaded_files {
    std::vector<scenario_file> files;
    /// Every error of every file.
    std::vector<sim::scenario_error> errors;
};

/// Reads files. Two scenarios of one name are an error: results are kept by name.
loaded_files load_files(std::span<const std::string> files);

}  // namespace syncsim::cli
