#include "reference_client/notebook.hpp"

#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>

#include "protocol/support/transaction.hpp"
#include "reference_client/sqlite_store.hpp"

namespace syncsim::reference_client {
namespace {

using namespace std::chrono_literals;
using namespace protocol;

/// A clock that the test sets, and ids that count up from 1.
class still_host final : public host {
public:
    device_time now() override { return clock; }
    support::uuid draw_uuid() override { return {.high = 0, .low = ++drawn_}; }
    duration draw_up_to(duration) override { return {}; }
    boost::asio::awaitable<void> wait(duration) override { co_return; }

    device_time clock{1'000'000us};

private:
    std::uint64_t drawn_ = 0;
};

write_id write(std::uint64_t number)
{
    return write_id{{.high = 0, .low = number}};
}

class Notebook : public testing::Test {
protected:
    explicit Notebook(const variant& of)
        : variant_(of),
          store_(
              open_sqlite_store({.file = ":memory:"}, of, device_id{support::short_text{"phone"}})
                  .value()),
          notes(variant_, *store_, here)
    {
    }

    std::optional<local_record> find(const record_key& key)
    {
        return support::in_transaction(*store_, [&] { return store_->find(key); }).value();
    }

    /// The record as the server has it after it was pushed, or as it stands before.
    void change(const record_key& key, void (*how)(local_record&))
    {
        auto row = *find(key);
        how(row);
        (void)support::in_transaction(*store_, [&] { return store_->put(row); });
    }

    static void acknowledge(local_record& row)
    {
        row.unsent = row.offered = row.shown.is_pending = false;
        row.shown.base.reset();
        row.shown.supersedes.clear();
    }

    static void offer(local_record& row) { row.offered = true; }

private:
    variant variant_;
    std::unique_ptr<local_store> store_;

protected:
    still_host here;
    notebook notes;
};

struct AsWrittenNotebook : Notebook {
    AsWrittenNotebook() : Notebook(as_written()) {}
};

struct HardenedNotebook : Notebook {
    HardenedNotebook() : Notebook(hardened()) {}
};

// "possibly-unique-key" and the four other members of the post's local record.
TEST_F(AsWrittenNotebook, CreatesThePostsLocalRecord)
{
    here.clock = device_time{1'225'082'461'900'000us};
    const auto key = notes.create("\"some-value\"").value();

    local_record expected;
    expected.shown.key = key;
    expected.shown.value = "\"some-value\"";
    expected.shown.updated = expected.shown.created = device_time{1'225'082'461s};
    expected.shown.is_pending = true;
    expected.unsent = true;
    EXPECT_EQ(key.value().view(), "00000000-0000-0000-0000-000000000001");
    EXPECT_EQ(find(key), expected);
}

TEST_F(AsWrittenNotebook, EditsWithAFlagOfItsOwnThatIsNotPending)
{
    const auto key = notes.create("1").value();
    change(key, acknowledge);
    here.clock += 5s;
    EXPECT_TRUE(notes.edit(key, "2"));

    const auto row = *find(key);
    EXPECT_EQ(row.shown.value, "2");
    EXPECT_EQ(row.shown.updated, here.clock);
    EXPECT_EQ(row.shown.created, here.clock - 5s);
    EXPECT_TRUE(row.unsent);
    EXPECT_FALSE(row.shown.is_pending);
}

TEST_F(HardenedNotebook, MergesWhatItDoesNotKnowIntoTheRecord)
{
    const auto key = notes.create("1", R"({"rank":1,"color":"red"})").value();
    EXPECT_EQ(find(key)->shown.unknown, R"({"color":"red","rank":1})");

    EXPECT_TRUE(notes.edit(key, "2", R"({"rank":2,"age":[3]})"));
    EXPECT_EQ(find(key)->shown.unknown, R"({"age":[3],"color":"red","rank":2})");

    EXPECT_TRUE(notes.edit(key, "3"));
    EXPECT_EQ(find(key)->shown.unknown, R"({"age":[3],"color":"red","rank":2})");
}

TEST_F(HardenedNotebook, HasNothingThatItDoesNotKnowWhereNothingIsGiven)
{
    const auto key = notes.create("1", "{}").value();
    EXPECT_TRUE(notes.edit(key, "2", "{}"));

    EXPECT_EQ(find(key)->shown.unknown, "");
}

TEST_F(AsWrittenNotebook, ForgetsADeletedCreate)
{
    const auto key = notes.create("1").value();
    EXPECT_TRUE(notes.erase(key));

    EXPECT_EQ(find(key), std::nullopt);
}

TEST_F(AsWrittenNotebook, KeepsTheDeleteOfASyncedRecordUntilItIsSent)
{
    const auto key = notes.create("1").value();
    change(key, acknowledge);
    EXPECT_TRUE(notes.erase(key));

    EXPECT_TRUE(find(key)->shown.deleted);
    EXPECT_TRUE(find(key)->unsent);
}

TEST_F(HardenedNotebook, NamesEachWrite)
{
    const auto key = notes.create("1").value();

    EXPECT_EQ(find(key)->shown.write, write(2));
    EXPECT_EQ(find(key)->shown.create_write, write(2));
}

TEST_F(HardenedNotebook, KeepsADeletedCreateAsATombstone)
{
    const auto key = notes.create("1").value();
    EXPECT_TRUE(notes.erase(key));

    EXPECT_TRUE(find(key)->shown.deleted);
    EXPECT_TRUE(find(key)->unsent);
}

TEST_F(HardenedNotebook, BasesAnEditOnTheVersionItSaw)
{
    const auto key = notes.create("1").value();
    change(key, acknowledge);
    EXPECT_TRUE(notes.edit(key, "2"));

    EXPECT_EQ(find(key)->shown.base, write(2));
    EXPECT_EQ(find(key)->shown.write, write(3));
    EXPECT_EQ(find(key)->shown.create_write, write(2));
}

TEST_F(HardenedNotebook, KeepsTheBaseThroughFurtherEdits)
{
    const auto key = notes.create("1").value();
    change(key, acknowledge);
    (void)notes.edit(key, "2");
    (void)notes.edit(key, "3");

    EXPECT_EQ(find(key)->shown.base, write(2));
    EXPECT_EQ(find(key)->shown.supersedes, std::vector<write_id>{});
}

TEST_F(HardenedNotebook, RemembersWritesThatMayHaveReachedTheServer)
{
    const auto key = notes.create("1").value();
    change(key, offer);
    (void)notes.edit(key, "2");
    change(key, offer);
    (void)notes.edit(key, "3");

    EXPECT_EQ(find(key)->shown.supersedes, (std::vector{write(2), write(3)}));
    EXPECT_FALSE(find(key)->offered);
    EXPECT_TRUE(find(key)->shown.is_pending);
}

TEST_F(HardenedNotebook, GivesARefusedRecordAnotherChance)
{
    const auto key = notes.create("1").value();
    change(key, [](local_record& row) {
        row.unsent = false;
        row.refused = sync_errc::too_large;
    });
    EXPECT_TRUE(notes.edit(key, "2"));

    EXPECT_EQ(find(key)->refused, std::nullopt);
    EXPECT_TRUE(find(key)->unsent);
}

// The refused write was never a version of the server's, so nothing can be based on it.
TEST_F(HardenedNotebook, BasesAnEditAfterARefusalOnTheVersionBeforeIt)
{
    const auto key = notes.create("1").value();
    change(key, acknowledge);
    (void)notes.edit(key, "too large");
    change(key, [](local_record& row) {
        row.unsent = false;
        row.refused = sync_errc::too_large;
    });

    (void)notes.edit(key, "3");

    EXPECT_EQ(find(key)->shown.base, write(2));
}

TEST_F(HardenedNotebook, FindsNoRecordThatIsNotThereOrDeleted)
{
    const auto key = notes.create("1").value();
    EXPECT_TRUE(notes.erase(key));
    const record_key unknown{support::short_text{"unknown"}};

    for (const auto& each : {key, unknown}) {
        EXPECT_EQ(notes.edit(each, "2").error(), sync_errc::no_such_record);
        EXPECT_EQ(notes.erase(each).error(), sync_errc::no_such_record);
    }
}

TEST_F(HardenedNotebook, ListsWhatTheUserSeesByKey)
{
    const auto first = notes.create("1").value();
    const auto gone = notes.create("2").value();
    const auto last = notes.create("3").value();
    EXPECT_TRUE(notes.erase(gone));

    const auto rows = notes.list().value();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].shown.key, first);
    EXPECT_EQ(rows[1].shown.key, last);
}

}  // namespace
}  // namespace syncsim::reference_client
