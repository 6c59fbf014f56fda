#include "reference_client/sqlite_store.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

namespace syncsim::reference_client {
namespace {

using namespace protocol;
namespace fs = std::filesystem;

template <class Id>
Id named(std::string_view text)
{
    return Id{support::short_text{text}};
}

write_id write(std::uint64_t number)
{
    return write_id{{.high = 1, .low = number}};
}

/// With every member that is stored.
local_record full_row(std::string_view key)
{
    local_record row;
    row.shown.key = named<record_key>(key);
    row.shown.local = named<local_id>("local");
    row.shown.value = R"({"a":[1,"b"]})";
    row.shown.updated = device_time{std::chrono::microseconds{5}};
    row.shown.created = device_time{std::chrono::microseconds{-5}};
    row.shown.is_pending = true;
    row.shown.deleted = true;
    row.shown.write = write(1);
    row.shown.create_write = write(2);
    row.shown.base = write(3);
    row.shown.supersedes = {write(4), write(5)};
    row.shown.order = stamp::by_sequence(6);
    row.shown.conflict_of = named<record_key>("other");
    row.shown.unknown = R"({"x":1})";
    row.unsent = true;
    row.offered = true;
    row.refused = sync_errc::too_large;
    row.parked = row.shown;
    row.parked->value = "2";
    return row;
}

local_record unsent_row(std::string_view key)
{
    local_record row;
    row.shown.key = named<record_key>(key);
    row.unsent = true;
    return row;
}

std::vector<std::string> keys(const result<std::vector<local_record>>& rows)
{
    std::vector<std::string> found;
    for (const auto& each : rows.value()) found.push_back(each.shown.key.value().str());
    return found;
}

using texts = std::vector<std::string>;

class LocalStore : public testing::Test {
protected:
    LocalStore()
    {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        open_as("phone");
    }
    ~LocalStore() override
    {
        store_.reset();
        fs::remove_all(folder_);
    }

    void open_as(std::string_view device)
    {
        store_.reset();
        store_ = open_sqlite_store({.file = file()}, hardened(), named<device_id>(device)).value();
    }

    std::string file() const { return (folder_ / "device.db").string(); }
    local_store& kept() { return *store_; }

    const record_key a = named<record_key>("a");

private:
    const fs::path folder_ =
        fs::path(testing::TempDir()) / ("syncsim-local-store-" + std::to_string(::getpid()));
    std::unique_ptr<local_store> store_;
};

TEST_F(LocalStore, ReadsARecordAsItWasWritten)
{
    (void)kept().put(full_row("a"));

    EXPECT_EQ(kept().find(a).value(), full_row("a"));
    EXPECT_EQ(kept().all().value(), std::vector{full_row("a")});
}

TEST_F(LocalStore, KeepsWhatWasCommitted)
{
    (void)kept().begin();
    (void)kept().put(full_row("a"));
    EXPECT_TRUE(kept().commit());
    open_as("phone");

    EXPECT_EQ(kept().find(a).value(), full_row("a"));
}

TEST_F(LocalStore, ForgetsWhatWasRolledBack)
{
    (void)kept().begin();
    (void)kept().put(full_row("a"));
    kept().rollback();

    EXPECT_EQ(kept().find(a).value(), std::nullopt);
}

TEST_F(LocalStore, ForgetsWhatWasNotCommittedWhenItEnded)
{
    (void)kept().begin();
    (void)kept().put(full_row("a"));
    open_as("phone");

    EXPECT_EQ(kept().find(a).value(), std::nullopt);
}

TEST_F(LocalStore, ForgetsAParkedVersionThatIsNotPutAgain)
{
    (void)kept().put(full_row("a"));
    auto row = full_row("a");
    row.parked.reset();
    (void)kept().put(row);

    EXPECT_EQ(kept().find(a).value(), row);
}

TEST_F(LocalStore, ErasesTheParkedVersionWithItsRecord)
{
    (void)kept().put(full_row("a"));
    (void)kept().erase(a);
    auto row = full_row("a");
    row.parked.reset();
    (void)kept().put(row);

    EXPECT_EQ(kept().find(a).value(), row);
}

TEST_F(LocalStore, ListsUnsentWorkInTheOrderInWhichItCameToBe)
{
    for (const auto* const key : {"c", "a", "b"}) (void)kept().put(unsent_row(key));
    auto sent = unsent_row("d");
    sent.unsent = false;
    (void)kept().put(sent);
    (void)kept().put(unsent_row("c"));

    EXPECT_EQ(keys(kept().unsent()), (texts{"c", "a", "b"}));
}

TEST_F(LocalStore, ListsAllByKey)
{
    for (const auto* const key : {"c", "a", "b"}) (void)kept().put(unsent_row(key));

    EXPECT_EQ(keys(kept().all()), (texts{"a", "b", "c"}));
}

TEST_F(LocalStore, ListsSwapsThatTheServerHasNotBeenToldOf)
{
    auto swapped = unsent_row("a");
    swapped.shown.local = named<local_id>("local");
    (void)kept().put(swapped);
    (void)kept().put(unsent_row("b"));

    EXPECT_EQ(keys(kept().unconfirmed()), texts{"a"});
}

TEST_F(LocalStore, KeepsItsFirstDevice)
{
    open_as("somebody-else");

    EXPECT_EQ(kept().device()->device, named<device_id>("phone"));
}

TEST_F(LocalStore, ReadsADeviceAsItWasWritten)
{
    const device_state state{
        .device = named<device_id>("phone"),
        .begins = begin_number{9},
        .last_sync = cursor{.at = stamp::by_sequence(4), .key = named<record_key>("k")}};
    (void)kept().put_device(state);
    open_as("phone");

    EXPECT_EQ(kept().device().value(), state);
}

TEST_F(LocalStore, RefusesTheDatabaseOfAnotherVariant)
{
    const auto other = file() + "-other";
    (void)open_sqlite_store({.file = other}, hardened(), named<device_id>("phone")).value();

    EXPECT_EQ(
        open_sqlite_store({.file = other}, as_written(), named<device_id>("phone")).error(),
        sync_errc::wrong_variant);
}

}  // namespace
}  // namespace syncsim::reference_client
