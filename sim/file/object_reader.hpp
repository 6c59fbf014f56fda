#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/json_text.hpp"
#include "sim/file/error_log.hpp"

namespace syncsim::sim {

/// Reads one JSON object by asking for its members; whoever has asked for all that there may be
/// calls `finish`, and what nobody has asked for is an error.
class object_reader {
public:
    /// `what` is "the network" or "a sync", for messages. A value that is no object is an error,
    /// and is as one without members from there on. The value and the log outlive the reader.
    object_reader(const json::value& from, std::string what, error_log& log);

    /// Another `what`, once it is known better.
    void call(std::string what) { what_ = std::move(what); }

    bool is_object() const noexcept { return members_ != nullptr; }
    json::position at() const noexcept { return from_.at; }
    error_log& log() const noexcept { return log_; }

    /// The value of that member; null where there is none.
    const json::value* find(std::string_view name);

    /// As `find`; one that is not there is an error, and `remedy` the end of its message.
    const json::value* require(std::string_view name, std::string_view remedy = {});

    /// Reads the member into `into` if it is there and as it must be (value_reader.hpp), and is its
    /// value; null where there is none.
    template <class Into, class As>
    const json::value* read(std::string_view name, Into& into, const As& as)
    {
        return assign(find(name), into, as);
    }

    /// As `read`, for a member that must be there.
    template <class Into, class As>
    const json::value* read_required(std::string_view name, Into& into, const As& as)
    {
        return assign(require(name), into, as);
    }

    /// Reports what is left. `later` are names that the format has and this release does not.
    void finish(std::span<const std::string_view> later = {});

private:
    template <class Into, class As>
    const json::value* assign(const json::value* value, Into& into, const As& as)
    {
        if (value == nullptr) return nullptr;
        if (auto read = as(*value, log_)) into = *std::move(read);
        return value;
    }

    const json::value& from_;
    const json::value::object* members_;
    std::string what_;
    error_log& log_;
    std::vector<std::string_view> known_;
};

}  // namespace syncsim::sim
