#include "scenarios/cli/selection.hpp"

#include <algorithm>
#include <boost/system/errc.hpp>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "protocol/json_text.hpp"
#include "protocol/support/nearest_name.hpp"
#include "scenarios/cli/file_text.hpp"

namespace syncsim::cli {
namespace {

namespace fs = std::filesystem;
using protocol::json::in_quotes;

constexpr std::string_view extension = ".jsonc";

/// Of what is wrong with a file as a whole.
constexpr sim::source_place start_of_file{1, 1};

/// "there is no "scenarois"; did you mean "scenarios"?"
std::string nothing_there(const fs::path& path)
{
    const auto parent = path.has_parent_path() ? path.parent_path() : fs::path(".");
    std::vector<std::string> names;
    std::error_code ignored;
    for (const auto& each : fs::directory_iterator(parent, ignored)) {
        const auto found = parent == "." ? each.path().filename() : each.path();
        names.push_back(found.generic_string());
    }
    std::ranges::sort(names);
    const std::vector<std::string_view> known(names.begin(), names.end());
    const auto written = path.generic_string();
    return "there is no " + in_quotes(written) + support::suggestion(written, known);
}

std::string why_unreadable(const boost::system::error_code& error)
{
    namespace errc = boost::system::errc;
    if (error == errc::file_too_large) {
        return "the file is larger than a scenario, which has " +
               std::to_string(sim::scenario_bytes_max) + " bytes at most";
    }
    if (error == errc::operation_not_supported) {
        return "this is a pipe or a device; write the scenario into a file";
    }
    return "the file cannot be read: " + error.message();
}

class file_finder {
public:
    void add(const std::string& path)
    {
        std::error_code error;
        const auto status = fs::status(path, error);
        if (status.type() == fs::file_type::not_found) {
            found_.errors.push_back(nothing_there(path));
        } else if (status.type() == fs::file_type::directory) {
            add_directory(path);
        } else if (error) {
            found_.errors.push_back(in_quotes(path) + " cannot be read: " + error.message());
        } else {
            add_file(path);
        }
    }

    found_files take() && { return std::move(found_); }

private:
    void add_directory(const std::string& path)
    {
        std::vector<std::string> files;
        std::error_code error;
        fs::recursive_directory_iterator at(path, error);
        for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
            if (at->path().filename().string().starts_with('.')) {
                at.disable_recursion_pending();
            } else if (at->path().extension() == extension && !at->is_directory(error)) {
                files.push_back(at->path().lexically_normal().generic_string());
            }
        }
        if (error) {
            found_.errors.push_back(
                "the directory " + in_quotes(path) + " cannot be read: " + error.message());
        }
        std::ranges::sort(files);
        for (const auto& each : files) add_file(each);
    }

    void add_file(const std::string& path)
    {
        std::error_code error;
        const auto canonical = fs::weakly_canonical(path, error);
        if (error || seen_.insert(canonical).second) found_.files.push_back(path);
    }

    found_files found_;
    std::set<fs::path> seen_;
};

}  // namespace

found_files find_files(std::span<const std::string> paths)
{
    file_finder finder;
    for (const auto& each : paths) finder.add(each);
    return std::move(finder).take();
}

loaded_files load_files(std::span<const std::string> files)
{
    loaded_files loaded;
    std::map<std::string, std::string> names;
    for (const auto& path : files) {
        const auto text = read_text(path, sim::scenario_bytes_max);
        if (!text) {
            loaded.errors.push_back({path, start_of_file, why_unreadable(text.error())});
            continue;
        }
        auto read = sim::load_scenarios(*text, path);
        if (!read) {
            std::ranges::move(read.error(), std::back_inserter(loaded.errors));
            continue;
        }
        scenario_file file{.path = path, .script = read->points.front()};
        const bool has_matrix = !file.script.point.empty();
        if (has_matrix) file.points = std::move(read->points);
        file.skipped = std::move(read->skipped);
        const auto [first, is_first] = names.emplace(file.script.name, path);
        if (!is_first) {
            loaded.errors.push_back(
                {path,
                 start_of_file,
                 first->second + " has the name " + in_quotes(file.script.name) +
                     " too; give one of them another"});
            continue;
        }
        loaded.files.push_back(std::move(file));
    }
    return loaded;
}

}  // namespace syncsim::cli
