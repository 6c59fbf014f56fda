#include "reference_server/sqlite_store.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "protocol/record_columns.hpp"

namespace syncsim::reference_server {
namespace {

using namespace protocol;
namespace sqlite = support::sqlite;

// What people's databases look like: tables and columns are only ever added.
// `stamp` orders a pull: the index serves it without a sort.
const std::string schema =
    "CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS records (owner TEXT NOT NULL, creator TEXT NOT NULL, " +
    std::string(record_column_definitions) +
    ", PRIMARY KEY (owner, key)) WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS records_in_order ON records (owner, stamp, key);"
    "CREATE INDEX IF NOT EXISTS records_by_local_id ON records (owner, local_id) "
    "WHERE local_id IS NOT NULL;"
    "CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, owner TEXT NOT NULL, "
    "device TEXT NOT NULL, opened INTEGER NOT NULL, state INTEGER NOT NULL, sync_kind INTEGER, "
    "sync_stamp INTEGER, sync_key TEXT, upper_kind INTEGER, upper INTEGER) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS created (ordinal INTEGER PRIMARY KEY, session TEXT NOT NULL, "
    "key TEXT NOT NULL);"
    "CREATE INDEX IF NOT EXISTS created_by_session ON created (session, ordinal);"
    "CREATE TABLE IF NOT EXISTS devices (owner TEXT NOT NULL, device TEXT NOT NULL, "
    "sync_kind INTEGER, sync_stamp INTEGER, sync_key TEXT, last_begin INTEGER, "
    "latest_session TEXT, PRIMARY KEY (owner, device)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS writes (owner TEXT NOT NULL, write BLOB NOT NULL, "
    "key TEXT NOT NULL, verdict INTEGER NOT NULL, PRIMARY KEY (owner, write)) WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS writes_of_record ON writes (owner, key);"
    "CREATE TABLE IF NOT EXISTS conflicts (ordinal INTEGER PRIMARY KEY, owner TEXT NOT NULL, "
    "key TEXT NOT NULL, winner BLOB NOT NULL, loser BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS counters (which INTEGER PRIMARY KEY, last INTEGER NOT NULL);";

void bind_cursor(sqlite::statement& to, int first, const std::optional<cursor>& at)
{
    if (!at) {
        to.bind_null(first).bind_null(first + 1).bind_null(first + 2);
        return;
    }
    to.bind(first, static_cast<std::int64_t>(at->at.of()));
    to.bind(first + 1, at->at.ticks());
    if (at->key) {
        to.bind(first + 2, at->key->value().view());
    } else {
        to.bind_null(first + 2);
    }
}

std::optional<stamp> read_stamp(const sqlite::statement& from, int first)
{
    if (from.is_null(first)) return std::nullopt;
    return stamp::restored(static_cast<stamp::kind>(from.integer(first)), from.integer(first + 1));
}

std::optional<cursor> read_cursor(const sqlite::statement& from, int first)
{
    const auto at = read_stamp(from, first);
    if (!at) return std::nullopt;
    cursor read{.at = *at, .key = std::nullopt};
    if (!from.is_null(first + 2)) read.key = read_id<record_key>(from, first + 2);
    return read;
}

/// A count as SQLite takes it.
std::int64_t as_count(std::size_t count)
{
    constexpr auto most = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
    return static_cast<std::int64_t>(std::min(count, most));
}

stored_record read_stored(const owner_id& owner, const sqlite::statement& from)
{
    return stored_record{
        .owner = owner, .creator = read_id<device_id>(from, 0), .content = read_record(from, 1)};
}

class sqlite_store final : public store {
public:
    static result<std::unique_ptr<store>> open(const sqlite::options& where, const variant& of)
    {
        auto made = std::make_unique<sqlite_store>();
        if (const auto ready = made->prepare(where, of); !ready) return ready.error();
        return std::unique_ptr<store>(std::move(made));
    }

    result<void> begin() override { return begin_.run(); }
    result<void> commit() override { return commit_.run(); }
    void rollback() noexcept override { (void)rollback_.run(); }

    result<std::optional<stored_record>> find_record(const owner_id& owner, const record_key& key)
        override
    {
        find_record_.bind(0, owner.value().view()).bind(1, key.value().view());
        const auto row = find_record_.step();
        if (!row) return row.error();
        if (!*row) return std::nullopt;
        auto found = read_stored(owner, find_record_);
        find_record_.reset();
        return found;
    }

    result<void> put_record(const stored_record& version) override
    {
        put_record_.bind(0, version.owner.value().view()).bind(1, version.creator.value().view());
        bind_record(put_record_, 2, version.content);
        return put_record_.run();
    }

    result<void> remove_record(const owner_id& owner, const record_key& key) override
    {
        return remove_record_.bind(0, owner.value().view()).bind(1, key.value().view()).run();
    }

    result<std::vector<stored_record>> records_in(
        const owner_id& owner,
        const range& stretch,
        std::size_t skip,
        std::size_t limit) override
    {
        // A cursor without a key stands behind every record of its stamp; no key is above U+10FFFF.
        constexpr std::string_view above_every_key = "\U0010FFFF";
        constexpr auto smallest = std::numeric_limits<std::int64_t>::min();
        const auto& after = stretch.after;
        const std::int64_t from = after ? after->at.ticks() : smallest;
        const auto behind = after && after->key ? after->key->value().view()
                                                : (after ? above_every_key : std::string_view{});
        // The last stamp that belongs to the stretch.
        const auto until = stretch.until.ticks() - (stretch.until_included ? 0 : 1);
        records_in_.bind(0, owner.value().view()).bind(1, from).bind(2, behind).bind(3, until);
        records_in_.bind(4, as_count(limit)).bind(5, as_count(skip));
        return read_all(owner, records_in_);
    }

    result<std::optional<stored_record>> find_by_local_id(
        const owner_id& owner,
        const std::optional<device_id>& creator,
        const local_id& local) override
    {
        find_by_local_id_.bind(0, owner.value().view()).bind(1, local.value().view());
        if (creator) {
            find_by_local_id_.bind(2, creator->value().view());
        } else {
            find_by_local_id_.bind_null(2);
        }
        const auto row = find_by_local_id_.step();
        if (!row) return row.error();
        if (!*row) return std::nullopt;
        auto found = read_stored(owner, find_by_local_id_);
        find_by_local_id_.reset();
        return found;
    }

    result<std::vector<stored_record>> with_local_id(
        const owner_id& owner,
        const device_id& creator) override
    {
        with_local_id_.bind(0, owner.value().view()).bind(1, creator.value().view());
        return read_all(owner, with_local_id_);
    }

    result<void> forget_local_id(
        const owner_id& owner,
        const device_id& creator,
        const local_id& local) override
    {
        forget_local_id_.bind(0, owner.value().view()).bind(1, creator.value().view());
        return forget_local_id_.bind(2, local.value().view()).run();
    }

    result<std::optional<stored_session>> find_session(const session_id& id) override
    {
        find_session_.bind(0, id.value().view());
        const auto row = find_session_.step();
        if (!row) return row.error();
        if (!*row) return std::nullopt;
        stored_session found{
            .id = id,
            .owner = read_id<owner_id>(find_session_, 0),
            .device = read_id<device_id>(find_session_, 1),
            .opened = as_time<server_time>(find_session_.integer(2)),
            .state = static_cast<session_state>(find_session_.integer(3)),
            .last_sync = read_cursor(find_session_, 4),
            .max_checkin = read_stamp(find_session_, 7)};
        find_session_.reset();
        return found;
    }

    result<void> put_session(const stored_session& session) override
    {
        put_session_.bind(0, session.id.value().view())
            .bind(1, session.owner.value().view())
            .bind(2, session.device.value().view())
            .bind(3, as_integer(session.opened))
            .bind(4, static_cast<std::int64_t>(session.state));
        bind_cursor(put_session_, 5, session.last_sync);
        if (session.max_checkin) {
            put_session_.bind(8, static_cast<std::int64_t>(session.max_checkin->of()));
            put_session_.bind(9, session.max_checkin->ticks());
        } else {
            put_session_.bind_null(8).bind_null(9);
        }
        return put_session_.run();
    }

    result<void> note_created(const session_id& session, const record_key& key) override
    {
        return note_created_.bind(0, session.value().view()).bind(1, key.value().view()).run();
    }

    result<std::vector<stored_record>> created_in(const stored_session& session) override
    {
        created_in_.bind(0, session.owner.value().view()).bind(1, session.id.value().view());
        return read_all(session.owner, created_in_);
    }

    result<stored_device> find_device(const owner_id& owner, const device_id& device) override
    {
        find_device_.bind(0, owner.value().view()).bind(1, device.value().view());
        const auto row = find_device_.step();
        if (!row) return row.error();
        stored_device found;
        if (!*row) return found;
        found.last_sync = read_cursor(find_device_, 0);
        if (!find_device_.is_null(3)) {
            found.last_begin = begin_number{static_cast<std::uint64_t>(find_device_.integer(3))};
        }
        if (!find_device_.is_null(4)) found.latest_session = read_id<session_id>(find_device_, 4);
        find_device_.reset();
        return found;
    }

    result<void> put_device(
        const owner_id& owner,
        const device_id& device,
        const stored_device& state) override
    {
        put_device_.bind(0, owner.value().view()).bind(1, device.value().view());
        bind_cursor(put_device_, 2, state.last_sync);
        if (state.last_begin) {
            put_device_.bind(5, static_cast<std::int64_t>(state.last_begin->value()));
        } else {
            put_device_.bind_null(5);
        }
        if (state.latest_session) {
            put_device_.bind(6, state.latest_session->value().view());
        } else {
            put_device_.bind_null(6);
        }
        return put_device_.run();
    }

    result<std::optional<remembered_write>> find_write(const owner_id& owner, write_id write)
        override
    {
        find_write_.bind(0, owner.value().view());
        bind_write(find_write_, 1, write);
        const auto row = find_write_.step();
        if (!row) return row.error();
        if (!*row) return std::nullopt;
        remembered_write found{
            .key = read_id<record_key>(find_write_, 0),
            .verdict = static_cast<push_verdict::kind>(find_write_.integer(1))};
        find_write_.reset();
        return found;
    }

    result<void> remember_write(
        const owner_id& owner,
        write_id write,
        const remembered_write& outcome) override
    {
        remember_write_.bind(0, owner.value().view());
        bind_write(remember_write_, 1, write);
        remember_write_.bind(2, outcome.key.value().view());
        return remember_write_.bind(3, static_cast<std::int64_t>(outcome.verdict)).run();
    }

    result<void> forget_writes(const owner_id& owner, const record_key& key) override
    {
        return forget_writes_.bind(0, owner.value().view()).bind(1, key.value().view()).run();
    }

    result<void> note_conflict(const owner_id& owner, const stored_conflict& conflict) override
    {
        note_conflict_.bind(0, owner.value().view()).bind(1, conflict.key.value().view());
        bind_write(note_conflict_, 2, conflict.winner);
        bind_write(note_conflict_, 3, conflict.loser);
        return note_conflict_.run();
    }

    result<std::int64_t> draw(counter which, std::int64_t lowest) override
    {
        draw_.bind(0, static_cast<std::int64_t>(which)).bind(1, lowest);
        const auto row = draw_.step();
        if (!row) return row.error();
        const auto drawn = draw_.integer(0);
        draw_.reset();
        return drawn;
    }

    result<void> raise(counter which, std::int64_t to) override
    {
        return raise_.bind(0, static_cast<std::int64_t>(which)).bind(1, to).run();
    }

    result<std::int64_t> last_drawn(counter which) override
    {
        last_drawn_.bind(0, static_cast<std::int64_t>(which));
        const auto row = last_drawn_.step();
        if (!row) return row.error();
        const std::int64_t last = *row ? last_drawn_.integer(0) : 0;
        last_drawn_.reset();
        return last;
    }

private:
    result<void> prepare(const sqlite::options& where, const variant& of)
    {
        auto opened = sqlite::database::open(where);
        if (!opened) return opened.error();
        database_ = *std::move(opened);
        if (const auto made = database_.execute(schema.c_str()); !made) return made.error();
        if (const auto claimed = claim_for(of); !claimed) return claimed.error();

        const std::string record_row = "creator, " + std::string(record_columns);
        const std::pair<sqlite::statement*, std::string> statements[]{
            {&begin_, "BEGIN IMMEDIATE"},
            {&commit_, "COMMIT"},
            {&rollback_, "ROLLBACK"},
            {&find_record_, "SELECT " + record_row + " FROM records WHERE owner = ? AND key = ?"},
            {&put_record_,
             "INSERT OR REPLACE INTO records (owner, " + record_row + ") VALUES (?, ?, " +
                 std::string(record_parameters) + ")"},
            {&remove_record_, "DELETE FROM records WHERE owner = ? AND key = ?"},
            {&records_in_,
             "SELECT " + record_row +
                 " FROM records WHERE owner = ?1 AND (stamp, key) > (?2, ?3) AND stamp <= ?4 "
                 "ORDER BY stamp, key LIMIT ?5 OFFSET ?6"},
            {&find_by_local_id_,
             "SELECT " + record_row +
                 " FROM records WHERE owner = ?1 AND local_id = ?2 "
                 "AND creator = coalesce(?3, creator) ORDER BY stamp, key LIMIT 1"},
            {&with_local_id_,
             "SELECT " + record_row +
                 " FROM records WHERE owner = ? AND creator = ? AND local_id IS NOT NULL "
                 "ORDER BY key"},
            {&forget_local_id_,
             "UPDATE records SET local_id = NULL WHERE owner = ? AND creator = ? AND local_id = ?"},
            {&find_session_,
             "SELECT owner, device, opened, state, sync_kind, sync_stamp, sync_key, upper_kind, "
             "upper FROM sessions WHERE id = ?"},
            {&put_session_,
             "INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
            {&note_created_, "INSERT INTO created (session, key) VALUES (?, ?)"},
            {&created_in_,
             "SELECT " + record_row +
                 " FROM created JOIN records USING (key) WHERE owner = ? AND session = ? "
                 "ORDER BY ordinal"},
            {&find_device_,
             "SELECT sync_kind, sync_stamp, sync_key, last_begin, latest_session FROM devices "
             "WHERE owner = ? AND device = ?"},
            {&put_device_, "INSERT OR REPLACE INTO devices VALUES (?, ?, ?, ?, ?, ?, ?)"},
            {&find_write_, "SELECT key, verdict FROM writes WHERE owner = ? AND write = ?"},
            {&remember_write_, "INSERT OR IGNORE INTO writes VALUES (?, ?, ?, ?)"},
            {&forget_writes_, "DELETE FROM writes WHERE owner = ? AND key = ?"},
            {&note_conflict_,
             "INSERT INTO conflicts (owner, key, winner, loser) VALUES (?, ?, ?, ?)"},
            {&draw_,
             "INSERT INTO counters VALUES (?1, max(1, ?2)) ON CONFLICT (which) "
             "DO UPDATE SET last = max(last + 1, ?2) RETURNING last"},
            {&raise_,
             "INSERT INTO counters VALUES (?1, ?2) ON CONFLICT (which) "
             "DO UPDATE SET last = max(last, ?2)"},
            {&last_drawn_, "SELECT last FROM counters WHERE which = ?"},
        };
        for (const auto& [to, text] : statements) {
            auto prepared = database_.prepare(text);
            if (!prepared) return prepared.error();
            *to = *std::move(prepared);
        }
        return {};
    }

    /// Marks a fresh database as the variant's, and refuses one that is another's.
    result<void> claim_for(const variant& of)
    {
        auto claim = database_.prepare("INSERT OR IGNORE INTO about VALUES ('variant', ?)");
        if (!claim) return claim.error();
        if (const auto done = claim->bind(0, std::string_view{of.name}).run(); !done)
            return done.error();

        auto read = database_.prepare("SELECT content FROM about WHERE name = 'variant'");
        if (!read) return read.error();
        const auto row = read->step();
        if (!row) return row.error();
        if (!*row || read->text(0) != of.name) return sync_errc::wrong_variant;
        return {};
    }

    result<std::vector<stored_record>> read_all(const owner_id& owner, sqlite::statement& from)
    {
        std::vector<stored_record> found;
        for (;;) {
            const auto row = from.step();
            if (!row) return row.error();
            if (!*row) return found;
            found.push_back(read_stored(owner, from));
        }
    }

    // Statements end before the database they belong to: they are declared behind it.
    sqlite::database database_;
    sqlite::statement begin_, commit_, rollback_;
    sqlite::statement find_record_, put_record_, remove_record_, records_in_, forget_local_id_;
    sqlite::statement find_by_local_id_, with_local_id_;
    sqlite::statement find_session_, put_session_, note_created_, created_in_;
    sqlite::statement find_device_, put_device_;
    sqlite::statement find_write_, remember_write_, forget_writes_, note_conflict_;
    sqlite::statement draw_, raise_, last_drawn_;
};

}  // namespace

result<std::unique_ptr<store>> open_sqlite_store(const sqlite::options& where, const variant& of)
{
    return sqlite_store::open(where, of);
}

}  // namespace syncsim::reference_server
