#pragma once

#include <memory>
#include <string>

#include "reference_server/store.hpp"
#include "sim/transaction_hooks.hpp"

namespace syncsim::sim {

/// The server's store that tells its node what each transaction does, and fails once the node is
/// dead.
class observed_server_store final : public reference_server::store {
public:
    /// `deleting_value` is the value of the delete that is being handled, for a row's key: a store
    /// is told which row goes, not why. `session_stored` is told of each session that a transaction
    /// stores.
    struct attribution {
        std::function<std::string(const protocol::record_key&)> deleting_value;
        std::function<node_id(const protocol::device_id&)> node_of;
        std::function<void(const reference_server::stored_session&)> session_stored;
    };

    observed_server_store(
        std::unique_ptr<store> inner,
        transaction_hooks hooks,
        attribution attributes)
        : inner_(std::move(inner)), changes_(std::move(hooks)), attributes_(std::move(attributes))
    {
    }

    protocol::result<void> begin() override;
    protocol::result<void> commit() override;
    void rollback() noexcept override;
    protocol::result<std::optional<reference_server::stored_record>> find_record(
        const protocol::owner_id& owner,
        const protocol::record_key& key) override;
    protocol::result<void> put_record(const reference_server::stored_record& version) override;
    protocol::result<void> remove_record(
        const protocol::owner_id& owner,
        const protocol::record_key& key) override;
    protocol::result<std::vector<reference_server::stored_record>> records_in(
        const protocol::owner_id& owner,
        const protocol::range& stretch,
        std::size_t skip,
        std::size_t limit) override;
    protocol::result<std::optional<reference_server::stored_record>> find_by_local_id(
        const protocol::owner_id& owner,
        const std::optional<protocol::device_id>& creator,
        const protocol::local_id& local) override;
    protocol::result<std::vector<reference_server::stored_record>> with_local_id(
        const protocol::owner_id& owner,
        const protocol::device_id& creator) override;
    protocol::result<void> forget_local_id(
        const protocol::owner_id& owner,
        const protocol::device_id& creator,
        const protocol::local_id& local) override;
    protocol::result<std::optional<reference_server::stored_session>> find_session(
        const protocol::session_id& id) override;
    protocol::result<void> put_session(const reference_server::stored_session& session) override;
    protocol::result<void> note_created(
        const protocol::session_id& session,
        const protocol::record_key& key) override;
    protocol::result<std::vector<reference_server::stored_record>> created_in(
        const reference_server::stored_session& session) override;
    protocol::result<reference_server::stored_device> find_device(
        const protocol::owner_id& owner,
        const protocol::device_id& device) override;
    protocol::result<void> put_device(
        const protocol::owner_id& owner,
        const protocol::device_id& device,
        const reference_server::stored_device& state) override;
    protocol::result<std::optional<reference_server::remembered_write>> find_write(
        const protocol::owner_id& owner,
        protocol::write_id write) override;
    protocol::result<void> remember_write(
        const protocol::owner_id& owner,
        protocol::write_id write,
        const reference_server::remembered_write& outcome) override;
    protocol::result<void> forget_writes(
        const protocol::owner_id& owner,
        const protocol::record_key& key) override;
    protocol::result<void> note_conflict(
        const protocol::owner_id& owner,
        const reference_server::stored_conflict& conflict) override;
    protocol::result<std::int64_t> draw(reference_server::counter which, std::int64_t lowest)
        override;
    protocol::result<void> raise(reference_server::counter which, std::int64_t to) override;
    protocol::result<std::int64_t> last_drawn(reference_server::counter which) override;

private:
    /// An operation of a live node on the store below.
    template <class Operation>
    auto alive(Operation&& operation) -> decltype(operation());
    /// The same, for one that changes something the run is judged by.
    template <class Operation>
    protocol::result<void> change(happening what, Operation&& operation);

    std::unique_ptr<store> inner_;
    open_changes changes_;
    attribution attributes_;
};

}  // namespace syncsim::sim
