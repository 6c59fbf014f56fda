#include "reference_server/server.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "protocol/codec.hpp"
#include "protocol/conflict.hpp"
#include "reference_server/sqlite_store.hpp"

namespace syncsim::protocol {

static void PrintTo(const record& version, std::ostream* out)
{
    *out << encode_records({&version, 1});
}

}  // namespace syncsim::protocol

namespace syncsim::reference_server {
namespace {

using namespace protocol;
using verdict = push_verdict::kind;

template <class Id>
Id named(std::string_view text)
{
    return Id{support::short_text{text}};
}

write_id write(std::uint64_t number)
{
    return write_id{support::as_version_4({.high = 0, .low = number})};
}

constexpr auto post_time = std::chrono::seconds{1'225'082'461};  // 2008-10-27 04:41:01

device_time device_at(std::chrono::seconds after)
{
    return device_time{post_time + after};
}

/// A server on a database in memory, spoken to as `user`.
class Conversation : public testing::Test {
protected:
    explicit Conversation(server::settings how)
        : store_(open_sqlite_store({.file = ":memory:"}, how.variant).value()),
          server_(std::move(how), *store_)
    {
    }

    template <class Reply, class Request>
    result<Reply> ask(Request message)
    {
        auto answer = server_.handle(owner, message, now);
        if (!answer) return answer.error();
        return std::get<Reply>(*std::move(answer));
    }

    result<session_id> begin(std::string_view device, std::optional<std::uint64_t> number = {})
    {
        begin_request asked{.device = named<device_id>(device), .number = {}};
        if (number) asked.number = begin_number{*number};
        const auto answer = ask<begin_reply>(asked);
        if (!answer) return answer.error();
        return answer->session;
    }

    result<push_reply> push(const session_id& in, std::vector<record> records)
    {
        return ask<push_reply>(push_request{.session = in, .records = std::move(records)});
    }

    result<pull_reply> pull(const session_id& in, std::optional<cursor> after = {})
    {
        return ask<pull_reply>(pull_request{.session = in, .after = std::move(after)});
    }

    result<complete_reply> complete(
        const session_id& in,
        std::optional<cursor> reached = {},
        std::vector<local_id> confirmed = {})
    {
        return ask<complete_reply>(complete_request{
            .session = in, .last_update = std::move(reached), .confirmed = std::move(confirmed)});
    }

    owner_id owner = named<owner_id>("user");
    server_time now{post_time};

    /// A push that has been received and is handled when the result is called.
    std::function<result<push_reply>()> receive(const session_id& in, std::vector<record> records)
    {
        const request message = push_request{.session = in, .records = std::move(records)};
        server_.receive(message, now);
        return [this, message, arrived = now]() -> result<push_reply> {
            auto answer = server_.handle(owner, message, arrived, now);
            if (!answer) return answer.error();
            return std::get<push_reply>(*std::move(answer));
        };
    }

private:
    std::unique_ptr<store> store_;
    server server_;
};

std::vector<std::string> values(const std::vector<record>& records)
{
    std::vector<std::string> found(records.size());
    std::ranges::transform(records, found.begin(), &record::value);
    return found;
}

using texts = std::vector<std::string>;

// --- As written ----------------------------------------------------------------------------------

class AsWrittenServer : public Conversation {
protected:
    AsWrittenServer() : Conversation({.variant = as_written()}) {}

    static record create(
        std::string_view local,
        std::string value,
        std::chrono::seconds at = std::chrono::seconds{-1})
    {
        record made;
        made.key = named<record_key>(local);
        made.value = std::move(value);
        made.updated = made.created = device_at(at);
        made.is_pending = true;
        return made;
    }

    /// A later write to a record that the server has under that key.
    static record edit(std::string_view key, std::string value)
    {
        auto made = create(key, std::move(value));
        made.is_pending = false;
        return made;
    }
};

// The messages of the post, in their order, with both clocks at its second.
TEST_F(AsWrittenServer, AnswersThePostsSession)
{
    const auto begun =
        ask<begin_reply>(begin_request{.device = named<device_id>("some-possibly-id")});
    const auto session = begun->session;
    EXPECT_EQ(begun->last_sync, std::nullopt);
    EXPECT_EQ(begun->max_checkin, stamp::by_server_clock(now));

    const auto created = create("possibly-unique-key", "\"some-value\"", std::chrono::seconds{0});
    EXPECT_EQ(push(session, {created}).value(), push_reply{});

    auto expected = created;
    expected.key = named<record_key>("1");
    expected.local = named<local_id>("possibly-unique-key");
    expected.is_pending = false;
    EXPECT_EQ(pull(session)->records, std::vector{expected});

    const cursor newest{.at = stamp::by_client_clock(created.updated), .key = {}};
    EXPECT_TRUE(complete(session, newest));
    const auto next =
        ask<begin_reply>(begin_request{.device = named<device_id>("some-possibly-id")});
    EXPECT_EQ(next->last_sync, newest);
}

TEST_F(AsWrittenServer, InsertsARepeatedCreateAgain)
{
    const auto session = *begin("phone");
    (void)push(session, {create("local", "1")});
    (void)push(session, {create("local", "1")});

    EXPECT_EQ(values(pull(session)->records), (texts{"1", "1"}));
}

TEST_F(AsWrittenServer, ReplacesTheRowOfAnEditWithoutACheck)
{
    const auto session = *begin("phone");
    (void)push(session, {create("local", "1")});
    (void)push(session, {edit("1", "2")});
    (void)push(session, {edit("1", "3")});

    EXPECT_EQ(values(pull(session)->records), texts{"3"});
}

TEST_F(AsWrittenServer, TakesTheRowOfADeleteAway)
{
    const auto session = *begin("phone");
    (void)push(session, {create("a", "1"), create("b", "2")});
    auto gone = edit("1", "null");
    gone.deleted = true;
    (void)push(session, {gone});

    EXPECT_EQ(values(pull(session)->records), texts{"2"});
}

// A record of another device at either bound is in no pull: both bounds are exclusive.
TEST_F(AsWrittenServer, LeavesOutRecordsAtBothBounds)
{
    using std::chrono::seconds;
    const auto phone = *begin("phone");
    (void)push(
        phone,
        {create("a", "1", seconds{-10}),
         create("b", "2", seconds{-9}),
         create("c", "3", seconds{-1}),
         create("d", "4", seconds{0})});
    const auto first = *begin("laptop");
    const cursor at_first{.at = stamp::by_client_clock(device_at(seconds{-10})), .key = {}};
    (void)complete(first, at_first);

    EXPECT_EQ(values(pull(*begin("laptop"))->records), (texts{"2", "3"}));
}

TEST_F(AsWrittenServer, TellsEveryDeviceTheLocalId)
{
    (void)push(*begin("phone"), {create("local", "1")});

    const auto seen = pull(*begin("laptop"))->records;
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(seen[0].local, named<local_id>("local"));
}

TEST_F(AsWrittenServer, TakesTheLastCompleteWhateverItSays)
{
    const cursor late{.at = stamp::by_client_clock(device_at(std::chrono::seconds{5})), .key = {}};
    const cursor early{.at = stamp::by_client_clock(device_at(std::chrono::seconds{2})), .key = {}};
    const auto session = *begin("phone");
    (void)complete(session, late);
    (void)complete(session, early);

    const auto next = ask<begin_reply>(begin_request{.device = named<device_id>("phone")});
    EXPECT_EQ(next->last_sync, early);
}

TEST_F(AsWrittenServer, StoresNothingOfAPushWithOneBadRecord)
{
    const auto session = *begin("phone");
    const auto too_large = create("b", '"' + std::string(70'000, 'x') + '"');
    EXPECT_EQ(push(session, {create("a", "1"), too_large}).error(), sync_errc::record_refused);

    EXPECT_EQ(pull(session)->records, std::vector<record>{});
}

TEST_F(AsWrittenServer, KnowsASessionOnlyToItsOwner)
{
    const auto session = *begin("phone");
    owner = named<owner_id>("somebody-else");

    EXPECT_EQ(pull(session).error(), sync_errc::unknown_session);
}

TEST_F(AsWrittenServer, ShowsNoRecordsOfAnotherOwner)
{
    (void)push(*begin("phone"), {create("local", "1")});
    owner = named<owner_id>("somebody-else");

    EXPECT_EQ(pull(*begin("phone"))->records, std::vector<record>{});
}

TEST_F(AsWrittenServer, EndsASessionWithItsLease)
{
    const auto session = *begin("phone");
    now += std::chrono::minutes{10} - std::chrono::microseconds{1};
    EXPECT_TRUE(pull(session));

    now += std::chrono::microseconds{1};
    EXPECT_EQ(pull(session).error(), sync_errc::session_expired);
}

// --- Hardened ------------------------------------------------------------------------------------

class HardenedServer : public Conversation {
protected:
    HardenedServer() : Conversation({.variant = hardened(), .page_limit = 3, .push_limit = 5}) {}

    static record create(std::string_view local, std::string value, write_id by)
    {
        record made;
        made.key = named<record_key>(local);
        made.value = std::move(value);
        made.updated = made.created = device_at(std::chrono::seconds{-1});
        made.is_pending = true;
        made.write = made.create_write = by;
        return made;
    }

    /// A later write to that version of the server's.
    static record edit(const record& on, std::string value, write_id by)
    {
        auto made = on;
        made.value = std::move(value);
        made.base = on.write;
        made.write = by;
        made.order.reset();
        return made;
    }

    static record erase(const record& on, write_id by)
    {
        auto made = edit(on, "null", by);
        made.deleted = true;
        return made;
    }

    /// What the server has of the record once it is pushed.
    push_verdict push_one(const session_id& in, const record& pushed)
    {
        const auto answer = push(in, {pushed});
        EXPECT_TRUE(answer) << answer.error().message();
        return answer->verdicts.at(0);
    }

    /// Every record of the owner by its key, page by page.
    std::map<record_key, record> everything()
    {
        const auto session = *begin("reader", ++reads_);
        std::map<record_key, record> found;
        std::optional<cursor> from;
        do {
            const auto page = pull(session, from).value();
            for (const auto& each : page.records) found.emplace(each.key, each);
            from = page.next;
        } while (from);
        return found;
    }

    texts live_values()
    {
        texts found;
        for (const auto& [key, version] : everything()) {
            if (!version.deleted) found.push_back(version.value);
        }
        std::ranges::sort(found);
        return found;
    }

private:
    std::uint64_t reads_ = 0;
};

TEST_F(HardenedServer, RefusesABeginWithoutANumber)
{
    EXPECT_EQ(begin("phone").error(), sync_errc::malformed);
}

TEST_F(HardenedServer, GivesTheSameReplyToTheSameBegin)
{
    const begin_request asked{.device = named<device_id>("phone"), .number = begin_number{1}};

    const auto first = ask<begin_reply>(asked);
    now += std::chrono::seconds{5};
    EXPECT_EQ(ask<begin_reply>(asked).value(), first.value());
}

TEST_F(HardenedServer, RefusesABeginOlderThanOneItHasSeen)
{
    (void)begin("phone", 2);

    EXPECT_EQ(begin("phone", 1).error(), sync_errc::stale_begin);
}

TEST_F(HardenedServer, EndsASessionWithTheDevicesNext)
{
    const auto first = *begin("phone", 1);
    (void)begin("laptop", 7);
    EXPECT_TRUE(pull(first));

    (void)begin("phone", 2);
    EXPECT_EQ(pull(first).error(), sync_errc::session_superseded);
}

TEST_F(HardenedServer, AnswersACompleteAgain)
{
    const auto session = *begin("phone", 1);
    const auto first = complete(session);

    EXPECT_EQ(complete(session).value(), first.value());
}

TEST_F(HardenedServer, TakesNoWorkAfterComplete)
{
    const auto session = *begin("phone", 1);
    (void)complete(session);

    EXPECT_EQ(push(session, {create("a", "1", write(1))}).error(), sync_errc::session_closed);
    EXPECT_EQ(pull(session).error(), sync_errc::session_closed);
}

TEST_F(HardenedServer, StoresARepeatedCreateOnce)
{
    const auto session = *begin("phone", 1);
    const auto first = push_one(session, create("local", "1", write(1)));
    const auto again = push_one(session, create("local", "1", write(1)));

    EXPECT_EQ(again, first);
    EXPECT_EQ(live_values(), texts{"1"});
}

// The reply to the create is lost, and the user has edited the record before the next push.
TEST_F(HardenedServer, TakesACreateThatWasEditedMeanwhileForTheSameRecord)
{
    const auto session = *begin("phone", 1);
    const auto lost = push_one(session, create("local", "1", write(1)));
    auto edited = create("local", "2", write(2));
    edited.create_write = write(1);
    edited.supersedes = {write(1)};
    const auto seen = push_one(session, edited);

    EXPECT_EQ(seen.current->key, lost.current->key);
    EXPECT_EQ(seen.what, verdict::stored);
    EXPECT_EQ(live_values(), texts{"2"});
}

TEST_F(HardenedServer, DoesNotTakeALateCopyOfAReplacedWriteForANewOne)
{
    const auto session = *begin("phone", 1);
    auto edited = create("local", "2", write(2));
    edited.create_write = write(1);
    edited.supersedes = {write(1)};
    (void)push_one(session, edited);
    const auto late = push_one(session, create("local", "1", write(1)));

    EXPECT_EQ(late.current->value, "2");
    EXPECT_EQ(live_values(), texts{"2"});
}

TEST_F(HardenedServer, StoresAnEditOfTheCurrentVersion)
{
    const auto session = *begin("phone", 1);
    const auto made = *push_one(session, create("local", "1", write(9))).current;
    const auto seen = push_one(session, edit(made, "2", write(2)));

    EXPECT_EQ(seen.what, verdict::stored);
    EXPECT_EQ(seen.current->value, "2");
    EXPECT_LT(*made.order, *seen.current->order);
}

// Two devices write on one base; in the other test body the other one arrives first. Winner, loser
// and the key of the loser's copy are the same either way.
class HardenedConflict : public HardenedServer, public testing::WithParamInterface<bool> {
protected:
    /// The verdicts on `a` and `b`, whichever of them arrives first.
    std::pair<push_verdict, push_verdict> meet(const record& a, const record& b)
    {
        const auto phone = *begin("phone", 2);
        const auto laptop = *begin("laptop", 2);
        if (GetParam()) {
            const auto first = push_one(phone, a);
            return {first, push_one(laptop, b)};
        }
        const auto first = push_one(laptop, b);
        return {push_one(phone, a), first};
    }

    record shared()
    {
        return *push_one(*begin("phone", 1), create("local", "0", write(1))).current;
    }
};

INSTANTIATE_TEST_SUITE_P(, HardenedConflict, testing::Bool(), [](const auto& order) {
    return order.param ? "PhoneFirst" : "LaptopFirst";
});

TEST_P(HardenedConflict, IsWonByTheSameWriteInEitherOrder)
{
    const auto base = shared();
    (void)meet(edit(base, "1", write(5)), edit(base, "2", write(4)));

    EXPECT_EQ(everything().at(base.key).value, "1");
}

TEST_P(HardenedConflict, KeepsTheLoserUnderTheSameKeyInEitherOrder)
{
    const auto base = shared();
    (void)meet(edit(base, "1", write(5)), edit(base, "2", write(4)));

    auto found = everything();
    found.erase(base.key);
    ASSERT_EQ(found.size(), 1U);
    const auto& copy = found.begin()->second;
    EXPECT_EQ(copy.key, key_of_kept_loser(owner, base.key, write(4)));
    EXPECT_EQ(copy.value, "2");
    EXPECT_EQ(copy.conflict_of, base.key);
}

TEST_P(HardenedConflict, LetsAnEditBeatADeleteInEitherOrder)
{
    const auto base = shared();
    (void)meet(erase(base, write(5)), edit(base, "2", write(4)));

    EXPECT_EQ(live_values(), texts{"2"});
    EXPECT_EQ(everything().size(), 1U);
}

TEST_P(HardenedConflict, LeavesOneTombstoneOfTwoDeletes)
{
    const auto base = shared();
    (void)meet(erase(base, write(5)), erase(base, write(4)));

    EXPECT_EQ(live_values(), texts{});
    EXPECT_EQ(everything().size(), 1U);
}

TEST_P(HardenedConflict, IsToldAgainAsItWasToldFirst)
{
    const auto base = shared();
    const auto loser = edit(base, "2", write(4));
    const auto told = meet(edit(base, "1", write(5)), loser).second;
    const auto again = push_one(*begin("laptop", 3), loser);

    EXPECT_EQ(again.what, told.what);
    EXPECT_EQ(everything().size(), 2U);
}

TEST_F(HardenedServer, GivesAVerdictForEachRecord)
{
    const auto session = *begin("phone", 1);
    auto unknown = create("nowhere", "2", write(2));
    unknown.is_pending = false;
    const auto huge = create("b", '"' + std::string(70'000, 'x') + '"', write(3));
    const auto nameless = create("c", "4", write(4));
    auto unnamed = nameless;
    unnamed.create_write.reset();
    const auto answer = push(session, {create("a", "1", write(1)), unknown, huge, unnamed}).value();

    ASSERT_EQ(answer.verdicts.size(), 4U);
    EXPECT_EQ(answer.verdicts[0].what, verdict::stored);
    EXPECT_EQ(answer.verdicts[1].reason, sync_errc::no_such_record);
    EXPECT_EQ(answer.verdicts[2].reason, sync_errc::too_large);
    EXPECT_EQ(answer.verdicts[3].reason, sync_errc::malformed);
    EXPECT_EQ(live_values(), texts{"1"});
}

TEST_F(HardenedServer, RefusesAPushOfTooManyRecords)
{
    const auto session = *begin("phone", 1);
    std::vector<record> records;
    for (std::uint64_t i = 1; i <= 6; ++i) {
        records.push_back(create("local-" + std::to_string(i), "1", write(i)));
    }

    EXPECT_EQ(push(session, records).error(), sync_errc::too_large);
    records.pop_back();
    EXPECT_TRUE(push(session, records));
}

/// Five records, pulled three to a page.
class HardenedPages : public HardenedServer {
protected:
    HardenedPages()
    {
        const auto session = *begin("phone", 1);
        for (std::uint64_t i = 1; i <= 5; ++i) {
            (void)push_one(
                session, create("local-" + std::to_string(i), std::to_string(i), write(i)));
        }
    }
};

TEST_F(HardenedPages, FollowEachOtherWithoutAGap)
{
    const auto session = *begin("laptop", 1);
    const auto first = *pull(session);
    const auto second = *pull(session, first.next);

    EXPECT_EQ(values(first.records), (texts{"1", "2", "3"}));
    EXPECT_EQ(values(second.records), (texts{"4", "5"}));
    EXPECT_EQ(second.next, std::nullopt);
}

TEST_F(HardenedPages, EndWhereTheFirstOneSaid)
{
    const auto session = *begin("laptop", 1);
    const auto first = *pull(session);
    (void)push_one(*begin("phone", 2), create("late", "6", write(6)));
    const auto second = *pull(session, first.next);

    EXPECT_EQ(values(second.records), (texts{"4", "5"}));
    EXPECT_EQ(second.max_checkin, first.max_checkin);
}

TEST_F(HardenedPages, BringWhatIsBehindTheCursor)
{
    const auto session = *begin("laptop", 1);
    const auto upper = *pull(session)->max_checkin;
    (void)push_one(*begin("phone", 2), create("late", "6", write(6)));
    const auto next = *pull(*begin("laptop", 2), cursor{.at = upper, .key = {}});

    EXPECT_EQ(values(next.records), texts{"6"});
}

TEST_F(HardenedServer, TellsTheLocalIdToItsCreatorOnlyAndUntilItConfirms)
{
    const auto phone = *begin("phone", 1);
    (void)push_one(phone, create("local", "1", write(1)));
    EXPECT_EQ(pull(phone)->records.at(0).local, named<local_id>("local"));
    EXPECT_EQ(pull(*begin("laptop", 1))->records.at(0).local, std::nullopt);

    (void)complete(phone, {}, {named<local_id>("local")});
    EXPECT_EQ(pull(*begin("phone", 2))->records.at(0).local, std::nullopt);
}

TEST_F(HardenedServer, KeepsMembersItDoesNotKnow)
{
    auto made = create("local", "1", write(1));
    made.unknown = R"({"color":"red"})";
    (void)push_one(*begin("phone", 1), made);

    EXPECT_EQ(everything().begin()->second.unknown, R"({"color":"red"})");
}

// --- Other answers ------------------------------------------------------------------------------

/// A conversation under a variant of the test's own making.
class speaker final : public Conversation {
public:
    using Conversation::ask;
    using Conversation::begin;
    using Conversation::complete;
    using Conversation::now;
    using Conversation::pull;
    using Conversation::push;
    using Conversation::receive;

    explicit speaker(variant of, std::size_t page_limit = 100)
        : Conversation({.variant = std::move(of), .page_limit = page_limit, .draw_key = [this] {
                            return support::as_version_4({.high = ++drawn_, .low = 0});
                        }})
    {
    }
    void TestBody() override {}

private:
    std::uint64_t drawn_ = 0;
};

record create(std::string_view local, std::string value, std::uint64_t number)
{
    record made;
    made.key = named<record_key>(local);
    made.value = std::move(value);
    made.updated = made.created = device_at(std::chrono::seconds{0});
    made.is_pending = true;
    made.write = made.create_write = write(number);
    return made;
}

record edit(const record& base, std::string value, std::uint64_t number)
{
    record made = base;
    made.value = std::move(value);
    made.base = base.write;
    made.write = write(number);
    made.order.reset();
    return made;
}

template <class Change>
variant but(const variant& preset, Change change)
{
    auto made = preset;
    change(made);
    return made;
}

TEST(ServerStamps, AreGivenOutOnArrivalAndMayBeOlderThanWhatIsVisible)
{
    speaker server{
        but(hardened(), [](variant& v) { v.stamp = answer::stamp::server_clock_at_arrival; })};
    const auto phone = *server.begin("phone", 1);
    const auto laptop = *server.begin("laptop", 1);
    const auto slow = server.receive(phone, {create("a", "1", 1)});
    server.now += std::chrono::seconds{2};
    const auto second = server.push(laptop, {create("b", "2", 2)})->verdicts.front().current;
    const auto first = slow()->verdicts.front().current;

    EXPECT_LT(*first->order, *second->order);
    EXPECT_EQ(*first->order, stamp::by_server_clock(server_time{post_time}));
}

TEST(ServerStamps, CountAsAllocatedBeforeTheyAreCommitted)
{
    speaker server{but(hardened(), [](variant& v) {
        v.stamp = answer::stamp::server_clock_at_arrival;
        v.window_upper = answer::window_upper::largest_allocated_at_begin;
    })};
    const auto phone = *server.begin("phone", 1);
    const auto waiting = server.receive(phone, {create("a", "1", 1)});
    const begin_request asked{.device = named<device_id>("laptop"), .number = begin_number{1}};

    EXPECT_EQ(
        server.ask<begin_reply>(asked)->max_checkin,
        stamp::by_server_clock(server_time{post_time}));
    EXPECT_TRUE(waiting());
}

TEST(ServerStamps, StandStillWithTheClockOrGoOnAboveIt)
{
    for (const auto by :
         {answer::stamp::server_clock_in_commit, answer::stamp::hybrid_logical_clock}) {
        speaker server{but(hardened(), [by](variant& v) { v.stamp = by; })};
        const auto phone = *server.begin("phone", 1);
        const auto first = server.push(phone, {create("a", "1", 1)})->verdicts.front().current;
        server.now -= std::chrono::seconds{60};
        const auto second = server.push(phone, {create("b", "2", 2)})->verdicts.front().current;

        const bool goes_back = *second->order < *first->order;
        EXPECT_EQ(goes_back, by == answer::stamp::server_clock_in_commit);
    }
}

/// Two pushes of one create under as-written with this way of knowing it again, the second one by
/// that device, later and with another body; what the server then has.
texts pushed_twice(answer::create_identity by, answer::repeated_create body, std::string_view other)
{
    speaker server{but(as_written(), [&](variant& v) {
        v.create_identity = by;
        v.repeated_create = body;
    })};
    auto again = create("local", "2", 2);
    again.updated = device_at(std::chrono::seconds{5});
    server.now += std::chrono::seconds{60};
    (void)server.push(*server.begin("phone"), {create("local", "1", 1)});
    const auto session = *server.begin(other);
    (void)server.push(session, {again});
    return values(server.pull(session)->records);
}

TEST(RepeatedCreate, IsKnownByItsLocalIdOfThatDeviceOrOfAny)
{
    using by = answer::create_identity;
    constexpr auto ignored = answer::repeated_create::ignore_body;

    EXPECT_EQ(pushed_twice(by::never, ignored, "phone"), (texts{"1", "2"}));
    EXPECT_EQ(pushed_twice(by::same_local_id_of_device, ignored, "phone"), texts{"1"});
    EXPECT_EQ(pushed_twice(by::same_local_id_of_device, ignored, "laptop"), (texts{"1", "2"}));
    EXPECT_EQ(pushed_twice(by::same_local_id_any_device, ignored, "laptop"), texts{"1"});
}

TEST(RepeatedCreate, IsAnEditWhereALaterRevisionCounts)
{
    EXPECT_EQ(
        pushed_twice(
            answer::create_identity::same_local_id_of_device,
            answer::repeated_create::update_if_newer_revision,
            "phone"),
        texts{"2"});
}

TEST(ServerKeys, AreDrawnWhereTheyAreRandom)
{
    speaker server{
        but(as_written(), [](variant& v) { v.server_key = answer::server_key::random; })};
    const auto session = *server.begin("phone");
    (void)server.push(session, {create("a", "1", 1), create("b", "2", 2)});
    server.now += std::chrono::seconds{60};
    const auto seen = server.pull(session)->records;

    ASSERT_EQ(seen.size(), 2U);
    EXPECT_NE(seen[0].key, seen[1].key);
    EXPECT_TRUE(support::parse_uuid(seen[0].key.value().view()));
}

/// An edit by each of two devices on one base, the greater write id first; the current value.
std::string after_conflict(answer::conflict by, int second_of_later)
{
    speaker server{but(hardened(), [by](variant& v) { v.conflict = by; })};
    const auto phone = *server.begin("phone", 1);
    const auto base =
        *server.push(phone, {create("local", R"({"a":0,"b":0})", 1)})->verdicts.front().current;
    auto first = edit(base, R"({"a":1,"b":0})", 9);
    auto later = edit(base, R"({"a":0,"b":2})", 5);
    first.base_value = later.base_value = base.value;
    later.updated = device_at(std::chrono::seconds{second_of_later});
    (void)server.push(phone, {first});
    const auto said = server.push(*server.begin("laptop", 1), {later})->verdicts.front();
    return said.current->value;
}

TEST(ServerConflict, EndsAsTheRuleSays)
{
    using by = answer::conflict;
    const std::string first = R"({"a":1,"b":0})";
    const std::string later = R"({"a":0,"b":2})";

    EXPECT_EQ(after_conflict(by::last_arrival, 1), later);
    EXPECT_EQ(after_conflict(by::client_wins, 1), later);
    EXPECT_EQ(after_conflict(by::server_wins, 1), first);
    EXPECT_EQ(after_conflict(by::newest_updated, 1), later);
    EXPECT_EQ(after_conflict(by::newest_updated, -1), first);
    EXPECT_EQ(after_conflict(by::merge_fields, 1), R"({"a":1,"b":2})");
    EXPECT_EQ(after_conflict(by::keep_both, 1), first);
}

// Nobody says what an edit was made on, so an older time loses even to what it has seen.
TEST(ServerConflict, OfTheNewestNeedsNoBase)
{
    speaker server{
        but(as_written(), [](variant& v) { v.conflict = answer::conflict::newest_updated; })};
    const auto session = *server.begin("phone");
    auto fast = create("local", "1", 1);
    fast.updated = device_at(std::chrono::hours{1});
    (void)server.push(session, {fast});
    auto later = create("1", "2", 2);
    later.is_pending = false;
    (void)server.push(session, {later});

    EXPECT_EQ(values(server.pull(session)->records), texts{"1"});
}

/// Whether a pull of the laptop's, or of the phone's second session, still brings the local id.
struct local_id_seen {
    bool in_first_pull;
    bool in_next_pull;
};

local_id_seen local_id_under(answer::local_id when, bool completes)
{
    speaker server{but(as_written(), [when](variant& v) { v.local_id = when; })};
    server.now += std::chrono::seconds{60};
    const auto first = *server.begin("phone");
    (void)server.push(first, {create("local", "1", 1)});
    const auto seen = server.pull(first)->records;
    if (completes) (void)server.complete(first);
    const auto again = server.pull(*server.begin("phone"))->records;
    return {seen.front().local.has_value(), again.front().local.has_value()};
}

TEST(ServerLocalId, GoesWithTheFirstPullOrTheCompleteOrStays)
{
    using when = answer::local_id;

    EXPECT_TRUE(local_id_under(when::when_first_sent, false).in_first_pull);
    EXPECT_FALSE(local_id_under(when::when_first_sent, false).in_next_pull);
    EXPECT_TRUE(local_id_under(when::at_complete, false).in_next_pull);
    EXPECT_FALSE(local_id_under(when::at_complete, true).in_next_pull);
    EXPECT_TRUE(local_id_under(when::never, true).in_next_pull);
}

// Once the local id is confirmed, a late copy of the create meets what has followed it.
TEST(ServerMemory, GoesWithTheLocalIdWhereThatIsTheAnswer)
{
    for (const auto how :
         {answer::identity_memory::with_local_id, answer::identity_memory::never}) {
        speaker server{but(hardened(), [how](variant& v) { v.identity_memory = how; })};
        const auto first = *server.begin("phone", 1);
        const auto made = *server.push(first, {create("local", "1", 1)})->verdicts.front().current;
        (void)server.complete(first, {}, {named<local_id>("local")});
        const auto second = *server.begin("phone", 2);
        (void)server.push(second, {edit(made, "2", 2)});

        const auto late = server.push(second, {create("local", "1", 1)})->verdicts.front();

        const bool remembers = how == answer::identity_memory::never;
        EXPECT_EQ(late.what == push_verdict::kind::stored, remembers);
    }
}

TEST(ServerSession, IsSupersededWithoutNumbers)
{
    speaker server{but(as_written(), [](variant& v) { v.session = answer::session::supersedes; })};
    const auto first = *server.begin("phone");
    (void)server.begin("phone");

    EXPECT_EQ(server.pull(first).error(), sync_errc::session_superseded);
}

TEST(ServerPages, AreCountedUnderOffset)
{
    speaker server{but(hardened(), [](variant& v) { v.paging = answer::paging::offset; }), 2};
    const auto session = *server.begin("phone", 1);
    (void)server.push(session, {create("a", "1", 1), create("b", "2", 2), create("c", "3", 3)});
    const auto first = *server.pull(session);
    EXPECT_EQ(values(first.records), (texts{"1", "2"}));
    EXPECT_EQ(first.next, std::nullopt);
    EXPECT_EQ(first.next_offset, 2U);

    const auto last = server.ask<pull_reply>(
        pull_request{.session = session, .after = {}, .offset = first.next_offset});
    EXPECT_EQ(values(last->records), texts{"3"});
    EXPECT_TRUE(is_last_page(*last));
}

TEST(ServerPages, RefuseAnOffsetWhereTheyAreNotCounted)
{
    speaker server{hardened()};
    const auto session = *server.begin("phone", 1);

    EXPECT_EQ(
        server.ask<pull_reply>(pull_request{.session = session, .after = {}, .offset = 1}).error(),
        sync_errc::malformed);
}

}  // namespace
}  // namespace syncsim::reference_server
