#include "reports/short_keys.hpp"

#include <algorithm>

namespace syncsim::reports {
namespace {

constexpr std::size_t shortest = 4;
constexpr std::size_t longest = 8;

void collect(std::set<std::string>& to, const protocol::record& from)
{
    to.insert(from.key.value().str());
    if (from.local) to.insert(from.local->value().str());
}

void collect(std::set<std::string>& to, const sim::happening& what)
{
    namespace event = sim::event;
    if (const auto* const put = std::get_if<event::server_put>(&what)) {
        collect(to, put->version.content);
    } else if (const auto* const kept = std::get_if<event::device_put>(&what)) {
        collect(to, kept->row.shown);
        if (kept->row.parked) collect(to, *kept->row.parked);
    } else if (const auto* const sent = std::get_if<event::request_sent>(&what)) {
        const auto* const push = std::get_if<protocol::push_request>(sent->content.get());
        if (push == nullptr) return;
        for (const auto& each : push->records) collect(to, each);
    }
}

/// No two keys begin with the same characters, and none begins with what another one is.
bool tells_apart(const std::set<std::string>& keys, std::size_t length)
{
    std::set<std::string_view> seen;
    return std::ranges::all_of(keys, [&](const std::string& key) {
        return seen.insert(std::string_view(key).substr(0, length)).second;
    });
}

}  // namespace

short_keys::short_keys(const std::set<std::string>& keys)
{
    std::set<std::string> as_they_are;
    std::set<std::string> long_ones;
    std::size_t length = shortest;
    for (const auto& key : keys) {
        (key.size() <= longest ? as_they_are : long_ones).insert(key);
    }
    const auto ambiguous = [&] {
        const bool hides = std::ranges::any_of(long_ones, [&](const std::string& key) {
            return as_they_are.contains(key.substr(0, length));
        });
        return hides || !tells_apart(long_ones, length);
    };
    while (ambiguous()) ++length;
    for (const auto& key : long_ones) shown_.emplace(key, key.substr(0, length));
}

short_keys short_keys::of(const sim::trace& run)
{
    std::set<std::string> keys;
    for (const auto& each : run) collect(keys, each.what);
    return short_keys{keys};
}

std::string short_keys::operator()(std::string_view key) const
{
    const auto found = shown_.find(key);
    return found == shown_.end() ? std::string(key) : found->second;
}

std::string short_keys::in(std::string sentence) const
{
    // A key that another one begins with is shown whole, so it does not hide that one.
    for (const auto& [key, shown] : shown_) {
        for (auto at = sentence.find(key); at != std::string::npos;
             at = sentence.find(key, at + shown.size())) {
            sentence.replace(at, key.size(), shown);
        }
    }
    return sentence;
}

}  // namespace syncsim::reports
