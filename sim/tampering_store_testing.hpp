#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "reference_server/store.hpp"

namespace syncsim::sim {

/// A server's store with a defect planted in it: what it is given to keep passes through `tamper`,
/// which may change it, or say that it is silently not kept.
class tampering_store final : public reference_server::store {
public:
    using tampering = std::function<bool(reference_server::stored_record&)>;

    tampering_store(std::unique_ptr<store> inner, tampering tamper)
        : inner_(std::move(inner)), tamper_(std::move(tamper))
    {
    }

    protocol::result<void> put_record(const reference_server::stored_record& version) override
    {
        auto changed = version;
        return tamper_(changed) ? inner_->put_record(changed) : protocol::result<void>{};
    }

    protocol::result<void> begin() override { return inner_->begin(); }
    protocol::result<void> commit() override { return inner_->commit(); }
    void rollback() noexcept override { inner_->rollback(); }
    protocol::result<std::optional<reference_server::stored_record>> find_record(
        const protocol::owner_id& owner,
        const protocol::record_key& key) override
    {
        return inner_->find_record(owner, key);
    }
    protocol::result<void> remove_record(
        const protocol::owner_id& owner,
        const protocol::record_key& key) override
    {
        return inner_->remove_record(owner, key);
    }
    protocol::result<std::vector<reference_server::stored_record>> records_in(
        const protocol::owner_id& owner,
        const protocol::range& stretch,
        std::size_t skip,
        std::size_t limit) override
    {
        return inner_->records_in(owner, stretch, skip, limit);
    }
    protocol::result<std::optional<reference_server::stored_record>> find_by_local_id(
        const protocol::owner_id& owner,
        const std::optional<protocol::device_id>& creator,
        const protocol::local_id& local) override
    {
        return inner_->find_by_local_id(owner, creator, local);
    }
    protocol::result<std::vector<reference_server::stored_record>> with_local_id(
        const protocol::owner_id& owner,
        const protocol::device_id& creator) override
    {
        return inner_->with_local_id(owner, creator);
    }
    protocol::result<void> forget_local_id(
        const protocol::owner_id& owner,
        const protocol::device_id& creator,
        const protocol::local_id& local) override
    {
        return inner_->forget_local_id(owner, creator, local);
    }
    protocol::result<std::optional<reference_server::stored_session>> find_session(
        const protocol::session_id& id) override
    {
        return inner_->find_session(id);
    }
    protocol::result<void> put_session(const reference_server::stored_session& session) override
    {
        return inner_->put_session(session);
    }
    protocol::result<void> note_created(
        const protocol::session_id& session,
        const protocol::record_key& key) override
    {
        return inner_->note_created(session, key);
    }
    protocol::result<std::vector<reference_server::stored_record>> created_in(
        const reference_server::stored_session& session) override
    {
        return inner_->created_in(session);
    }
    protocol::result<reference_server::stored_device> find_device(
        const protocol::owner_id& owner,
        const protocol::device_id& device) override
    {
        return inner_->find_device(owner, device);
    }
    protocol::result<void> put_device(
        const protocol::owner_id& owner,
        const protocol::device_id& device,
        const reference_server::stored_device& state) override
    {
        return inner_->put_device(owner, device, state);
    }
    protocol::result<std::optional<reference_server::remembered_write>> find_write(
        const protocol::owner_id& owner,
        protocol::write_id write) override
    {
        return inner_->find_write(owner, write);
    }
    protocol::result<void> remember_write(
        const protocol::owner_id& owner,
        protocol::write_id write,
        const reference_server::remembered_write& outcome) override
    {
        return inner_->remember_write(owner, write, outcome);
    }
    protocol::result<void> forget_writes(
        const protocol::owner_id& owner,
        const protocol::record_key& key) override
    {
        return inner_->forget_writes(owner, key);
    }
    protocol::result<void> note_conflict(
        const protocol::owner_id& owner,
        const reference_server::stored_conflict& conflict) override
    {
        return inner_->note_conflict(owner, conflict);
    }
    protocol::result<std::int64_t> draw(reference_server::counter which, std::int64_t lowest)
        override
    {
        return inner_->draw(which, lowest);
    }
    protocol::result<void> raise(reference_server::counter which, std::int64_t to) override
    {
        return inner_->raise(which, to);
    }
    protocol::result<std::int64_t> last_drawn(reference_server::counter which) override
    {
        return inner_->last_drawn(which);
    }

private:
    std::unique_ptr<store> inner_;
    tampering tamper_;
};

}  // namespace syncsim::sim
