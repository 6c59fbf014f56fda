#pragma once

#include <type_traits>
#include <utility>

namespace syncsim::support {

/// Runs `work` between the store's `begin` and `commit`, and is what `work` returned.
///
/// Where `begin`, `work` or `commit` fails, the transaction is rolled back and the error is
/// returned. `work` returns a `result<T>` and does not wait for anything.
template <class Store, class Work>
auto in_transaction(Store& store, Work&& work) -> std::invoke_result_t<Work>
{
    if (const auto begun = store.begin(); !begun) return begun.error();

    auto outcome = std::forward<Work>(work)();
    if (!outcome) {
        store.rollback();
        return outcome;
    }
    if (const auto committed = store.commit(); !committed) {
        store.rollback();
        return committed.error();
    }
    return outcome;
}

}  // namespace syncsim::support
