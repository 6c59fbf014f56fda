#pragma once

#include <string>

#include "protocol/support/sqlite.hpp"
#include "protocol/variant.hpp"

/// Decisions on durability: how hard a database works to survive a power cut
/// (protocol/README.md, question `durability`).
namespace syncsim::protocol {

/// How a server or a device keeps its database in a real file.
///
/// The file belongs to one process at a time: a second one that opens it gets SQLite's "database is
/// locked". What was committed survives the end of the process under every answer.
support::sqlite::options in_real_file(const variant& of, std::string path);

}  // namespace syncsim::protocol
