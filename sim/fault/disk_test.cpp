#include "sim/fault/disk.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <array>
#include <string>
#include <thread>
#include <vector>

#include "protocol/support/sqlite.hpp"

namespace syncsim::sim {
namespace {

using support::sqlite::database;
using support::sqlite::options;
using journal = enum options::journal;
using sync = enum options::sync;
using rows = std::vector<std::string>;

constexpr protocol::duration start = std::chrono::seconds{1225082461};

class node_disk : public disk {
public:
    explicit node_disk(std::uint64_t seed = 1) : disk([] { return start; }, chance{seed}, {}) {}
};

/// How a database is kept, and what tests call it.
struct keeping {
    const char* name;
    journal mode;
    bool exclusive;
    sync when;
};

void PrintTo(const keeping& how, std::ostream* out)
{
    *out << how.name;
}

constexpr keeping shared{"shared", journal::rollback, false, sync::off};
constexpr keeping exclusive{"exclusive", journal::rollback, true, sync::off};

/// A disk's one database, "notes".
support::sqlite::result<database> open(const disk& where, const keeping& how)
{
    return database::open(
        {.file = "notes",
         .vfs = where.vfs_name(),
         .journal = how.mode,
         .sync = how.when,
         .exclusive = how.exclusive});
}

rows texts(database& file, std::string_view sql)
{
    rows all;
    auto query = file.prepare(sql).value();
    while (query.step().value()) all.emplace_back(query.text(0));
    return all;
}

/// Twenty notes over several pages, each of them "old".
void fill(disk& where, const keeping& how)
{
    open(where, how)
        .value()
        .execute(
            "CREATE TABLE note (id INTEGER PRIMARY KEY, state TEXT, body TEXT);"
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)"
            "INSERT INTO note SELECT i, 'old', printf('%.*c', 500, 'x') FROM n")
        .value();
}

/// One transaction that changes every page and adds some; whether it was told to be committed.
bool renew(database& file)
{
    return file
        .execute(
            "BEGIN IMMEDIATE;"
            "UPDATE note SET state = 'new';"
            "INSERT INTO note VALUES (99, 'new', printf('%.*c', 5000, 'y'));"
            "COMMIT")
        .has_value();
}

const rows all_old{"20 old"};
const rows all_new{"21 new"};

/// How many notes there are in each state, in a database that is sound.
rows notes(database& file)
{
    EXPECT_EQ(texts(file, "PRAGMA integrity_check"), rows{"ok"});
    return texts(file, "SELECT count(*) || ' ' || state FROM note GROUP BY state");
}

rows notes(const disk& where, const keeping& how)
{
    auto file = open(where, how).value();
    return notes(file);
}

constexpr std::uint64_t never = UINT64_MAX;

/// More changes than anything here makes.
constexpr std::uint64_t limit = 200;

/// A process opens the notes, renews them and closes them, and dies before its nth change, if it
/// makes so many. Whether it was told that its transaction was committed.
bool live(disk& where, const keeping& how, std::uint64_t nth_change)
{
    where.crash_before(nth_change);
    auto file = open(where, how);
    const bool committed = file && renew(*file);
    if (file) {
        const database closed = std::move(*file);
    }
    if (where.crashes() == 0) where.crash_before(never);
    return committed;
}

class DiskJournal : public testing::TestWithParam<keeping> {};

INSTANTIATE_TEST_SUITE_P(
    ,
    DiskJournal,
    testing::Values(
        shared,
        keeping{"shared_synced", journal::rollback, false, sync::extra},
        exclusive,
        keeping{"exclusive_synced", journal::rollback, true, sync::full},
        keeping{"wal", journal::write_ahead, true, sync::off},
        keeping{"wal_synced", journal::write_ahead, true, sync::full}),
    [](const auto& how) { return how.param.name; });

TEST_P(DiskJournal, KeepsWhatWasCommitted)
{
    node_disk phone;
    fill(phone, GetParam());

    ASSERT_TRUE(live(phone, GetParam(), never));

    EXPECT_EQ(notes(phone, GetParam()), all_new);
}

// Cuts a process off one change later each time, from its opening of the file to its closing,
// until it lives to its end.
TEST_P(DiskJournal, HoldsAllOfATransactionOrNothingWhereverItWasCut)
{
    for (std::uint64_t change = 0; change < limit; ++change) {
        SCOPED_TRACE(testing::Message() << "crash before change " << change);
        node_disk phone;
        fill(phone, GetParam());

        const bool committed = live(phone, GetParam(), change);

        const rows left = notes(phone, GetParam());
        EXPECT_TRUE(left == all_new || (left == all_old && !committed));
        if (phone.crashes() == 0) {
            EXPECT_TRUE(committed);
            EXPECT_GT(change, 4u) << "a transaction over several pages is several changes";
            return;
        }
    }
    FAIL() << "the process never lived to its end";
}

// As above, and then cuts off the recovery, one change later each time, until one is completed.
TEST_P(DiskJournal, RecoversAfterARecoveryThatWasCut)
{
    for (std::uint64_t change = 0; change < limit; ++change) {
        bool recovered = false;
        for (std::uint64_t later = 0; later < limit && !recovered; ++later) {
            SCOPED_TRACE(testing::Message() << "crash before changes " << change << ", " << later);
            node_disk phone;
            fill(phone, GetParam());
            const bool committed = live(phone, GetParam(), change);
            if (phone.crashes() == 0) return;

            phone.crash_before(later);
            {
                const auto cut = open(phone, GetParam());
            }
            recovered = phone.crashes() == 1;
            phone.crash_before(never);

            const rows left = notes(phone, GetParam());
            EXPECT_TRUE(left == all_new || (left == all_old && !committed));
        }
        ASSERT_TRUE(recovered) << "no recovery was ever completed";
    }
    FAIL() << "the process never lived to its end";
}

TEST_P(DiskJournal, IsNotChangedByTheChangeThatItCrashesBefore)
{
    node_disk phone;
    fill(phone, GetParam());
    const auto before = phone.image();

    live(phone, GetParam(), 0);

    EXPECT_EQ(phone.crashes(), 1u);
    EXPECT_EQ(phone.image(), before);
}

TEST_P(DiskJournal, IsNotChangedByAConnectionThatIsCutOff)
{
    for (std::uint64_t change = 0; change < limit; ++change) {
        SCOPED_TRACE(testing::Message() << "crash before change " << change);
        node_disk phone;
        fill(phone, GetParam());
        auto file = std::make_unique<database>(open(phone, GetParam()).value());
        phone.crash_before(change);
        renew(*file);
        if (phone.crashes() == 0) {
            phone.crash_before(never);
            return;
        }
        const auto at_crash = phone.image();

        EXPECT_TRUE(file->execute("ROLLBACK; CREATE TABLE late (n)").has_error());
        EXPECT_FALSE(renew(*file));
        file.reset();

        EXPECT_EQ(phone.image(), at_crash);
    }
    FAIL() << "the transaction never ran to its end";
}

// The dead connection goes while its successor is in a transaction, with a journal of the same
// name.
TEST_P(DiskJournal, IsNotChangedByADeadConnectionThatIsClosedLate)
{
    for (std::uint64_t change = 0; change < limit; ++change) {
        SCOPED_TRACE(testing::Message() << "crash before change " << change);
        node_disk phone;
        fill(phone, GetParam());
        auto dead = std::make_unique<database>(open(phone, GetParam()).value());
        phone.crash_before(change);
        renew(*dead);
        if (phone.crashes() == 0) {
            phone.crash_before(never);
            return;
        }
        auto next = open(phone, GetParam()).value();
        next.execute("BEGIN IMMEDIATE; UPDATE note SET body = 'short'").value();
        const auto midway = phone.image();

        dead.reset();

        EXPECT_EQ(phone.image(), midway);
        EXPECT_TRUE(next.execute("COMMIT"));
    }
    FAIL() << "the transaction never ran to its end";
}

TEST_P(DiskJournal, GivesTheLocksOfTheDeadToTheLiving)
{
    node_disk phone;
    fill(phone, GetParam());
    auto dead = open(phone, GetParam()).value();
    dead.execute("BEGIN EXCLUSIVE").value();

    phone.crash();

    auto next = open(phone, GetParam()).value();
    EXPECT_TRUE(renew(next));
}

TEST_P(DiskJournal, IsBackAsItWasAfterARestore)
{
    node_disk phone;
    fill(phone, GetParam());
    const auto before = phone.image();
    ASSERT_TRUE(live(phone, GetParam(), never));

    phone.restore(before);

    EXPECT_EQ(phone.image(), before);
    EXPECT_EQ(notes(phone, GetParam()), all_old);
}

TEST_P(DiskJournal, GivesItsImageToAnotherDisk)
{
    node_disk phone;
    node_disk clone;
    fill(phone, GetParam());

    clone.restore(phone.image());

    ASSERT_TRUE(live(clone, GetParam(), never));
    EXPECT_EQ(notes(clone, GetParam()), all_new);
    EXPECT_EQ(notes(phone, GetParam()), all_old);
}

// Both threads use the same file name and do the same work, so they would notice each other; and
// each counts what a disk counts that is alone.
TEST_P(DiskJournal, IsAloneInItsThread)
{
    const auto work = [how = GetParam()](disk& where) {
        for (int round = 0; round < 20; ++round) {
            where.restore({});
            fill(where, how);
            live(where, how, never);
            EXPECT_EQ(notes(where, how), all_new);
        }
    };
    node_disk alone;
    std::array<node_disk, 2> together;
    work(alone);

    {
        const std::jthread first(work, std::ref(together[0]));
        const std::jthread second(work, std::ref(together[1]));
    }

    EXPECT_EQ(together[0].counts(), alone.counts());
    EXPECT_EQ(together[1].counts(), alone.counts());
}

TEST(Disk, ShowsARestoreToAnOpenConnection)
{
    node_disk phone;
    fill(phone, shared);
    const auto before = phone.image();
    auto file = open(phone, shared).value();
    auto count = file.prepare("SELECT count(*) FROM note").value();
    ASSERT_TRUE(renew(file));

    phone.restore(before);

    ASSERT_TRUE(count.step().value());
    EXPECT_EQ(count.integer(0), 20);
    count.reset();
    EXPECT_EQ(notes(file), all_old);
}

TEST(Disk, LetsAnOpenConnectionWriteAfterARestore)
{
    node_disk phone;
    fill(phone, shared);
    const auto before = phone.image();
    auto file = open(phone, shared).value();
    ASSERT_TRUE(renew(file));

    phone.restore(before);

    ASSERT_TRUE(renew(file));
    EXPECT_EQ(notes(phone, shared), all_new);
}

TEST(Disk, RemovesWhatIsNotInTheImage)
{
    node_disk phone;
    fill(phone, shared);

    phone.restore({});

    EXPECT_TRUE(phone.image().files.empty());
}

TEST(Disk, ForgetsACrashToComeWhenItIsRestored)
{
    node_disk phone;
    phone.crash_before(0);

    phone.restore({});

    fill(phone, shared);
    EXPECT_EQ(phone.crashes(), 0u);
}

TEST(Disk, CrashesOnce)
{
    node_disk phone;
    fill(phone, shared);

    live(phone, shared, 0);

    EXPECT_TRUE(live(phone, shared, never));
    EXPECT_EQ(phone.crashes(), 1u);
}

TEST(Disk, CountsEveryChangeBeforeACrash)
{
    node_disk phone;
    fill(phone, shared);
    const auto before = phone.counts().changes();

    live(phone, shared, 7);

    EXPECT_EQ(phone.counts().changes(), before + 7);
}

TEST(Disk, KeepsItsNameOverACrash)
{
    node_disk phone;
    const std::string before = phone.vfs_name();

    phone.crash();

    EXPECT_EQ(phone.vfs_name(), before);
}

TEST(Disk, LetsOneExclusiveConnectionIn)
{
    const node_disk phone;
    const auto first = open(phone, exclusive).value();

    const auto second = open(phone, exclusive);

    EXPECT_EQ(second.error().value(), SQLITE_BUSY);
}

TEST(Disk, LetsReadersIn)
{
    node_disk phone;
    fill(phone, shared);
    auto first = open(phone, shared).value();
    auto second = open(phone, shared).value();

    first.execute("BEGIN; SELECT * FROM note").value();

    EXPECT_EQ(notes(second), all_old);
}

// The writer's journal is there, and is not one that a crash has left.
TEST(Disk, LetsAReaderInBesideAWriterThatHasNotCommitted)
{
    node_disk phone;
    fill(phone, shared);
    auto writer = open(phone, shared).value();
    auto reader = open(phone, shared).value();
    writer.execute("BEGIN; UPDATE note SET state = 'new'").value();

    EXPECT_EQ(notes(reader), all_old);

    EXPECT_TRUE(writer.execute("COMMIT"));
}

TEST(Disk, LetsOneWriterIn)
{
    node_disk phone;
    fill(phone, shared);
    auto first = open(phone, shared).value();
    auto second = open(phone, shared).value();
    first.execute("BEGIN IMMEDIATE").value();

    const auto refused = second.execute("BEGIN IMMEDIATE");

    EXPECT_EQ(refused.error().value(), SQLITE_BUSY);
}

TEST(Disk, KeepsAWriterFromCommittingUnderAReader)
{
    node_disk phone;
    fill(phone, shared);
    auto reader = open(phone, shared).value();
    auto writer = open(phone, shared).value();
    reader.execute("BEGIN; SELECT * FROM note").value();
    writer.execute("BEGIN; UPDATE note SET state = 'new'").value();

    const auto refused = writer.execute("COMMIT");

    EXPECT_EQ(refused.error().value(), SQLITE_BUSY);
}

TEST(Disk, LetsNoReaderInWhileAWriterWaitsForTheLastOne)
{
    node_disk phone;
    fill(phone, shared);
    auto reader = open(phone, shared).value();
    auto writer = open(phone, shared).value();
    auto late = open(phone, shared).value();
    reader.execute("BEGIN; SELECT * FROM note").value();
    writer.execute("BEGIN; UPDATE note SET state = 'new'").value();
    ASSERT_TRUE(writer.execute("COMMIT").has_error());

    const auto refused = late.execute("SELECT * FROM note");

    EXPECT_EQ(refused.error().value(), SQLITE_BUSY);
}

TEST(Disk, LetsAWriterCommitOnceTheLastReaderHasGone)
{
    node_disk phone;
    fill(phone, shared);
    auto reader = open(phone, shared).value();
    auto writer = open(phone, shared).value();
    reader.execute("BEGIN; SELECT * FROM note").value();
    writer.execute("BEGIN; UPDATE note SET state = 'new'").value();
    ASSERT_TRUE(writer.execute("COMMIT").has_error());

    reader.execute("COMMIT").value();

    EXPECT_TRUE(writer.execute("COMMIT"));
}

TEST(Disk, HasNoSharedMemoryForAWriteAheadLog)
{
    const node_disk phone;

    const auto opened = open(phone, {"wal", journal::write_ahead, false, sync::off});

    EXPECT_EQ(opened.error().value(), SQLITE_CANTOPEN);
}

TEST(Disk, AnswersSqlsClockWithItsOwn)
{
    const node_disk phone;
    auto file = open(phone, shared).value();

    EXPECT_EQ(texts(file, "SELECT CURRENT_TIMESTAMP"), rows{"2008-10-27 04:41:01"});
}

std::string randomness(const disk& where)
{
    sqlite3_vfs* vfs = sqlite3_vfs_find(where.vfs_name().c_str());
    std::string bytes(20, '\0');
    vfs->xRandomness(vfs, static_cast<int>(bytes.size()), bytes.data());
    return bytes;
}

TEST(Disk, AnswersAWishForRandomnessFromItsSeed)
{
    const node_disk phone{1};
    const node_disk twin{1};
    const node_disk other{2};

    const std::string bytes = randomness(phone);

    EXPECT_EQ(randomness(twin), bytes);
    EXPECT_NE(randomness(other), bytes);
    EXPECT_NE(randomness(phone), bytes);
}

TEST(Disk, DoesNotSleep)
{
    const node_disk phone;
    sqlite3_vfs* vfs = sqlite3_vfs_find(phone.vfs_name().c_str());

    vfs->xSleep(vfs, 3'600'000'000 / 2);

    EXPECT_EQ(phone.counts().sleeps, 1u);
}

TEST(Disk, MakesNoFileUnasked)
{
    const node_disk phone;
    sqlite3* file = nullptr;

    const int opened =
        sqlite3_open_v2("notes", &file, SQLITE_OPEN_READWRITE, phone.vfs_name().c_str());
    sqlite3_close(file);

    EXPECT_EQ(opened, SQLITE_CANTOPEN);
}

TEST(Disk, RefusesANameThatIsTooLong)
{
    const node_disk phone;

    const auto opened = database::open({.file = std::string(1000, 'n'), .vfs = phone.vfs_name()});

    EXPECT_EQ(opened.error().value(), SQLITE_CANTOPEN);
}

TEST(DiskDeathTest, IsNotRestoredUnderALock)
{
    node_disk phone;
    const auto file = open(phone, exclusive).value();

    EXPECT_DEATH(phone.restore(phone.image()), "no connection holds a lock");
}

TEST(DiskDeathTest, IsNotRestoredToAnImageWithoutAFileThatIsOpen)
{
    node_disk phone;
    const auto file = open(phone, shared).value();

    EXPECT_DEATH(phone.restore({}), "a file that is open is in the image");
}

// Two histories that made the same number of commits: SQLite cannot tell one from the other.
TEST(DiskDeathTest, IsNotRestoredToAnotherHistoryUnnoticed)
{
    node_disk phone;
    fill(phone, shared);
    const auto fork = phone.image();
    auto file = open(phone, shared).value();
    file.execute("UPDATE note SET state = 'one way'").value();
    const auto one_way = phone.image();
    phone.restore(fork);
    file.execute("UPDATE note SET state = 'another'").value();

    EXPECT_DEATH(phone.restore(one_way), "an open connection can tell");
}

TEST(DiskDeathTest, OutlivesItsConnections)
{
    const auto forget = [] {
        auto phone = std::make_unique<node_disk>();
        const auto file = open(*phone, shared).value();
        phone.reset();
    };

    EXPECT_DEATH(forget(), "every connection is closed before its disk goes");
}

}  // namespace
}  // namespace syncsim::sim
