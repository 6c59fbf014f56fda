#include "reference_server/sqlite_store.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

namespace syncsim::reference_server {
namespace {

using namespace protocol;
namespace fs = std::filesystem;

template <class Id>
Id named(std::string_view text)
{
    return Id{support::short_text{text}};
}

constexpr std::size_t no_limit = 1000;

write_id write(std::uint64_t number)
{
    return write_id{{.high = 1, .low = number}};
}

stamp at(std::int64_t place)
{
    return stamp::by_sequence(place);
}

/// Of the phone, with every member that is stored.
stored_record version(std::string_view key, std::int64_t place)
{
    stored_record made{
        .owner = named<owner_id>("user"), .creator = named<device_id>("phone"), .content = {}};
    made.content.key = named<record_key>(key);
    made.content.local = local_id{support::short_text{"local-" + std::string(key)}};
    made.content.value = "{\"of\":\"" + std::string(key) + "\"}";
    made.content.updated = device_time{std::chrono::microseconds{place + 1}};
    made.content.created = device_time{std::chrono::microseconds{-1}};
    made.content.write = write(static_cast<std::uint64_t>(place));
    made.content.create_write = write(77);
    made.content.order = at(place);
    made.content.conflict_of = named<record_key>("other");
    made.content.unknown = R"({"x":1})";
    return made;
}

class ServerStore : public testing::Test {
protected:
    ServerStore()
    {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        reopen();
    }
    ~ServerStore() override
    {
        store_.reset();
        fs::remove_all(folder_);
    }

    void reopen()
    {
        store_.reset();
        store_ = open_sqlite_store({.file = file()}, hardened()).value();
    }

    std::string file() const { return (folder_ / "server.db").string(); }
    store& kept() { return *store_; }

    std::vector<std::string> keys_in(
        std::optional<cursor> after,
        std::int64_t until,
        bool included = true,
        std::size_t limit = no_limit)
    {
        const range stretch{
            .after = std::move(after), .until = at(until), .until_included = included};
        std::vector<std::string> keys;
        for (const auto& each : kept().records_in(user, stretch, 0, limit).value()) {
            keys.push_back(each.content.key.value().str());
        }
        return keys;
    }

    const owner_id user = named<owner_id>("user");
    const device_id phone = named<device_id>("phone");

private:
    const fs::path folder_ =
        fs::path(testing::TempDir()) / ("syncsim-server-store-" + std::to_string(::getpid()));
    std::unique_ptr<store> store_;
};

using texts = std::vector<std::string>;

TEST_F(ServerStore, ReadsARecordAsItWasWritten)
{
    (void)kept().put_record(version("a", 1));

    EXPECT_EQ(kept().find_record(user, named<record_key>("a")).value(), version("a", 1));
}

TEST_F(ServerStore, KeepsWhatWasCommitted)
{
    (void)kept().begin();
    (void)kept().put_record(version("a", 1));
    EXPECT_TRUE(kept().commit());
    reopen();

    EXPECT_EQ(kept().find_record(user, named<record_key>("a")).value(), version("a", 1));
}

TEST_F(ServerStore, ForgetsWhatWasRolledBack)
{
    (void)kept().begin();
    (void)kept().put_record(version("a", 1));
    (void)kept().draw(counter::place, 1);
    kept().rollback();

    EXPECT_EQ(kept().find_record(user, named<record_key>("a")).value(), std::nullopt);
    EXPECT_EQ(kept().last_drawn(counter::place).value(), 0);
}

TEST_F(ServerStore, ForgetsWhatWasNotCommittedWhenItEnded)
{
    (void)kept().begin();
    (void)kept().put_record(version("a", 1));
    reopen();

    EXPECT_EQ(kept().find_record(user, named<record_key>("a")).value(), std::nullopt);
}

TEST_F(ServerStore, CanBeginAgainAfterARollback)
{
    (void)kept().begin();
    kept().rollback();

    EXPECT_TRUE(kept().begin());
}

TEST_F(ServerStore, KeepsOneVersionOfARecord)
{
    (void)kept().put_record(version("a", 1));
    (void)kept().put_record(version("a", 2));

    EXPECT_EQ(kept().find_record(user, named<record_key>("a")).value(), version("a", 2));
    EXPECT_EQ(keys_in({}, 9), texts{"a"});
}

TEST_F(ServerStore, RemovesARecordOfItsOwnerOnly)
{
    auto others = version("a", 1);
    others.owner = named<owner_id>("somebody-else");
    (void)kept().put_record(others);
    (void)kept().put_record(version("a", 1));
    (void)kept().remove_record(user, named<record_key>("a"));

    EXPECT_EQ(kept().find_record(user, named<record_key>("a")).value(), std::nullopt);
    EXPECT_EQ(kept().find_record(others.owner, named<record_key>("a")).value(), others);
}

/// Records b, a and c at 1, 2 and 2, d at 3.
class ServerStoreStretch : public ServerStore {
protected:
    ServerStoreStretch()
    {
        (void)kept().put_record(version("d", 3));
        (void)kept().put_record(version("c", 2));
        (void)kept().put_record(version("b", 1));
        (void)kept().put_record(version("a", 2));
    }
};

TEST_F(ServerStoreStretch, IsInTheOrderOfStampAndKey)
{
    EXPECT_EQ(keys_in({}, 9), (texts{"b", "a", "c", "d"}));
}

TEST_F(ServerStoreStretch, EndsWithItsUpperStampOrBeforeIt)
{
    EXPECT_EQ(keys_in({}, 2, true), (texts{"b", "a", "c"}));
    EXPECT_EQ(keys_in({}, 2, false), texts{"b"});
}

TEST_F(ServerStoreStretch, BeginsBehindEveryRecordOfAStampWithoutAKey)
{
    EXPECT_EQ(keys_in(cursor{.at = at(2), .key = {}}, 9), texts{"d"});
}

TEST_F(ServerStoreStretch, BeginsBehindOneRecordOfAStampWithAKey)
{
    EXPECT_EQ(keys_in(cursor{.at = at(2), .key = named<record_key>("a")}, 9), (texts{"c", "d"}));
}

TEST_F(ServerStoreStretch, IsCutAtItsLimit)
{
    EXPECT_EQ(keys_in({}, 9, true, 2), (texts{"b", "a"}));
}

TEST_F(ServerStore, ForgetsALocalIdOfItsCreatorOnly)
{
    (void)kept().put_record(version("a", 1));
    (void)kept().forget_local_id(user, named<device_id>("laptop"), named<local_id>("local-a"));
    const auto kept_it = kept().find_record(user, named<record_key>("a")).value();
    (void)kept().forget_local_id(user, phone, named<local_id>("local-a"));
    const auto lost_it = kept().find_record(user, named<record_key>("a")).value();

    EXPECT_EQ(kept_it->content.local, named<local_id>("local-a"));
    EXPECT_EQ(lost_it->content.local, std::nullopt);
}

TEST_F(ServerStore, ReadsASessionAsItWasWritten)
{
    const stored_session session{
        .id = named<session_id>("s"),
        .owner = user,
        .device = phone,
        .opened = server_time{std::chrono::microseconds{5}},
        .state = session_state::completed,
        .last_sync = cursor{.at = at(3), .key = named<record_key>("k")},
        .max_checkin = stamp::by_server_clock(server_time{std::chrono::microseconds{7}})};
    (void)kept().put_session(session);
    reopen();

    EXPECT_EQ(kept().find_session(session.id).value(), session);
    EXPECT_EQ(kept().find_session(named<session_id>("t")).value(), std::nullopt);
}

TEST_F(ServerStore, KnowsNothingOfAnUnknownDevice)
{
    EXPECT_EQ(kept().find_device(user, phone).value(), stored_device{});
}

TEST_F(ServerStore, ReadsADeviceAsItWasWritten)
{
    const stored_device device{
        .last_sync = cursor{.at = at(3), .key = {}},
        .last_begin = begin_number{8},
        .latest_session = named<session_id>("s")};
    (void)kept().put_device(user, phone, device);
    reopen();

    EXPECT_EQ(kept().find_device(user, phone).value(), device);
}

TEST_F(ServerStore, ListsWhatASessionCreatedInItsOrder)
{
    const stored_session session{
        .id = named<session_id>("s"), .owner = user, .device = phone, .opened = {}};
    for (const auto* const key : {"c", "a", "b"}) {
        (void)kept().put_record(version(key, 1));
        (void)kept().note_created(session.id, named<record_key>(key));
    }
    (void)kept().remove_record(user, named<record_key>("a"));

    texts keys;
    for (const auto& each : kept().created_in(session).value()) {
        keys.push_back(each.content.key.value().str());
    }
    EXPECT_EQ(keys, (texts{"c", "b"}));
}

TEST_F(ServerStore, RemembersTheFirstOutcomeOfAWrite)
{
    const remembered_write first{
        .key = named<record_key>("a"), .verdict = push_verdict::kind::lost};
    (void)kept().remember_write(user, write(1), first);
    (void)kept().remember_write(user, write(1), {.key = named<record_key>("b")});

    EXPECT_EQ(kept().find_write(user, write(1)).value(), first);
    EXPECT_EQ(kept().find_write(named<owner_id>("other"), write(1)).value(), std::nullopt);
}

TEST_F(ServerStore, CountsEachCounterByItself)
{
    EXPECT_EQ(kept().draw(counter::place, 1).value(), 1);
    EXPECT_EQ(kept().draw(counter::place, 1).value(), 2);
    EXPECT_EQ(kept().draw(counter::key, 1).value(), 1);

    EXPECT_EQ(kept().last_drawn(counter::place).value(), 2);
    EXPECT_EQ(kept().last_drawn(counter::session).value(), 0);
}

TEST_F(ServerStore, RefusesTheDatabaseOfAnotherVariant)
{
    const auto other = file() + "-other";
    (void)open_sqlite_store({.file = other}, hardened()).value();

    EXPECT_EQ(open_sqlite_store({.file = other}, as_written()).error(), sync_errc::wrong_variant);
}

}  // namespace
}  // namespace syncsim::reference_server
