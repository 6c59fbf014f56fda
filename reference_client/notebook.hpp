#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/ids.hpp"
#include "protocol/variant.hpp"
#include "reference_client/host.hpp"
#include "reference_client/local_store.hpp"

namespace syncsim::reference_client {

/// The user's side of a device: create, edit and delete records with or without a network.
///
/// Each call is one transaction of the device's own store; once it returns, the work is there after
/// a crash. Values are JSON as compact text. All three outlive the notebook.
///
/// An app of a later version may write members of the record itself that this version does not
/// know: `unknown` is a JSON object with them, as text, or empty.
class notebook {
public:
    notebook(const protocol::variant& of, local_store& keeps, host& on);

    /// Adds a record, and is the key by which this device knows it for now.
    result<protocol::record_key> create(std::string value, std::string_view unknown = {});

    /// The members of `unknown` are set over those that the record has.
    /// Errors: `no_such_record` where the record is not here or is deleted.
    result<void> edit(
        const protocol::record_key& key,
        std::string value,
        std::string_view unknown = {});

    /// `value` is what the app wants to say about the delete; "null" if nothing.
    /// Errors: `no_such_record` where the record is not here or is deleted already.
    result<void> erase(const protocol::record_key& key, std::string value = "null");

    /// The records the user sees, in the order of their keys.
    result<std::vector<local_record>> list();

private:
    result<local_record> find_live(const protocol::record_key& key);
    /// The record with the user's next write on top of it.
    local_record rewritten(local_record row, std::string value);
    protocol::device_time read_clock();

    const protocol::variant& variant_;
    local_store& store_;
    host& host_;
};

}  // namespace syncsim::reference_client
