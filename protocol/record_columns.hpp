#pragma once

#include <string_view>

#include "protocol/record.hpp"
#include "protocol/support/sqlite.hpp"

/// A record as columns of a SQLite table: one layout for the device's table and the server's.
///
/// The layout is stored in people's databases: columns are only ever added.
namespace syncsim::protocol {

/// The columns, for `CREATE TABLE`.
inline constexpr std::string_view record_column_definitions =
    "key TEXT NOT NULL, local_id TEXT, value TEXT NOT NULL, updated INTEGER NOT NULL, "
    "created INTEGER NOT NULL, is_pending INTEGER NOT NULL, deleted INTEGER NOT NULL, write BLOB, "
    "create_write BLOB, base BLOB, supersedes BLOB, stamp_kind INTEGER, stamp INTEGER, "
    "conflict_of TEXT, unknown TEXT NOT NULL, base_value TEXT";

/// Their names, for `SELECT` and `INSERT`, and as many question marks.
inline constexpr std::string_view record_columns =
    "key, local_id, value, updated, created, is_pending, deleted, write, create_write, base, "
    "supersedes, stamp_kind, stamp, conflict_of, unknown, base_value";
inline constexpr std::string_view record_parameters =
    "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";
inline constexpr int record_column_count = 16;

/// Binds the record to the parameters from `first` on.
void bind_record(support::sqlite::statement& to, int first, const record& from);

/// Reads the record from the columns from `first` on.
///
/// REQUIRES: the row was written by `bind_record`.
record read_record(const support::sqlite::statement& from, int first);

/// Ids of writes as SQLite keeps them: 16 bytes each, the most significant first.
void bind_write(support::sqlite::statement& to, int parameter, write_id write);

/// A time of any clock, in microseconds since 1970.
template <class Time>
std::int64_t as_integer(Time at) noexcept
{
    return at.time_since_epoch().count();
}

template <class Time>
Time as_time(std::int64_t micros) noexcept
{
    return Time{typename Time::duration{micros}};
}

/// An id from a column of text.
template <class Id>
Id read_id(const support::sqlite::statement& from, int column)
{
    return Id{support::short_text{from.text(column)}};
}

}  // namespace syncsim::protocol
