#include "sim/check/positions.hpp"

#include "protocol/ordering.hpp"

namespace syncsim::sim {

std::optional<position> position_of(const protocol::variant& of, const protocol::record& pulled)
{
    if (pulled.order) return position{.at = *pulled.order, .key = pulled.key};
    if (protocol::server_stamps(of)) return std::nullopt;
    return position{.at = protocol::stamp_of(of, pulled), .key = pulled.key};
}

bool is_below_end(const protocol::range& of, const position& which)
{
    return which.at < of.until || (of.until_included && which.at == of.until);
}

bool is_in(const protocol::range& stretch, const position& which)
{
    const bool is_behind_begin =
        !stretch.after || !protocol::is_read(*stretch.after, which.at, which.key);
    return is_behind_begin && is_below_end(stretch, which);
}

std::set<position>::const_iterator first_behind(
    const std::optional<protocol::cursor>& at,
    const std::set<position>& of)
{
    if (!at) return of.begin();
    return of.lower_bound({.at = at->at, .key = at->key.value_or(protocol::record_key{})});
}

}  // namespace syncsim::sim
