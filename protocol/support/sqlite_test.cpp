#include "protocol/support/sqlite.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <vector>

namespace syncsim::support::sqlite {
namespace {

using journal = enum options::journal;
using sync = enum options::sync;

class SqliteFile : public testing::Test {
protected:
    SqliteFile()
    {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }
    ~SqliteFile() override { std::filesystem::remove_all(folder_); }

    std::string path(const std::string& name) const { return (folder_ / name).string(); }

private:
    const std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) /
                                          ("syncsim-sqlite-" + std::to_string(::getpid()));
};

database in_memory()
{
    return database::open({.file = ":memory:"}).value();
}

std::vector<std::int64_t> integers(database& file, std::string_view sql)
{
    std::vector<std::int64_t> rows;
    auto query = file.prepare(sql).value();
    while (query.step().value()) rows.push_back(query.integer(0));
    return rows;
}

class SqliteJournal : public SqliteFile, public testing::WithParamInterface<journal> {};

INSTANTIATE_TEST_SUITE_P(
    ,
    SqliteJournal,
    testing::Values(journal::rollback, journal::write_ahead),
    [](const auto& mode) { return mode.param == journal::rollback ? "rollback" : "write_ahead"; });

TEST_P(SqliteJournal, KeepsWhatWasCommitted)
{
    const options how{.file = path("kept"), .journal = GetParam()};
    {
        auto file = database::open(how).value();
        file.execute("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (7)").value();
    }

    auto reopened = database::open(how).value();

    EXPECT_EQ(integers(reopened, "SELECT n FROM t"), std::vector<std::int64_t>{7});
}

TEST_P(SqliteJournal, ForgetsWhatWasRolledBack)
{
    auto file = database::open({.file = path("rolled"), .journal = GetParam()}).value();
    file.execute("CREATE TABLE t (n INTEGER)").value();

    file.execute("BEGIN; INSERT INTO t VALUES (7); ROLLBACK").value();

    EXPECT_TRUE(integers(file, "SELECT n FROM t").empty());
}

TEST_P(SqliteJournal, ForgetsATransactionThatNobodyEnded)
{
    const options how{.file = path("left"), .journal = GetParam()};
    {
        auto file = database::open(how).value();
        file.execute("CREATE TABLE t (n INTEGER); BEGIN; INSERT INTO t VALUES (7)").value();
    }

    auto reopened = database::open(how).value();

    EXPECT_TRUE(integers(reopened, "SELECT n FROM t").empty());
}

TEST_P(SqliteJournal, IsTheOneAskedFor)
{
    auto file = database::open({.file = path("mode"), .journal = GetParam()}).value();

    auto mode = file.prepare("PRAGMA journal_mode").value();

    ASSERT_TRUE(mode.step().value());
    EXPECT_EQ(mode.text(0), GetParam() == journal::rollback ? "delete" : "wal");
}

// "unix" is the operating system's VFS under its own name, for which nobody waits.
TEST_P(SqliteJournal, RefusesASecondConnectionToAnExclusiveFile)
{
    const options how{.file = path("ours"), .vfs = "unix", .journal = GetParam()};
    const auto first = database::open(how).value();

    const auto second = database::open(how);

    EXPECT_EQ(second.error().value() & 0xFF, SQLITE_BUSY);
}

TEST_P(SqliteJournal, SharesAFileThatIsNotExclusive)
{
    const options how{
        .file = path("shared"), .vfs = "unix", .journal = GetParam(), .exclusive = false};
    auto first = database::open(how).value();
    auto second = database::open(how).value();

    first.execute("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (7)").value();

    EXPECT_EQ(integers(second, "SELECT n FROM t"), std::vector<std::int64_t>{7});
}

TEST_P(SqliteJournal, TellsThatAnotherConnectionIsWriting)
{
    const options how{
        .file = path("busy"), .vfs = "unix", .journal = GetParam(), .exclusive = false};
    auto first = database::open(how).value();
    auto second = database::open(how).value();
    first.execute("BEGIN IMMEDIATE").value();

    const auto refused = second.execute("BEGIN IMMEDIATE");

    EXPECT_EQ(refused.error().value(), SQLITE_BUSY);
}

TEST_F(SqliteFile, IsNotOpenedIfItIsText)
{
    std::ofstream(path("text")) << "Dear diary, this is no database.";

    const auto opened = database::open({.file = path("text"), .exclusive = false});

    EXPECT_EQ(opened.error().value(), SQLITE_NOTADB);
}

TEST_F(SqliteFile, IsNotMadeInAFolderThatIsNotThere)
{
    const auto opened = database::open({.file = path("missing/database")});

    EXPECT_EQ(opened.error().value(), SQLITE_CANTOPEN);
}

TEST_F(SqliteFile, HasTheNameAsGivenEvenIfItLooksLikeAnAddress)
{
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(path(""));

    database::open({.file = "file:named?mode=memory"}).value();

    std::filesystem::current_path(before);
    EXPECT_TRUE(std::filesystem::exists(path("file:named?mode=memory")));
}

TEST_F(SqliteFile, IsSyncedAsOftenAsAskedFor)
{
    for (const auto how : {sync::off, sync::normal, sync::full, sync::extra}) {
        auto file = database::open({.file = path("synced"), .sync = how}).value();

        EXPECT_EQ(
            integers(file, "PRAGMA synchronous"),
            std::vector<std::int64_t>{static_cast<std::int64_t>(how)});
    }
}

TEST(Sqlite, RefusesAnUnknownVfs)
{
    const auto opened = database::open({.file = "any", .vfs = "no such vfs"});

    EXPECT_EQ(opened.error().value(), SQLITE_ERROR);
}

TEST(Sqlite, TellsWhatIsWrongInSql)
{
    auto file = in_memory();

    const auto prepared = file.prepare("SELEKT 1");

    EXPECT_EQ(prepared.error(), boost::system::error_code(SQLITE_ERROR, category()));
}

TEST(Sqlite, StopsAtTheFirstStatementThatFails)
{
    auto file = in_memory();

    const auto executed = file.execute(
        "CREATE TABLE t (n); INSERT INTO missing VALUES (1); INSERT INTO t VALUES (1)");

    EXPECT_TRUE(executed.has_error());
    EXPECT_TRUE(integers(file, "SELECT n FROM t").empty());
}

TEST(Sqlite, CountsTheRowsThatTheLastStatementChanged)
{
    auto file = in_memory();
    file.execute("CREATE TABLE t (n); INSERT INTO t VALUES (1), (2), (3)").value();

    file.execute("UPDATE t SET n = 0 WHERE n > 1").value();

    EXPECT_EQ(file.changes(), 2);
}

TEST(SqliteCategory, SpeaksSqlitesWords)
{
    EXPECT_EQ(category().message(SQLITE_NOTADB), "file is not a database");
}

TEST(SqliteCategory, TellsExtendedCodesApart)
{
    EXPECT_NE(category().message(SQLITE_IOERR_READ), category().message(SQLITE_IOERR_WRITE));
}

TEST(SqliteStatement, ReturnsTextAsItWasBound)
{
    using namespace std::string_view_literals;
    auto file = in_memory();
    auto echo = file.prepare("SELECT ?1").value();

    for (const auto text : {"plain"sv, ""sv, "with a \0 inside"sv, "Größe"sv}) {
        echo.bind(0, text);
        ASSERT_TRUE(echo.step().value());
        EXPECT_EQ(echo.text(0), text);
        echo.reset();
    }
}

TEST(SqliteStatement, KeepsATextThatHasChangedSinceItWasBound)
{
    auto file = in_memory();
    auto echo = file.prepare("SELECT ?1").value();
    std::string text(100, 'x');
    echo.bind(0, text);

    text.assign(100, 'y');

    ASSERT_TRUE(echo.step().value());
    EXPECT_EQ(echo.text(0), std::string(100, 'x'));
}

TEST(SqliteStatement, KeepsBytesThatHaveChangedSinceTheyWereBound)
{
    auto file = in_memory();
    auto echo = file.prepare("SELECT ?1").value();
    std::vector bytes(100, std::byte{1});
    echo.bind_blob(0, bytes);

    std::ranges::fill(bytes, std::byte{2});

    ASSERT_TRUE(echo.step().value());
    EXPECT_TRUE(std::ranges::equal(echo.blob(0), std::vector(100, std::byte{1})));
}

TEST(SqliteStatement, ReturnsBytesAsTheyWereBound)
{
    constexpr std::array bytes{std::byte{0}, std::byte{255}, std::byte{0}};
    auto file = in_memory();
    auto echo = file.prepare("SELECT ?1").value();

    echo.bind_blob(0, bytes);

    ASSERT_TRUE(echo.step().value());
    EXPECT_TRUE(std::ranges::equal(echo.blob(0), bytes));
}

TEST(SqliteStatement, TellsNoTextFromTheEmptyText)
{
    auto file = in_memory();
    auto types = file.prepare("SELECT typeof(?1), typeof(?2), typeof(?3), typeof(?4)").value();

    types.bind(0, std::string_view{})
        .bind_blob(1, {})
        .bind_null(2)
        .bind(3, std::optional<std::string_view>{});

    ASSERT_TRUE(types.step().value());
    EXPECT_EQ(types.text(0), "text");
    EXPECT_EQ(types.text(1), "blob");
    EXPECT_EQ(types.text(2), "null");
    EXPECT_EQ(types.text(3), "null");
}

TEST(SqliteStatement, ReadsNullAsNothing)
{
    auto file = in_memory();
    auto null = file.prepare("SELECT NULL").value();

    ASSERT_TRUE(null.step().value());

    EXPECT_TRUE(null.is_null(0));
    EXPECT_EQ(null.integer(0), 0);
    EXPECT_EQ(null.text(0), "");
    EXPECT_TRUE(null.blob(0).empty());
}

TEST(SqliteStatement, BindsTheValueOfAnOptional)
{
    auto file = in_memory();
    auto echo = file.prepare("SELECT ?1").value();

    echo.bind(0, std::optional<std::int64_t>{INT64_MIN});

    ASSERT_TRUE(echo.step().value());
    EXPECT_EQ(echo.integer(0), INT64_MIN);
}

TEST(SqliteStatement, BeginsAgainAfterItsLastRow)
{
    auto file = in_memory();
    auto one = file.prepare("SELECT 1").value();
    ASSERT_TRUE(one.step().value());
    ASSERT_FALSE(one.step().value());

    EXPECT_TRUE(one.step().value());
}

TEST(SqliteStatement, ForgetsItsParametersAtTheEnd)
{
    auto file = in_memory();
    auto echo = file.prepare("SELECT ?1").value();
    echo.bind(0, 1).run().value();

    ASSERT_TRUE(echo.step().value());

    EXPECT_TRUE(echo.is_null(0));
}

TEST(SqliteStatement, TellsABindThatWentWrongWhenItRuns)
{
    auto file = in_memory();
    auto echo = file.prepare("SELECT ?1").value();

    const auto row = echo.bind(1, 5).bind(0, 5).step();

    EXPECT_EQ(row.error().value(), SQLITE_RANGE);
}

TEST(SqliteStatement, RunsAgainAfterABindThatWentWrong)
{
    auto file = in_memory();
    auto echo = file.prepare("SELECT ?1").value();
    ASSERT_TRUE(echo.bind(1, 5).step().has_error());

    ASSERT_TRUE(echo.bind(0, 5).step().value());

    EXPECT_EQ(echo.integer(0), 5);
}

TEST(SqliteStatement, TellsWhichConstraintARowBroke)
{
    auto file = in_memory();
    file.execute("CREATE TABLE t (n INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)").value();
    auto insert = file.prepare("INSERT INTO t VALUES (?1)").value();

    const auto refused = insert.bind(0, 1).run();

    EXPECT_EQ(refused.error().value(), SQLITE_CONSTRAINT_PRIMARYKEY);
}

TEST(SqliteStatement, RunsAgainAfterAnError)
{
    auto file = in_memory();
    file.execute("CREATE TABLE t (n INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)").value();
    auto insert = file.prepare("INSERT INTO t VALUES (?1)").value();
    ASSERT_TRUE(insert.bind(0, 1).run().has_error());

    insert.bind(0, 2).run().value();

    EXPECT_EQ(integers(file, "SELECT n FROM t"), (std::vector<std::int64_t>{1, 2}));
}

TEST(SqliteDeathTest, AStatementMustNotOutliveItsDatabase)
{
    const auto outlive = [] {
        statement late;
        auto file = in_memory();
        late = file.prepare("SELECT 1").value();
    };

    EXPECT_DEATH(outlive(), "no statement outlives its database");
}

}  // namespace
}  // namespace syncsim::support::sqlite
