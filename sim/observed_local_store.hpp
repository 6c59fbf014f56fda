#pragma once

#include <memory>

#include "reference_client/local_store.hpp"
#include "sim/transaction_hooks.hpp"

namespace syncsim::sim {

/// A device's store that tells its node what each transaction does, and fails once the node is
/// dead.
class observed_local_store final : public reference_client::local_store {
public:
    observed_local_store(std::unique_ptr<local_store> inner, transaction_hooks hooks)
        : inner_(std::move(inner)), changes_(std::move(hooks))
    {
    }

    protocol::result<void> begin() override;
    protocol::result<void> commit() override;
    void rollback() noexcept override;
    protocol::result<reference_client::device_state> device() override;
    protocol::result<void> put_device(const reference_client::device_state& state) override;
    protocol::result<std::optional<reference_client::local_record>> find(
        const protocol::record_key& key) override;
    protocol::result<void> put(const reference_client::local_record& row) override;
    protocol::result<void> erase(const protocol::record_key& key) override;
    protocol::result<std::vector<reference_client::local_record>> unsent() override;
    protocol::result<std::vector<reference_client::local_record>> unconfirmed() override;
    protocol::result<std::vector<reference_client::local_record>> all() override;

private:
    /// An operation of a live node on the store below.
    template <class Operation>
    auto alive(Operation&& operation) -> decltype(operation());
    /// The same, for one that changes something.
    template <class Operation>
    protocol::result<void> change(happening what, Operation&& operation);

    std::unique_ptr<local_store> inner_;
    open_changes changes_;
};

}  // namespace syncsim::sim
