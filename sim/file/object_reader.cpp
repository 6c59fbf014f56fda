#include "sim/file/object_reader.hpp"

#include <algorithm>
#include <utility>

#include "protocol/support/nearest_name.hpp"
#include "sim/file/value_reader.hpp"
#include "sim/file/vocabulary.hpp"

namespace syncsim::sim {
namespace {

using protocol::json::in_quotes;

/// More names than these help nobody in a message.
constexpr std::size_t listed_max = 12;

}  // namespace

object_reader::object_reader(const json::value& from, std::string what, error_log& log)
    : from_(from), members_(from.members()), what_(std::move(what)), log_(log)
{
    if (members_ == nullptr) {
        log.add(from.at, "expected " + what_ + " as an object, found " + description(from));
    }
}

const json::value* object_reader::find(std::string_view name)
{
    known_.push_back(name);
    const auto* const member = from_.find(name);
    return member == nullptr ? nullptr : &member->value;
}

const json::value* object_reader::require(std::string_view name, std::string_view remedy)
{
    const auto* const value = find(name);
    if (value == nullptr && is_object()) {
        log_.add(from_.at, what_ + " needs a member " + in_quotes(name) + std::string(remedy));
    }
    return value;
}

void object_reader::finish(std::span<const std::string_view> later)
{
    if (!is_object()) return;
    for (const auto& each : *members_) {
        if (log_.full()) return;
        if (std::ranges::find(known_, each.name) != known_.end()) continue;
        if (std::ranges::find(later, each.name) != later.end()) {
            log_.add(each.name_at, in_quotes(each.name) + " is not yet built in this release");
            continue;
        }
        auto remedy = support::suggestion(each.name, known_);
        if (remedy.empty() && known_.size() <= listed_max)
            remedy = "; it may have " + listed(known_);
        log_.add(each.name_at, what_ + " has no member " + in_quotes(each.name) + remedy);
    }
}

}  // namespace syncsim::sim
