#include "reference_client/session.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "protocol/digest.hpp"
#include "protocol/support/transaction.hpp"
#include "reference_client/notebook.hpp"
#include "reference_client/sqlite_store.hpp"

/// What a session does by itself: its calls, their order and repetition, and what it makes of each
/// reply. That client and server converge is sim/session_end_to_end_test.cpp.
namespace syncsim::reference_client {
namespace {

using namespace std::chrono_literals;
using namespace protocol;
using boost::asio::awaitable;

/// Ids that count up, no chance, and waits that are noted and over at once.
class patient_host final : public host {
public:
    device_time now() override { return device_time{1'000'000us}; }
    support::uuid draw_uuid() override { return {.high = 0, .low = ++drawn_}; }
    duration draw_up_to(duration most) override { return most / 2; }
    awaitable<void> wait(duration how_long) override
    {
        waits.push_back(how_long);
        co_return;
    }

    std::vector<duration> waits;

private:
    std::uint64_t drawn_ = 0;
};

const session_id the_session{support::short_text{"session"}};

template <class Reply>
reply with_digest(Reply answer)
{
    answer.digest = digest_of(answer);
    return answer;
}

/// The server's version of a pushed record: under a key that begins with "server-".
record stored(record pushed)
{
    const auto key = "server-" + pushed.key.value().str();
    pushed.key = record_key{support::short_text{key}};
    pushed.is_pending = false;
    pushed.base.reset();
    pushed.supersedes.clear();
    pushed.order = stamp::by_sequence(1);
    return pushed;
}

/// Takes every push, and has nothing to pull.
reply obliging_reply(const request& asked)
{
    switch (step_of(asked)) {
    case step::begin:
        return with_digest(
            begin_reply{.session = the_session, .last_sync = {}, .max_checkin = {}, .digest = {}});
    case step::push: {
        push_reply answer;
        for (const auto& each : std::get<push_request>(asked).records) {
            answer.verdicts.push_back(
                {.pushed_as = each.key,
                 .write = each.write,
                 .current = stored(each),
                 .reason = {}});
        }
        return with_digest(std::move(answer));
    }
    case step::pull:
        return with_digest(pull_reply{
            .records = {}, .max_checkin = stamp::by_sequence(9), .next = {}, .digest = {}});
    case step::complete: break;
    }
    return with_digest(complete_reply{});
}

/// Answers as the test says, and notes what it was asked.
class scripted_server final : public channel {
public:
    awaitable<result<reply>> call(request message) override
    {
        asked.push_back(message);
        co_return answer(message);
    }

    std::vector<step> steps() const
    {
        std::vector<step> seen(asked.size());
        std::ranges::transform(
            asked, seen.begin(), [](const request& each) { return step_of(each); });
        return seen;
    }

    template <class Request>
    std::vector<Request> asked_of() const
    {
        std::vector<Request> seen;
        for (const auto& each : asked) {
            if (const auto* const one = std::get_if<Request>(&each)) seen.push_back(*one);
        }
        return seen;
    }

    std::function<result<reply>(const request&)> answer = obliging_reply;
    std::vector<request> asked;
};

class Session : public testing::Test {
protected:
    explicit Session(variant of = hardened())
        : variant_(std::move(of)),
          store_(open_sqlite_store(
                     {.file = ":memory:"},
                     variant_,
                     device_id{support::short_text{"phone"}})
                     .value()),
          notes(variant_, *store_, phone)
    {
    }

    result<sync_summary> sync(std::size_t push_limit = 500, std::size_t push_bytes_max = 500'000)
    {
        boost::asio::io_context context;
        result<sync_summary> outcome = sync_errc::internal;
        boost::asio::co_spawn(
            context,
            sync_once(
                {.variant = variant_,
                 .store = *store_,
                 .server = server,
                 .device = phone,
                 .push_limit = push_limit,
                 .push_bytes_max = push_bytes_max}),
            [&](const std::exception_ptr& thrown, result<sync_summary> ended) {
                if (thrown) std::rethrow_exception(thrown);
                outcome = std::move(ended);
            });
        context.run();
        return outcome;
    }

    void create(int how_many)
    {
        for (int i = 0; i < how_many; ++i) (void)notes.create(std::to_string(i)).value();
    }

    device_state device()
    {
        return support::in_transaction(*store_, [&] { return store_->device(); }).value();
    }

    std::size_t unconfirmed()
    {
        return support::in_transaction(*store_, [&] { return store_->unconfirmed(); })->size();
    }

    scripted_server server;
    patient_host phone;

private:
    variant variant_;
    std::unique_ptr<local_store> store_;

protected:
    notebook notes;
};

using steps = std::vector<step>;

TEST_F(Session, CallsInTheOrderOfTheProtocol)
{
    create(1);

    EXPECT_EQ(sync().value(), (sync_summary{.pushed = 1, .pulled = 0}));
    EXPECT_EQ(server.steps(), (steps{step::begin, step::push, step::pull, step::complete}));
}

TEST_F(Session, PushesNothingWhereThereIsNothingToSend)
{
    EXPECT_TRUE(sync());

    EXPECT_EQ(server.steps(), (steps{step::begin, step::pull, step::complete}));
}

TEST_F(Session, EndsAtTheFirstStepThatFails)
{
    create(1);
    for (const auto failing : all_steps) {
        server.asked.clear();
        server.answer = [&](const request& asked) -> result<reply> {
            if (step_of(asked) == failing) return sync_errc::session_expired;
            return obliging_reply(asked);
        };
        EXPECT_EQ(sync().error(), sync_errc::session_expired);

        EXPECT_EQ(server.steps().back(), failing);
        (void)notes.create("1");
    }
}

TEST_F(Session, NeverUsesABeginNumberTwice)
{
    server.answer = [](const request&) { return sync_errc::unauthorized; };
    for (int i = 0; i < 3; ++i) (void)sync();

    std::vector<std::uint64_t> numbers;
    for (const auto& each : server.asked_of<begin_request>()) {
        numbers.push_back(each.number->value());
    }
    EXPECT_EQ(numbers, (std::vector<std::uint64_t>{1, 2, 3}));
}

TEST_F(Session, MakesTheSameCallAgainAfterAWait)
{
    server.answer = [&](const request& asked) -> result<reply> {
        if (server.asked.size() <= 2) return sync_errc::timed_out;
        return obliging_reply(asked);
    };
    EXPECT_TRUE(sync());

    EXPECT_EQ(server.asked[1], server.asked[0]);
    EXPECT_EQ(server.asked[2], server.asked[0]);
    EXPECT_EQ(phone.waits, (std::vector<duration>{750ms, 1500ms}));
}

TEST_F(Session, GivesUpAfterFourFailures)
{
    server.answer = [](const request&) { return sync_errc::unavailable; };

    EXPECT_EQ(sync().error(), sync_errc::unavailable);
    EXPECT_EQ(server.asked.size(), 4U);
}

TEST_F(Session, TakesNoReplyThatDoesNotMatchItsDigest)
{
    server.answer = [](const request& asked) -> result<reply> {
        auto answer = obliging_reply(asked);
        if (auto* const page = std::get_if<pull_reply>(&answer)) page->digest = reply_digest{1};
        return answer;
    };

    EXPECT_EQ(sync().error(), sync_errc::bad_reply);
    EXPECT_EQ(device().last_sync, std::nullopt);
}

TEST_F(Session, TakesNoReplyOfAnotherStep)
{
    server.answer = [](const request&) -> result<reply> { return with_digest(complete_reply{}); };

    EXPECT_EQ(sync().error(), sync_errc::bad_reply);
}

TEST_F(Session, WantsAVerdictForEachRecord)
{
    create(2);
    server.answer = [](const request& asked) -> result<reply> {
        auto answer = obliging_reply(asked);
        if (auto* const push = std::get_if<push_reply>(&answer)) {
            push->verdicts.pop_back();
            push->digest = digest_of(*push);
        }
        return answer;
    };

    EXPECT_EQ(sync().error(), sync_errc::bad_reply);
}

std::vector<std::size_t> batches(const scripted_server& server)
{
    std::vector<std::size_t> sizes;
    for (const auto& each : server.asked_of<push_request>()) sizes.push_back(each.records.size());
    return sizes;
}

TEST_F(Session, CutsAPushByItsRecords)
{
    create(5);

    EXPECT_EQ(sync(2)->pushed, 5U);
    EXPECT_EQ(batches(server), (std::vector<std::size_t>{2, 2, 1}));
}

// Two records of 4,000 bytes and what stands around them fit into 12,000; a third does not. A
// record that is too large by itself is left for the server to judge.
TEST_F(Session, CutsAPushByItsBytes)
{
    for (const std::size_t bytes : {4'000U, 4'000U, 4'000U, 20'000U, 4'000U}) {
        (void)notes.create('"' + std::string(bytes, 'x') + '"');
    }

    EXPECT_TRUE(sync(500, 12'000));
    EXPECT_EQ(batches(server), (std::vector<std::size_t>{2, 1, 1, 1}));
}

TEST_F(Session, SwapsTheKeysOfWhatItPushed)
{
    const auto key = notes.create("1").value();
    EXPECT_TRUE(sync());

    const auto rows = notes.list().value();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].shown.key.value().view(), "server-" + key.value().str());
    EXPECT_FALSE(rows[0].unsent);
}

TEST_F(Session, ConfirmsTheKeysItSwapped)
{
    create(3);
    EXPECT_TRUE(sync());

    EXPECT_EQ(server.asked_of<complete_request>().at(0).confirmed.size(), 3U);
    EXPECT_EQ(unconfirmed(), 0U);
}

TEST_F(Session, LeavesToTheNextWhatDoesNotFitIntoAComplete)
{
    create(3);
    EXPECT_TRUE(sync(2));
    EXPECT_EQ(server.asked_of<complete_request>().at(0).confirmed.size(), 2U);
    EXPECT_EQ(unconfirmed(), 1U);

    EXPECT_TRUE(sync(2));
    EXPECT_EQ(unconfirmed(), 0U);
}

// The user edits while the push is on the wire: its verdict is about the write before.
TEST_F(Session, LeavesAnEditDuringThePushUnsent)
{
    const auto key = notes.create("1").value();
    server.answer = [&](const request& asked) -> result<reply> {
        if (step_of(asked) == step::push) (void)notes.edit(key, "2");
        return obliging_reply(asked);
    };
    EXPECT_TRUE(sync());

    const auto row = notes.list()->at(0);
    EXPECT_EQ(row.shown.value, "2");
    EXPECT_TRUE(row.unsent);
    EXPECT_FALSE(row.shown.is_pending);
    EXPECT_EQ(row.shown.base, server.asked_of<push_request>().at(0).records.at(0).write);
}

TEST_F(Session, KeepsARefusedRecordWithTheReason)
{
    create(1);
    server.answer = [](const request& asked) -> result<reply> {
        auto answer = obliging_reply(asked);
        if (auto* const push = std::get_if<push_reply>(&answer)) {
            auto& verdict = push->verdicts.at(0);
            verdict.what = push_verdict::kind::refused;
            verdict.current.reset();
            verdict.reason = sync_errc::too_large;
            push->digest = digest_of(*push);
        }
        return answer;
    };
    EXPECT_TRUE(sync());

    EXPECT_EQ(notes.list()->at(0).refused, sync_errc::too_large);
    EXPECT_FALSE(notes.list()->at(0).unsent);
}

/// A version of the server's, written by somebody else.
record foreign(std::string_view key, std::string value, std::int64_t place)
{
    record made;
    made.key = record_key{support::short_text{key}};
    made.value = std::move(value);
    made.write = made.create_write =
        write_id{{.high = 7, .low = static_cast<std::uint64_t>(place)}};
    made.order = stamp::by_sequence(place);
    return made;
}

/// Two pages: "a" and then "b".
result<reply> answer_in_pages(const request& asked)
{
    const auto* const pull = std::get_if<pull_request>(&asked);
    if (pull == nullptr) return obliging_reply(asked);
    const cursor middle{.at = stamp::by_sequence(1), .key = record_key{support::short_text{"a"}}};
    pull_reply page{.records = {}, .max_checkin = stamp::by_sequence(2), .next = {}, .digest = {}};
    if (pull->after == middle) {
        page.records.push_back(foreign("b", "2", 2));
    } else {
        page.records.push_back(foreign("a", "1", 1));
        page.next = middle;
    }
    return with_digest(std::move(page));
}

TEST_F(Session, MovesItsCursorWithTheLastPage)
{
    server.answer = answer_in_pages;
    EXPECT_EQ(sync()->pulled, 2U);

    EXPECT_EQ(device().last_sync, (cursor{.at = stamp::by_sequence(2), .key = {}}));
}

TEST_F(Session, LeavesItsCursorWhereAPageIsMissing)
{
    server.answer = [&](const request& asked) -> result<reply> {
        if (server.asked_of<pull_request>().size() == 2) return sync_errc::session_expired;
        return answer_in_pages(asked);
    };
    EXPECT_FALSE(sync());

    EXPECT_EQ(device().last_sync, std::nullopt);
    EXPECT_EQ(notes.list()->size(), 1U);
}

// The pull brings another's version of a record that the user edits after the push.
TEST_F(Session, ParksAVersionBesideUnsentWork)
{
    server.answer = answer_in_pages;
    EXPECT_TRUE(sync());
    const record_key a{support::short_text{"a"}};
    server.answer = [&](const request& asked) -> result<reply> {
        if (step_of(asked) != step::pull) return obliging_reply(asked);
        EXPECT_TRUE(notes.edit(a, "3"));
        return with_digest(pull_reply{
            .records = {foreign("a", "4", 5)},
            .max_checkin = stamp::by_sequence(5),
            .next = {},
            .digest = {}});
    };
    EXPECT_TRUE(sync());

    const auto row = notes.list()->at(0);
    EXPECT_EQ(row.shown.value, "3");
    EXPECT_TRUE(row.unsent);
    ASSERT_TRUE(row.parked);
    EXPECT_EQ(row.parked->value, "4");
}

TEST_F(Session, AppliesNoOlderVersionOverANewerOne)
{
    server.answer = answer_in_pages;
    EXPECT_TRUE(sync());
    server.answer = [&](const request& asked) -> result<reply> {
        if (step_of(asked) != step::pull) return obliging_reply(asked);
        return with_digest(pull_reply{
            .records = {foreign("b", "old", 1)},
            .max_checkin = stamp::by_sequence(2),
            .next = {},
            .digest = {}});
    };
    EXPECT_TRUE(sync());

    EXPECT_EQ(notes.list()->at(1).shown.value, "2");
}

/// Answers a pull with this page of records, up to the place of the last one.
auto pulls(std::vector<record> records)
{
    return [records = std::move(records)](const request& asked) -> result<reply> {
        if (step_of(asked) != step::pull) return obliging_reply(asked);
        return with_digest(pull_reply{
            .records = records,
            .max_checkin = records.back().order,
            .next = {},
            .next_offset = {},
            .digest = {}});
    };
}

// The reply of an older session comes after a newer one has applied the delete.
TEST_F(Session, AddsNothingThatStandsBeforeItsCursor)
{
    auto gone = foreign("a", "null", 5);
    gone.deleted = true;
    server.answer = pulls({foreign("a", "1", 1), foreign("b", "2", 6)});
    EXPECT_TRUE(sync());
    server.answer = pulls({gone, foreign("c", "3", 7)});
    EXPECT_TRUE(sync());

    server.answer = pulls({foreign("a", "1", 1)});
    EXPECT_TRUE(sync());

    EXPECT_EQ(notes.list()->size(), 2U);
    EXPECT_EQ(device().last_sync->at, stamp::by_sequence(7));
}

TEST_F(Session, RefusesAPageWithoutTheStampsThatItNeeds)
{
    auto unstamped = foreign("a", "1", 1);
    unstamped.order.reset();
    server.answer = [&](const request& asked) -> result<reply> {
        if (step_of(asked) != step::pull) return obliging_reply(asked);
        return with_digest(pull_reply{
            .records = {unstamped},
            .max_checkin = stamp::by_sequence(1),
            .next = {},
            .next_offset = {},
            .digest = {}});
    };

    EXPECT_EQ(sync().error(), sync_errc::bad_reply);
    EXPECT_TRUE(notes.list()->empty());
}

// --- Other answers ------------------------------------------------------------------------------

/// A device under hardened with one answer changed.
class device_with final : public Session {
public:
    using Session::device;
    using Session::notes;
    using Session::server;
    using Session::sync;

    template <class Change>
    explicit device_with(Change change) : Session(changed(change))
    {
    }
    void TestBody() override {}

    /// The user edits the record while its page is on the wire.
    void edit_during_pull(
        const record_key& key,
        const std::function<result<reply>(const request&)>& then)
    {
        server.answer = [this, key, then](const request& asked) {
            if (step_of(asked) != step::pull) return then(asked);
            EXPECT_TRUE(notes.edit(key, "mine"));
            return then(asked);
        };
    }

private:
    template <class Change>
    static variant changed(Change change)
    {
        auto made = hardened();
        change(made);
        return made;
    }
};

const record_key key_a{support::short_text{"a"}};

TEST(PendingOverPull, IsReplacedOrKeptOrParked)
{
    using over = answer::pending_over_pull;
    for (const auto what : {over::overwrite, over::skip, over::park}) {
        device_with phone{[what](variant& v) { v.pending_over_pull = what; }};
        phone.server.answer = pulls({foreign("a", "1", 1)});
        EXPECT_TRUE(phone.sync());
        phone.edit_during_pull(key_a, pulls({foreign("a", "theirs", 2)}));
        EXPECT_TRUE(phone.sync());

        const auto row = phone.notes.list()->front();
        EXPECT_EQ(row.shown.value, what == over::overwrite ? "theirs" : "mine");
        EXPECT_EQ(row.unsent, what != over::overwrite);
        EXPECT_EQ(row.parked.has_value(), what == over::park);
    }
}

// What was thrown away is read again only where the cursor waits for what is applied.
TEST(CursorMovesTo, WhatWasAppliedAndNotWhatWasSkipped)
{
    using to = answer::cursor_moves_to;
    for (const auto where : {to::newest_received, to::newest_applied}) {
        device_with phone{[where](variant& v) {
            v.pending_over_pull = answer::pending_over_pull::skip;
            v.cursor_moves_to = where;
        }};
        phone.server.answer = pulls({foreign("a", "1", 1)});
        EXPECT_TRUE(phone.sync());
        phone.edit_during_pull(key_a, pulls({foreign("a", "theirs", 2)}));
        EXPECT_TRUE(phone.sync());

        const auto expected = where == to::newest_received ? 2 : 1;
        EXPECT_EQ(phone.device().last_sync->at, stamp::by_sequence(expected));
    }
}

TEST(CursorOrder, MovesItBeforeThePageWhereThatIsTheAnswer)
{
    device_with phone{[](variant& v) { v.cursor_order = answer::cursor_order::before_apply; }};
    phone.server.answer = pulls({foreign("a", "1", 3)});
    EXPECT_TRUE(phone.sync());

    EXPECT_EQ(phone.device().last_sync->at, stamp::by_sequence(3));
    EXPECT_EQ(phone.notes.list()->size(), 1U);
}

// An edit that was made during the session is cleared with the rest.
TEST(ClearPending, IsAllAtOnceWhenTheSessionHasGoneThrough)
{
    device_with phone{[](variant& v) { v.clear_pending = answer::clear_pending::when_session_ok; }};
    (void)phone.notes.create("1").value();
    phone.server.answer = [&](const request& asked) -> result<reply> {
        if (step_of(asked) == step::complete) return sync_errc::session_expired;
        return obliging_reply(asked);
    };
    EXPECT_FALSE(phone.sync());
    EXPECT_TRUE(phone.notes.list()->front().unsent);

    phone.server.answer = [&](const request& asked) -> result<reply> {
        if (step_of(asked) == step::complete) {
            (void)phone.notes.edit(phone.notes.list()->front().shown.key, "2");
        }
        return obliging_reply(asked);
    };
    EXPECT_TRUE(phone.sync());
    EXPECT_EQ(phone.notes.list()->front().shown.value, "2");
    EXPECT_FALSE(phone.notes.list()->front().unsent);
}

TEST(MergeFields, SendsTheValueThatTheUserSaw)
{
    device_with phone{[](variant& v) { v.conflict = answer::conflict::merge_fields; }};
    phone.server.answer = pulls({foreign("a", R"({"x":1})", 1)});
    EXPECT_TRUE(phone.sync());
    (void)phone.notes.edit(key_a, R"({"x":2})");
    (void)phone.notes.edit(key_a, R"({"x":3})");
    phone.server.answer = obliging_reply;
    EXPECT_TRUE(phone.sync());

    EXPECT_EQ(phone.server.asked_of<push_request>().back().records[0].base_value, R"({"x":1})");
}

TEST(OffsetPages, AreAskedForByTheirNumberFromOnePlace)
{
    device_with phone{[](variant& v) { v.paging = answer::paging::offset; }};
    phone.server.answer = [&](const request& asked) -> result<reply> {
        const auto* const pull = std::get_if<pull_request>(&asked);
        if (pull == nullptr) return obliging_reply(asked);
        pull_reply page{
            .records = {foreign("a", "1", 1)},
            .max_checkin = stamp::by_sequence(2),
            .next = {},
            .next_offset = 1,
            .digest = {}};
        if (pull->offset) {
            page.records = {foreign("b", "2", 2)};
            page.next_offset.reset();
        }
        return with_digest(std::move(page));
    };
    EXPECT_EQ(phone.sync()->pulled, 2U);

    const auto asked = phone.server.asked_of<pull_request>();
    ASSERT_EQ(asked.size(), 2U);
    EXPECT_EQ(asked[1].offset, 1U);
    EXPECT_EQ(asked[1].after, asked[0].after);
}

}  // namespace
}  // namespace syncsim::reference_client
