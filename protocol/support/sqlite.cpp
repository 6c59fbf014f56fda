#include "protocol/support/sqlite.hpp"

#include <sqlite3.h>

#include "protocol/support/check.hpp"

namespace syncsim::support::sqlite {
namespace {

/// How long to wait for another process that holds the lock of a real file. On a simulated disk
/// nobody else runs while we wait.
constexpr int busy_timeout_ms = 2000;

constexpr int primary_code_mask = 0xFF;

class sqlite_category final : public boost::system::error_category {
public:
    const char* name() const noexcept override { return "sqlite"; }

    std::string message(int value) const override
    {
        std::string words = sqlite3_errstr(value);
        if ((value & primary_code_mask) == value) return words;
        // SQLite has no words for most extended codes, and they are what tells two I/O errors
        // apart.
        return words + " (extended code " + std::to_string(value) + ")";
    }
};

boost::system::error_code error(int code)
{
    return {code, category()};
}

const char* pragma(enum options::sync how) noexcept
{
    switch (how) {
    case options::sync::off: return "PRAGMA synchronous=OFF";
    case options::sync::normal: return "PRAGMA synchronous=NORMAL";
    case options::sync::full: return "PRAGMA synchronous=FULL";
    case options::sync::extra: return "PRAGMA synchronous=EXTRA";
    }
    check(false, "every kind of sync has a pragma");
    return "";
}

/// SQLite answers this pragma with the mode it has chosen, and not with an error, where the VFS
/// has no shared memory for WAL.
result<void> set_journal(database& file, enum options::journal mode)
{
    const bool wal = mode == options::journal::write_ahead;
    auto pragma = file.prepare(wal ? "PRAGMA journal_mode=WAL" : "PRAGMA journal_mode=DELETE");
    if (!pragma) return pragma.error();

    const auto row = pragma->step();
    if (!row) return row.error();
    const std::string_view chosen = pragma->text(0);
    if (chosen == "memory") return {};
    if (chosen != (wal ? "wal" : "delete")) return error(SQLITE_CANTOPEN);
    return {};
}

/// Reads the first page, which only a database has. An exclusive lock that is taken here is kept,
/// so that a second process fails to open the file instead of failing at some later write.
result<void> read_header(database& file, bool exclusive)
{
    return file.execute(exclusive ? "BEGIN EXCLUSIVE; COMMIT" : "PRAGMA schema_version");
}

}  // namespace

const boost::system::error_category& category() noexcept
{
    static const sqlite_category instance;
    return instance;
}

void configure() noexcept
{
    static const bool configured = [] {
        // Counting memory takes one lock for all threads at each allocation. The lookaside
        // allocator makes the path of an allocation depend on the history of a connection.
        // File names are names, also those which begin with "file:".
        return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK &&
               sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK &&
               sqlite3_config(SQLITE_CONFIG_URI, 0) == SQLITE_OK &&
               sqlite3_initialize() == SQLITE_OK;
    }();
    check(configured, "SQLite is configured before anything uses it");
}

void statement::finalizer::operator()(sqlite3_stmt* handle) const noexcept
{
    // It repeats the error of the last step, which was reported then.
    sqlite3_finalize(handle);
}

statement& statement::bind(int parameter, std::int64_t value)
{
    return bound(sqlite3_bind_int64(handle_.get(), parameter + 1, value));
}

// The bytes are copied: SQLite reads them up to the last step, and a caller may well bind a
// temporary. The copy costs one small allocation, a hundredth of a transaction.
statement& statement::bind(int parameter, std::string_view text)
{
    // Without an address SQLite would bind NULL, which is not the empty text.
    const char* bytes = text.data() == nullptr ? "" : text.data();
    return bound(sqlite3_bind_text64(
        handle_.get(), parameter + 1, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

statement& statement::bind_blob(int parameter, std::span<const std::byte> bytes)
{
    if (bytes.empty()) return bound(sqlite3_bind_zeroblob(handle_.get(), parameter + 1, 0));
    return bound(sqlite3_bind_blob64(
        handle_.get(), parameter + 1, bytes.data(), bytes.size(), SQLITE_TRANSIENT));
}

statement& statement::bind_null(int parameter)
{
    return bound(sqlite3_bind_null(handle_.get(), parameter + 1));
}

statement& statement::bound(int code) noexcept
{
    if (bind_error_ == SQLITE_OK) bind_error_ = code;
    return *this;
}

result<bool> statement::step()
{
    const int code = bind_error_ == SQLITE_OK ? sqlite3_step(handle_.get()) : bind_error_;
    if (code == SQLITE_ROW) return true;
    reset();
    if (code == SQLITE_DONE) return false;
    // Named, because an error code converts to bool as well.
    return result<bool>(boost::system::in_place_error, error(code));
}

result<void> statement::run()
{
    while (true) {
        const auto row = step();
        if (!row) return row.error();
        if (!*row) return {};
    }
}

void statement::reset() noexcept
{
    // It repeats the error of the last step, which was reported then.
    sqlite3_reset(handle_.get());
    sqlite3_clear_bindings(handle_.get());
    bind_error_ = SQLITE_OK;
}

bool statement::is_null(int column) const
{
    return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL;
}

std::int64_t statement::integer(int column) const
{
    return sqlite3_column_int64(handle_.get(), column);
}

std::string_view statement::text(int column) const
{
    // In this order: asking for the text may convert the value, which changes its size.
    const auto* bytes = sqlite3_column_text(handle_.get(), column);
    const int size = sqlite3_column_bytes(handle_.get(), column);
    return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

std::span<const std::byte> statement::blob(int column) const
{
    const void* bytes = sqlite3_column_blob(handle_.get(), column);
    const int size = sqlite3_column_bytes(handle_.get(), column);
    return {static_cast<const std::byte*>(bytes), static_cast<std::size_t>(size)};
}

void database::closer::operator()(sqlite3* handle) const noexcept
{
    check(sqlite3_close(handle) == SQLITE_OK, "no statement outlives its database");
}

result<database> database::open(const options& how)
{
    configure();

    constexpr int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const char* vfs = how.vfs.empty() ? nullptr : how.vfs.c_str();
    sqlite3* handle = nullptr;
    const int opened = sqlite3_open_v2(how.file.c_str(), &handle, flags, vfs);
    // SQLite hands out a connection even where it could not open the file, and wants it closed.
    database file;
    file.handle_.reset(handle);
    if (opened != SQLITE_OK) return error(opened);

    if (how.vfs.empty()) sqlite3_busy_timeout(handle, busy_timeout_ms);
    // The lock's kind comes first: WAL does without shared memory only if it is known to be ours
    // alone before the file is first read.
    if (how.exclusive) {
        if (const auto done = file.execute("PRAGMA locking_mode=EXCLUSIVE"); !done)
            return done.error();
    }
    if (const auto done = file.execute(pragma(how.sync)); !done) return done.error();
    if (const auto done = set_journal(file, how.journal); !done) return done.error();
    if (const auto done = read_header(file, how.exclusive); !done) return done.error();
    return file;
}

result<void> database::execute(const char* sql)
{
    const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return error(code);
    return {};
}

result<statement> database::prepare(std::string_view sql)
{
    sqlite3_stmt* handle = nullptr;
    const int code = sqlite3_prepare_v3(
        handle_.get(),
        sql.data(),
        static_cast<int>(sql.size()),
        SQLITE_PREPARE_PERSISTENT,
        &handle,
        nullptr);
    if (code != SQLITE_OK) return error(code);
    check(handle != nullptr, "the SQL holds a statement");

    statement prepared;
    prepared.handle_.reset(handle);
    return prepared;
}

std::int64_t database::changes() const noexcept
{
    return sqlite3_changes64(handle_.get());
}

}  // namespace syncsim::support::sqlite
