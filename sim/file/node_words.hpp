#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/json_text.hpp"
#include "sim/file/error_log.hpp"
#include "sim/file/vocabulary.hpp"
#include "sim/scenario.hpp"

namespace syncsim::sim {

inline constexpr std::string_view server_name = "server";

/// Which names of nodes a scenario's steps may use.
class node_words {
public:
    /// Without devices, because they could not be read, any name will do: one mistake is one error.
    /// The devices outlive this.
    explicit node_words(const std::vector<client_settings>& devices);

    /// Reads the name of a device, or of the server.
    std::optional<std::string> node(const json::value& from, error_log& log) const;

    /// Reads the name of a device.
    std::optional<std::string> device(const json::value& from, error_log& log) const;

private:
    vocabulary nodes_;
    vocabulary devices_;
};

}  // namespace syncsim::sim
