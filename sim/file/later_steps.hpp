#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string_view>

#include "protocol/json_text.hpp"
#include "sim/file/error_log.hpp"
#include "sim/scenario.hpp"

namespace syncsim::sim {

/// Which ids the steps have that follow the one that is being read.
class later_steps {
public:
    /// Of all the steps, before the first; they outlive this.
    explicit later_steps(const json::value::array& steps);

    /// The next step is read from here on.
    void move_on() noexcept { ++read_; }

    /// Reads the id that a later step is given.
    std::optional<step_id> called(const json::value& from, error_log& log) const;

private:
    /// How many steps stand up to the one that has the id.
    std::map<std::string_view, std::size_t> positions_;
    std::size_t read_ = 0;
};

}  // namespace syncsim::sim
