#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/messages.hpp"
#include "reports/timeline.hpp"

namespace syncsim::reports {

/// The stretch that a session's pull reads, as far as it is known.
struct pulled_stretch {
    std::optional<protocol::cursor> after;
    std::optional<protocol::stamp> until;
};

/// What a message says, in few words, and which records it carries.
struct message_summary {
    std::string text;
    std::vector<mention> records;
    /// It is an error, or refuses a record.
    bool failed = false;
};

/// "push milk c1f0 (try 2)".
message_summary summarize(const protocol::request& message, int attempt, const vocabulary& with);

/// "push ok key 1", "pull: milk key 1", "push error: unknown-session".
message_summary summarize(
    protocol::step answers,
    const protocol::result<protocol::reply>& content,
    const pulled_stretch& stretch,
    const vocabulary& with);

}  // namespace syncsim::reports
