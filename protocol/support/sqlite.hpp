#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

/// SQLite with values for errors: the only place that includes its header, beside the simulated
/// disk. One connection is used by one thread.
namespace syncsim::support::sqlite {

template <class T>
using result = boost::system::result<T>;

/// SQLite's (extended) result codes, with SQLite's own words.
const boost::system::error_category& category() noexcept;

/// Sets what SQLite lets be set only before its first use in a process, once. `database::open`
/// calls it; so must whoever calls SQLite in another way first.
void configure() noexcept;

/// Where a database lives and how it is kept.
struct options {
    /// A path, or the name of a file on the disk that `vfs` stands for.
    std::string file;
    /// The name of a registered VFS; empty for the operating system's.
    std::string vfs = {};
    enum class journal : std::uint8_t { rollback, write_ahead } journal = journal::rollback;
    /// SQLite's `synchronous`; `extra` also syncs the directory after a journal is deleted.
    enum class sync : std::uint8_t { off, normal, full, extra } sync = sync::off;
    /// No other process opens the file: SQLite keeps its lock, and needs no shared memory for WAL.
    bool exclusive = true;
};

/// A prepared statement. Parameters and columns count from 0.
///
/// A row's text and bytes are views into SQLite's memory: valid until the next `step` or `reset`.
class statement {
public:
    statement() = default;

    statement& bind(int parameter, std::int64_t value);
    statement& bind(int parameter, std::string_view text);
    statement& bind_blob(int parameter, std::span<const std::byte> bytes);
    statement& bind_null(int parameter);
    /// Binds the value, or null where there is none.
    template <class T>
    statement& bind(int parameter, const std::optional<T>& value)
    {
        return value ? bind(parameter, *value) : bind_null(parameter);
    }

    /// Runs on to the next row: true where there is one, false at the end. An error in a bind
    /// shows here. At the end or on an error the statement is reset and its parameters cleared.
    result<bool> step();

    /// `step` to the end, for a statement whose rows nobody reads.
    result<void> run();

    /// Makes it ready to run again, with no parameters bound.
    void reset() noexcept;

    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    std::string_view text(int column) const;
    std::span<const std::byte> blob(int column) const;

private:
    friend class database;
    /// Keeps the first error of a bind for `step`.
    statement& bound(int code) noexcept;

    struct finalizer {
        void operator()(sqlite3_stmt* handle) const noexcept;
    };
    std::unique_ptr<sqlite3_stmt, finalizer> handle_;
    int bind_error_ = 0;
};

/// An open database. Statements must not outlive it.
class database {
public:
    /// Opens the file, making it if it is not there. A file that is not a database is an error
    /// here, not later.
    static result<database> open(const options& how);

    /// Runs statements that return nothing, one after the other.
    result<void> execute(const char* sql);

    /// The statement is kept prepared by its owner; preparing costs about as much as ten rows.
    result<statement> prepare(std::string_view sql);

    /// Rows changed by the last INSERT, UPDATE or DELETE.
    std::int64_t changes() const noexcept;

private:
    struct closer {
        void operator()(sqlite3* handle) const noexcept;
    };
    std::unique_ptr<sqlite3, closer> handle_;
};

}  // namespace syncsim::support::sqlite
