#pragma once

#include <map>
#include <optional>
#include <string>

#include "protocol/json_text.hpp"
#include "sim/file/error_log.hpp"

namespace syncsim::sim {

/// Which records a scenario's steps have created, as far as they have been read.
class record_words {
public:
    /// Reads the name of a record that is made here: it is not the first one's.
    std::optional<std::string> fresh(const json::value& from, error_log& log);

    /// Reads the name of a record that was made before.
    std::optional<std::string> created(const json::value& from, error_log& log) const;

private:
    std::map<std::string, json::position> created_;
};

}  // namespace syncsim::sim
