#include "sim/observed_server_store.hpp"

#include <utility>

namespace syncsim::sim {

using namespace reference_server;
using protocol::device_id;
using protocol::owner_id;
using protocol::record_key;
using protocol::sync_errc;
using protocol::write_id;

template <class Operation>
auto observed_server_store::alive(Operation&& operation) -> decltype(operation())
{
    if (!changes_.is_alive()) return sync_errc::storage_failed;
    return operation();
}

template <class Operation>
result<void> observed_server_store::change(happening what, Operation&& operation)
{
    const auto done = alive(operation);
    if (!done) return done;
    changes_.made(std::move(what));
    return changes_.is_alive() ? done : sync_errc::storage_failed;
}

result<void> observed_server_store::begin()
{
    changes_.began();
    return alive([&] { return inner_->begin(); });
}

result<void> observed_server_store::commit()
{
    if (changes_.is_alive()) changes_.about_to_commit();
    const auto done = alive([&] { return inner_->commit(); });
    if (done) changes_.committed();
    return done;
}

void observed_server_store::rollback() noexcept
{
    changes_.rolled_back();
    if (changes_.is_alive()) inner_->rollback();
}

result<std::optional<stored_record>> observed_server_store::find_record(
    const owner_id& owner,
    const record_key& key)
{
    return alive([&] { return inner_->find_record(owner, key); });
}

result<void> observed_server_store::put_record(const stored_record& version)
{
    return change(
        event::server_put{.version = version}, [&] { return inner_->put_record(version); });
}

result<void> observed_server_store::remove_record(const owner_id& owner, const record_key& key)
{
    return change(event::server_removed{.key = key, .by = attributes_.deleting_value(key)}, [&] {
        return inner_->remove_record(owner, key);
    });
}

result<std::vector<stored_record>> observed_server_store::records_in(
    const owner_id& owner,
    const protocol::range& stretch,
    std::size_t skip,
    std::size_t limit)
{
    return alive([&] { return inner_->records_in(owner, stretch, skip, limit); });
}

result<std::optional<stored_record>> observed_server_store::find_by_local_id(
    const owner_id& owner,
    const std::optional<device_id>& creator,
    const protocol::local_id& local)
{
    return alive([&] { return inner_->find_by_local_id(owner, creator, local); });
}

result<std::vector<stored_record>> observed_server_store::with_local_id(
    const owner_id& owner,
    const device_id& creator)
{
    return alive([&] { return inner_->with_local_id(owner, creator); });
}

result<void> observed_server_store::forget_local_id(
    const owner_id& owner,
    const device_id& creator,
    const protocol::local_id& local)
{
    return alive([&] { return inner_->forget_local_id(owner, creator, local); });
}

result<std::optional<stored_session>> observed_server_store::find_session(
    const protocol::session_id& id)
{
    return alive([&] { return inner_->find_session(id); });
}

result<void> observed_server_store::put_session(const stored_session& session)
{
    const auto done = alive([&] { return inner_->put_session(session); });
    if (done) attributes_.session_stored(session);
    return done;
}

result<void> observed_server_store::note_created(
    const protocol::session_id& session,
    const record_key& key)
{
    return alive([&] { return inner_->note_created(session, key); });
}

result<std::vector<stored_record>> observed_server_store::created_in(const stored_session& session)
{
    return alive([&] { return inner_->created_in(session); });
}

result<stored_device> observed_server_store::find_device(
    const owner_id& owner,
    const device_id& device)
{
    return alive([&] { return inner_->find_device(owner, device); });
}

result<void> observed_server_store::put_device(
    const owner_id& owner,
    const device_id& device,
    const stored_device& state)
{
    const auto before = find_device(owner, device);
    if (!before) return before.error();
    const auto put = [&] { return inner_->put_device(owner, device, state); };
    if (before->last_sync == state.last_sync) return alive(put);
    const event::server_cursor moved{.device = attributes_.node_of(device), .at = state.last_sync};
    return change(moved, put);
}

result<std::optional<remembered_write>> observed_server_store::find_write(
    const owner_id& owner,
    write_id write)
{
    return alive([&] { return inner_->find_write(owner, write); });
}

result<void> observed_server_store::remember_write(
    const owner_id& owner,
    write_id write,
    const remembered_write& outcome)
{
    return alive([&] { return inner_->remember_write(owner, write, outcome); });
}

result<void> observed_server_store::forget_writes(const owner_id& owner, const record_key& key)
{
    return alive([&] { return inner_->forget_writes(owner, key); });
}

result<void> observed_server_store::note_conflict(
    const owner_id& owner,
    const stored_conflict& conflict)
{
    return change(event::server_conflict{.what = conflict}, [&] {
        return inner_->note_conflict(owner, conflict);
    });
}

result<std::int64_t> observed_server_store::draw(counter which, std::int64_t lowest)
{
    return alive([&] { return inner_->draw(which, lowest); });
}

result<void> observed_server_store::raise(counter which, std::int64_t to)
{
    return alive([&] { return inner_->raise(which, to); });
}

result<std::int64_t> observed_server_store::last_drawn(counter which)
{
    return alive([&] { return inner_->last_drawn(which); });
}

}  // namespace syncsim::sim
