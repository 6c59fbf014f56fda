#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "protocol/error.hpp"
#include "protocol/ids.hpp"
#include "protocol/record.hpp"
#include "protocol/stamp.hpp"

/// What a device keeps, as values and as an interface of transactions.
namespace syncsim::reference_client {

template <class T>
using result = protocol::result<T>;

/// A record on this device.
struct local_record {
    /// What the user sees. `local` is set from the swap of keys until the server knows that this
    /// device has made it; `is_pending`, `base` and `supersedes` are those of the next push.
    protocol::record shown;

    /// There is work that no server has acknowledged.
    bool unsent = false;

    /// The work may have reached the server: it was about to be sent.
    bool offered = false;

    /// The server will never take the work, and why.
    std::optional<protocol::sync_errc> refused;

    /// A version of the server that arrived while there was unsent work.
    std::optional<protocol::record> parked;

    friend bool operator==(const local_record&, const local_record&) = default;
};

/// What a device knows about itself.
struct device_state {
    protocol::device_id device;
    /// Of the last session it began.
    protocol::begin_number begins;
    /// How far it has read, where the variant keeps that at the device.
    std::optional<protocol::cursor> last_sync;

    friend bool operator==(const device_state&, const device_state&) = default;
};

/// What survives a restart of the device.
///
/// Everything happens inside a transaction: `begin`, then reads and writes, then `commit` or
/// `rollback`. A failed operation leaves the transaction to be rolled back; a failed `commit` has
/// committed nothing.
class local_store {
public:
    virtual ~local_store() = default;

    virtual result<void> begin() = 0;
    virtual result<void> commit() = 0;
    virtual void rollback() noexcept = 0;

    virtual result<device_state> device() = 0;
    virtual result<void> put_device(const device_state& state) = 0;

    virtual result<std::optional<local_record>> find(const protocol::record_key& key) = 0;
    /// Adds the record, or replaces the one of that key.
    virtual result<void> put(const local_record& row) = 0;
    /// Removes the record of that key, if there is one.
    virtual result<void> erase(const protocol::record_key& key) = 0;

    /// Records with unsent work, in the order in which they came to be.
    virtual result<std::vector<local_record>> unsent() = 0;
    /// Records whose swap of keys the server has not been told of.
    virtual result<std::vector<local_record>> unconfirmed() = 0;
    /// Every record, deleted ones with unsent work included, in the order of their keys.
    virtual result<std::vector<local_record>> all() = 0;
};

}  // namespace syncsim::reference_client
