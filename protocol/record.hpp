#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/clocks.hpp"
#include "protocol/ids.hpp"
#include "protocol/stamp.hpp"

namespace syncsim::protocol {

/// A record as it travels (protocol/README.md, "Record").
///
/// The first group is the post's own. The second is what other variants add; each member is absent
/// where the variant has no use for it.
struct record {
    record_key key;
    std::optional<local_id> local;

    /// Any JSON value, as compact text with sorted keys. A tombstone may carry one too: what the
    /// app wants to say about the delete.
    std::string value = "null";
    device_time updated;
    device_time created;

    /// The server does not know `key` yet: this is a create.
    bool is_pending = false;

    bool deleted = false;

    /// Which write this body is, and which write created the record.
    std::optional<write_id> write;
    std::optional<write_id> create_write;

    /// Pushed only: the version that the user had before them when they made this write …
    std::optional<write_id> base;
    /// … and the device's own writes since then that may have reached the server unacknowledged.
    std::vector<write_id> supersedes;
    /// Pushed only, under `conflict: merge-fields`: the value of the version that the user had
    /// before them, as `value` is.
    std::optional<std::string> base_value;

    /// The server's order of this version; absent from pushes.
    std::optional<stamp> order;

    /// This record keeps the body that lost a conflict on that one.
    std::optional<record_key> conflict_of;

    /// Members that this version of the software does not know, as the text of a JSON object with
    /// sorted keys; empty where there are none.
    std::string unknown;

    friend bool operator==(const record&, const record&) = default;
};

}  // namespace syncsim::protocol
