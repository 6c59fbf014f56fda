#include "sim/file/node_words.hpp"

#include "sim/file/value_reader.hpp"

namespace syncsim::sim {

node_words::node_words(const std::vector<client_settings>& devices)
    : nodes_{"node", {}}, devices_{"device", {}}
{
    for (const auto& each : devices) devices_.known.emplace_back(each.name);
    nodes_.known = devices_.known;
    nodes_.known.emplace_back(server_name);
}

std::optional<std::string> node_words::node(const json::value& from, error_log& log) const
{
    const auto* const name = as_word(from, "the name of a node", log);
    if (name == nullptr) return std::nullopt;
    if (devices_.known.empty() || nodes_.has(*name)) return *name;
    log.add(from.at, refusal(nodes_, *name));
    return std::nullopt;
}

std::optional<std::string> node_words::device(const json::value& from, error_log& log) const
{
    const auto* const name = as_word(from, "the name of a device", log);
    if (name == nullptr) return std::nullopt;
    if (*name == server_name) {
        log.add(
            from.at,
            devices_.known.empty() ? "the server is not a device; name one"
                                   : "the server is not a device; write " + listed(devices_.known));
        return std::nullopt;
    }
    if (devices_.known.empty() || devices_.has(*name)) return *name;
    log.add(from.at, refusal(devices_, *name));
    return std::nullopt;
}

}  // namespace syncsim::sim
