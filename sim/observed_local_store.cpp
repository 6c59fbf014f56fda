#include "sim/observed_local_store.hpp"

#include <utility>

namespace syncsim::sim {

using namespace reference_client;
using protocol::record_key;
using protocol::sync_errc;

template <class Operation>
auto observed_local_store::alive(Operation&& operation) -> decltype(operation())
{
    if (!changes_.is_alive()) return sync_errc::storage_failed;
    return operation();
}

template <class Operation>
result<void> observed_local_store::change(happening what, Operation&& operation)
{
    const auto done = alive(operation);
    if (!done) return done;
    changes_.made(std::move(what));
    return changes_.is_alive() ? done : sync_errc::storage_failed;
}

result<void> observed_local_store::begin()
{
    changes_.began();
    return alive([&] { return inner_->begin(); });
}

result<void> observed_local_store::commit()
{
    if (changes_.is_alive()) changes_.about_to_commit();
    const auto done = alive([&] { return inner_->commit(); });
    if (done) changes_.committed();
    return done;
}

void observed_local_store::rollback() noexcept
{
    changes_.rolled_back();
    if (changes_.is_alive()) inner_->rollback();
}

result<device_state> observed_local_store::device()
{
    return alive([&] { return inner_->device(); });
}

result<void> observed_local_store::put_device(const device_state& state)
{
    const auto before = device();
    if (!before) return before.error();
    if (before->last_sync == state.last_sync)
        return alive([&] { return inner_->put_device(state); });
    return change(
        event::device_cursor{.at = state.last_sync}, [&] { return inner_->put_device(state); });
}

result<std::optional<local_record>> observed_local_store::find(const record_key& key)
{
    return alive([&] { return inner_->find(key); });
}

result<void> observed_local_store::put(const local_record& row)
{
    return change(event::device_put{.row = row}, [&] { return inner_->put(row); });
}

result<void> observed_local_store::erase(const record_key& key)
{
    return change(event::device_removed{.key = key}, [&] { return inner_->erase(key); });
}

result<std::vector<local_record>> observed_local_store::unsent()
{
    return alive([&] { return inner_->unsent(); });
}

result<std::vector<local_record>> observed_local_store::unconfirmed()
{
    return alive([&] { return inner_->unconfirmed(); });
}

result<std::vector<local_record>> observed_local_store::all()
{
    return alive([&] { return inner_->all(); });
}

}  // namespace syncsim::sim
