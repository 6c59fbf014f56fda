#pragma once

#include <memory>

#include "protocol/support/sqlite.hpp"
#include "protocol/variant.hpp"
#include "reference_client/local_store.hpp"

namespace syncsim::reference_client {

/// Opens the device's database, with its tables made where they are not there. A database without
/// a device becomes that of `fresh`; one that has a device keeps it.
///
/// Errors: SQLite's; `wrong_variant` where the database was made for another variant, by name.
result<std::unique_ptr<local_store>> open_sqlite_store(
    const support::sqlite::options& where,
    const protocol::variant& of,
    const protocol::device_id& fresh);

}  // namespace syncsim::reference_client
