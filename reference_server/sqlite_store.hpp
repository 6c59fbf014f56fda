#pragma once

#include <memory>

#include "protocol/support/sqlite.hpp"
#include "protocol/variant.hpp"
#include "reference_server/store.hpp"

namespace syncsim::reference_server {

/// Opens the server's database, with its tables made where they are not there.
///
/// Errors: SQLite's; `wrong_variant` where the database was made for another variant, by name.
result<std::unique_ptr<store>> open_sqlite_store(
    const support::sqlite::options& where,
    const protocol::variant& of);

}  // namespace syncsim::reference_server
