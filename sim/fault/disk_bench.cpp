#include "sim/fault/disk.hpp"

#include <benchmark/benchmark.h>

#include "protocol/support/sqlite.hpp"

namespace syncsim::sim {
namespace {

using support::sqlite::database;
using support::sqlite::options;
using support::sqlite::statement;
using journal = enum options::journal;

class node_disk : public disk {
public:
    node_disk() : disk([] { return protocol::duration{0}; }, chance{1}, {}) {}

    options keeping(journal mode, bool exclusive) const
    {
        return {.file = "notes", .vfs = vfs_name(), .journal = mode, .exclusive = exclusive};
    }
};

constexpr const char* schema =
    "CREATE TABLE note (id INTEGER PRIMARY KEY, owner TEXT, stamp INTEGER, body TEXT);"
    "CREATE INDEX by_stamp ON note (owner, stamp, id);"
    "CREATE TABLE session (id TEXT PRIMARY KEY, owner TEXT, opened INTEGER);"
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID";

/// A transaction of one row, prepared.
class writer {
public:
    explicit writer(database& file)
        : begin_(file.prepare("BEGIN IMMEDIATE").value()),
          upsert_(file.prepare("INSERT OR REPLACE INTO note VALUES (?1, 'ann', ?2, ?3)").value()),
          commit_(file.prepare("COMMIT").value())
    {
    }

    void write_one()
    {
        ++stamp_;
        begin_.run().value();
        upsert_.bind(0, stamp_ % 1000).bind(1, stamp_).bind(2, "a note of some thirty characters");
        upsert_.run().value();
        commit_.run().value();
    }

private:
    statement begin_, upsert_, commit_;
    std::int64_t stamp_ = 0;
};

void commit_one_row(benchmark::State& state, const options& how)
{
    auto file = database::open(how).value();
    file.execute(schema).value();
    writer work{file};
    for (auto _ : state) work.write_one();
}

void disk_commit_rollback_shared(benchmark::State& state)
{
    const node_disk phone;
    commit_one_row(state, phone.keeping(journal::rollback, false));
}
BENCHMARK(disk_commit_rollback_shared);

void disk_commit_rollback_exclusive(benchmark::State& state)
{
    const node_disk phone;
    commit_one_row(state, phone.keeping(journal::rollback, true));
}
BENCHMARK(disk_commit_rollback_exclusive);

void disk_commit_write_ahead(benchmark::State& state)
{
    const node_disk phone;
    commit_one_row(state, phone.keeping(journal::write_ahead, true));
}
BENCHMARK(disk_commit_write_ahead);

/// What the others are to be compared with.
void disk_commit_in_sqlites_own_memory(benchmark::State& state)
{
    commit_one_row(state, {.file = ":memory:"});
}
BENCHMARK(disk_commit_in_sqlites_own_memory);

void disk_open_and_create_schema(benchmark::State& state)
{
    node_disk phone;
    for (auto _ : state) {
        phone.restore({});
        database::open(phone.keeping(journal::rollback, false)).value().execute(schema).value();
    }
}
BENCHMARK(disk_open_and_create_schema);

void disk_open_and_prepare_three_statements(benchmark::State& state)
{
    const node_disk phone;
    const auto how = phone.keeping(journal::rollback, false);
    database::open(how).value().execute(schema).value();
    for (auto _ : state) {
        auto file = database::open(how).value();
        const writer work{file};
        benchmark::DoNotOptimize(&work);
    }
}
BENCHMARK(disk_open_and_prepare_three_statements);

/// Under an open connection, to a hundred notes; with the transaction that makes it necessary.
void disk_commit_and_rewind(benchmark::State& state)
{
    node_disk phone;
    auto file = database::open(phone.keeping(journal::rollback, false)).value();
    file.execute(schema).value();
    writer work{file};
    for (int note = 0; note < 100; ++note) work.write_one();
    const auto earlier = phone.image();
    for (auto _ : state) {
        work.write_one();
        phone.restore(earlier);
    }
}
BENCHMARK(disk_commit_and_rewind);

void disk_take_an_image(benchmark::State& state)
{
    const node_disk phone;
    auto file = database::open(phone.keeping(journal::rollback, false)).value();
    file.execute(schema).value();
    writer work{file};
    for (int note = 0; note < 100; ++note) work.write_one();
    for (auto _ : state) benchmark::DoNotOptimize(phone.image());
}
BENCHMARK(disk_take_an_image);

}  // namespace
}  // namespace syncsim::sim
