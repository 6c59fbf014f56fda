#include "reference_client/sqlite_store.hpp"

#include <string>
#include <utility>

#include "protocol/record_columns.hpp"

namespace syncsim::reference_client {
namespace {

using namespace protocol;
namespace sqlite = support::sqlite;

// What people's databases look like: tables and columns are only ever added.
// A parked version is a row of its own, beside the record that the user sees under that key.
const std::string schema =
    "CREATE TABLE IF NOT EXISTS about (only INTEGER PRIMARY KEY CHECK (only = 1), "
    "variant TEXT NOT NULL, device TEXT NOT NULL, begins INTEGER NOT NULL, sync_kind INTEGER, "
    "sync_stamp INTEGER, sync_key TEXT);"
    "CREATE TABLE IF NOT EXISTS records (ordinal INTEGER PRIMARY KEY, unsent INTEGER NOT NULL, "
    "offered INTEGER NOT NULL, refused INTEGER, has_parked INTEGER NOT NULL, " +
    std::string(record_column_definitions) +
    ", UNIQUE (key));"
    "CREATE INDEX IF NOT EXISTS records_unsent ON records (ordinal) WHERE unsent = 1;"
    "CREATE INDEX IF NOT EXISTS records_unconfirmed ON records (ordinal) "
    "WHERE local_id IS NOT NULL;"
    "CREATE TABLE IF NOT EXISTS parked (beside TEXT PRIMARY KEY, " +
    std::string(record_column_definitions) + ") WITHOUT ROWID;";

class sqlite_store final : public local_store {
public:
    static result<std::unique_ptr<local_store>> open(
        const sqlite::options& where,
        const variant& of,
        const device_id& fresh)
    {
        auto made = std::make_unique<sqlite_store>();
        if (const auto ready = made->prepare(where, of, fresh); !ready) return ready.error();
        return std::unique_ptr<local_store>(std::move(made));
    }

    result<void> begin() override { return begin_.run(); }
    result<void> commit() override { return commit_.run(); }
    void rollback() noexcept override { (void)rollback_.run(); }

    result<device_state> device() override
    {
        const auto row = device_.step();
        if (!row) return row.error();
        support::check(*row, "an open database knows its device");
        device_state state{
            .device = read_id<device_id>(device_, 0),
            .begins = begin_number{static_cast<std::uint64_t>(device_.integer(1))},
            .last_sync = {}};
        if (!device_.is_null(2)) {
            const auto kind = static_cast<stamp::kind>(device_.integer(2));
            state.last_sync =
                cursor{.at = stamp::restored(kind, device_.integer(3)), .key = std::nullopt};
            if (!device_.is_null(4)) state.last_sync->key = read_id<record_key>(device_, 4);
        }
        device_.reset();
        return state;
    }

    result<void> put_device(const device_state& state) override
    {
        put_device_.bind(0, state.device.value().view());
        put_device_.bind(1, static_cast<std::int64_t>(state.begins.value()));
        put_device_.bind_null(2).bind_null(3).bind_null(4);
        if (state.last_sync) {
            put_device_.bind(2, static_cast<std::int64_t>(state.last_sync->at.of()));
            put_device_.bind(3, state.last_sync->at.ticks());
            if (state.last_sync->key) put_device_.bind(4, state.last_sync->key->value().view());
        }
        return put_device_.run();
    }

    result<std::optional<local_record>> find(const record_key& key) override
    {
        find_.bind(0, key.value().view());
        const auto row = find_.step();
        if (!row) return row.error();
        if (!*row) return std::nullopt;
        auto found = read_row(find_);
        find_.reset();
        if (!found) return found.error();
        return *std::move(found);
    }

    result<void> put(const local_record& row) override
    {
        put_.bind(0, std::int64_t{row.unsent}).bind(1, std::int64_t{row.offered});
        if (row.refused) {
            put_.bind(2, static_cast<std::int64_t>(*row.refused));
        } else {
            put_.bind_null(2);
        }
        put_.bind(3, std::int64_t{row.parked.has_value()});
        bind_record(put_, 4, row.shown);
        if (const auto done = put_.run(); !done) return done.error();

        if (const auto gone = erase_parked(row.shown.key); !gone || !row.parked) return gone;
        put_parked_.bind(0, row.shown.key.value().view());
        bind_record(put_parked_, 1, *row.parked);
        return put_parked_.run();
    }

    result<void> erase(const record_key& key) override
    {
        if (const auto gone = erase_.bind(0, key.value().view()).run(); !gone) return gone.error();
        return erase_parked(key);
    }

    result<std::vector<local_record>> unsent() override { return read_all(unsent_); }
    result<std::vector<local_record>> unconfirmed() override { return read_all(unconfirmed_); }
    result<std::vector<local_record>> all() override { return read_all(all_); }

private:
    result<void> prepare(const sqlite::options& where, const variant& of, const device_id& fresh)
    {
        auto opened = sqlite::database::open(where);
        if (!opened) return opened.error();
        database_ = *std::move(opened);
        if (const auto made = database_.execute(schema.c_str()); !made) return made.error();
        if (const auto claimed = claim_for(of, fresh); !claimed) return claimed.error();

        const std::string row =
            "unsent, offered, refused, has_parked, " + std::string(record_columns);
        const std::string parameters = "?, ?, ?, ?, " + std::string(record_parameters);
        const std::pair<sqlite::statement*, std::string> statements[]{
            {&begin_, "BEGIN IMMEDIATE"},
            {&commit_, "COMMIT"},
            {&rollback_, "ROLLBACK"},
            {&device_, "SELECT device, begins, sync_kind, sync_stamp, sync_key FROM about"},
            {&put_device_,
             "UPDATE about SET device = ?, begins = ?, sync_kind = ?, sync_stamp = ?, sync_key = "
             "?"},
            {&find_, "SELECT " + row + " FROM records WHERE key = ?"},
            {&put_,
             "INSERT INTO records (" + row + ") VALUES (" + parameters +
                 ") ON CONFLICT (key) DO UPDATE SET (" + row + ") = (" + excluded(row) + ")"},
            {&erase_, "DELETE FROM records WHERE key = ?"},
            {&find_parked_,
             "SELECT " + std::string(record_columns) + " FROM parked WHERE beside = ?"},
            {&put_parked_,
             "INSERT OR REPLACE INTO parked (beside, " + std::string(record_columns) +
                 ") VALUES (?, " + std::string(record_parameters) + ")"},
            {&erase_parked_, "DELETE FROM parked WHERE beside = ?"},
            {&unsent_, "SELECT " + row + " FROM records WHERE unsent = 1 ORDER BY ordinal"},
            {&unconfirmed_,
             "SELECT " + row + " FROM records WHERE local_id IS NOT NULL ORDER BY ordinal"},
            {&all_, "SELECT " + row + " FROM records ORDER BY key"},
        };
        for (const auto& [to, text] : statements) {
            auto prepared = database_.prepare(text);
            if (!prepared) return prepared.error();
            *to = *std::move(prepared);
        }
        return {};
    }

    /// "a, b" as "excluded.a, excluded.b".
    static std::string excluded(std::string_view columns)
    {
        std::string named = "excluded.";
        for (const char each : columns) {
            named += each;
            if (each == ' ') named += "excluded.";
        }
        return named;
    }

    result<void> claim_for(const variant& of, const device_id& fresh)
    {
        auto claim = database_.prepare(
            "INSERT OR IGNORE INTO about (only, variant, device, begins) VALUES (1, ?, ?, 0)");
        if (!claim) return claim.error();
        claim->bind(0, std::string_view{of.name}).bind(1, fresh.value().view());
        if (const auto done = claim->run(); !done) return done.error();

        auto read = database_.prepare("SELECT variant FROM about");
        if (!read) return read.error();
        const auto row = read->step();
        if (!row) return row.error();
        if (!*row || read->text(0) != of.name) return sync_errc::wrong_variant;
        return {};
    }

    result<void> erase_parked(const record_key& key)
    {
        return erase_parked_.bind(0, key.value().view()).run();
    }

    result<local_record> read_row(const sqlite::statement& from)
    {
        local_record row{.shown = read_record(from, 4), .refused = {}, .parked = {}};
        row.unsent = from.integer(0) != 0;
        row.offered = from.integer(1) != 0;
        if (!from.is_null(2)) row.refused = static_cast<sync_errc>(from.integer(2));
        if (from.integer(3) == 0) return row;

        find_parked_.bind(0, row.shown.key.value().view());
        const auto parked = find_parked_.step();
        if (!parked) return parked.error();
        if (*parked) row.parked = read_record(find_parked_, 0);
        find_parked_.reset();
        return row;
    }

    result<std::vector<local_record>> read_all(sqlite::statement& from)
    {
        std::vector<local_record> rows;
        for (;;) {
            const auto more = from.step();
            if (!more) return more.error();
            if (!*more) return rows;
            auto row = read_row(from);
            if (!row) return row.error();
            rows.push_back(*std::move(row));
        }
    }

    // Statements end before the database they belong to: they are declared behind it.
    sqlite::database database_;
    sqlite::statement begin_, commit_, rollback_;
    sqlite::statement device_, put_device_;
    sqlite::statement find_, put_, erase_, unsent_, unconfirmed_, all_;
    sqlite::statement find_parked_, put_parked_, erase_parked_;
};

}  // namespace

result<std::unique_ptr<local_store>> open_sqlite_store(
    const sqlite::options& where,
    const variant& of,
    const device_id& fresh)
{
    return sqlite_store::open(where, of, fresh);
}

}  // namespace syncsim::reference_client
