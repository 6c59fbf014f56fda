#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "protocol/codec.hpp"
#include "reference_client/notebook.hpp"
#include "reference_client/session.hpp"
#include "reference_client/sqlite_store.hpp"
#include "reference_server/server.hpp"
#include "reference_server/sqlite_store.hpp"

/// The reference client against the reference server, with nothing in between but a channel that
/// may lose replies: no simulator, no time, no chance.
namespace syncsim::sim {
namespace {

using boost::asio::awaitable;
using protocol::result;
using protocol::sync_errc;

/// The server in one process with its clients, reached through the text of its messages.
class direct_server {
public:
    explicit direct_server(const protocol::variant& of)
        : store_(reference_server::open_sqlite_store({.file = ":memory:"}, of).value()),
          server_({.variant = of, .page_limit = 2}, *store_)
    {
    }

    result<protocol::reply> handle(const protocol::request& message)
    {
        const auto which = step_of(message);
        const auto asked = decode_request(which, encode(message)).value();
        // A second after everything that the devices have written.
        const auto answer =
            server_.handle(owner_, asked, protocol::server_time{std::chrono::seconds{1}});
        if (!answer) return answer.error();
        return decode_reply(which, encode(*answer)).value();
    }

private:
    const protocol::owner_id owner_{support::short_text{"user"}};
    std::unique_ptr<reference_server::store> store_;
    reference_server::server server_;
};

/// Reaches the server always; loses the reply to one call, counted from 0.
class losing_channel final : public protocol::channel {
public:
    losing_channel(direct_server& to, std::size_t loses) : server_(to), loses_(loses) {}

    bool has_lost() const { return calls_ > loses_; }

    awaitable<result<protocol::reply>> call(protocol::request message) override
    {
        auto answer = server_.handle(message);
        if (calls_++ == loses_) co_return sync_errc::timed_out;
        co_return answer;
    }

private:
    direct_server& server_;
    std::size_t loses_;
    std::size_t calls_ = 0;
};

constexpr auto loses_none = static_cast<std::size_t>(-1);

/// A device whose ids begin with its own number.
class device final : private reference_client::host {
public:
    device(const protocol::variant& of, std::uint64_t number)
        : variant_(of),
          number_(number),
          store_(reference_client::open_sqlite_store(
                     {.file = ":memory:"},
                     of,
                     protocol::device_id{support::short_text{std::to_string(number)}})
                     .value()),
          notes(of, *store_, *this)
    {
    }

    result<void> sync(protocol::channel& over)
    {
        boost::asio::io_context context;
        result<void> outcome;
        boost::asio::co_spawn(
            context,
            reference_client::sync_once(
                {.variant = variant_, .store = *store_, .server = over, .device = *this}),
            [&](const std::exception_ptr& thrown,
                const result<reference_client::sync_summary>& ended) {
                if (thrown) std::rethrow_exception(thrown);
                if (!ended) outcome = ended.error();
            });
        context.run();
        return outcome;
    }

    result<void> sync(direct_server& with)
    {
        losing_channel whole{with, loses_none};
        return sync(whole);
    }

    /// "key value" of each record, with a mark on those with unsent work.
    std::vector<std::string> shown()
    {
        std::vector<std::string> lines;
        for (const auto& row : notes.list().value()) {
            lines.push_back(
                row.shown.key.value().str() + " " + row.shown.value +
                (row.unsent ? " unsent" : ""));
        }
        return lines;
    }

    std::vector<std::string> values()
    {
        std::vector<std::string> found;
        for (const auto& row : notes.list().value()) found.push_back(row.shown.value);
        std::ranges::sort(found);
        return found;
    }

    protocol::record_key key_of(std::string_view value)
    {
        const auto rows = notes.list().value();
        const auto found =
            std::ranges::find_if(rows, [&](const auto& row) { return row.shown.value == value; });
        return found->shown.key;
    }

private:
    protocol::device_time now() override { return protocol::device_time{}; }
    support::uuid draw_uuid() override { return {.high = number_, .low = ++drawn_}; }
    protocol::duration draw_up_to(protocol::duration) override { return {}; }
    awaitable<void> wait(protocol::duration) override { co_return; }

    const protocol::variant& variant_;
    std::uint64_t number_;
    std::uint64_t drawn_ = 0;
    std::unique_ptr<reference_client::local_store> store_;

public:
    reference_client::notebook notes;
};

using texts = std::vector<std::string>;

/// `hardened` without retries, so that a lost reply ends its session.
protocol::variant impatient()
{
    auto made = protocol::hardened();
    made.name = "impatient";
    made.retry = protocol::answer::retry::next_session;
    return made;
}

/// The work that a session has to bring over: a create, an edit, a delete and another's create,
/// and a pull of more than one page.
void prepare(device& phone, device& laptop, direct_server& server)
{
    for (const auto* const value : {"\"milk\"", "\"eggs\"", "\"tea\""}) {
        ASSERT_TRUE(phone.notes.create(value));
    }
    ASSERT_TRUE(phone.sync(server));
    ASSERT_TRUE(laptop.sync(server));
    for (const auto* const value : {"\"jam\"", "\"salt\""}) {
        ASSERT_TRUE(laptop.notes.create(value));
    }
    ASSERT_TRUE(laptop.notes.edit(laptop.key_of("\"tea\""), "\"green tea\""));
    ASSERT_TRUE(laptop.sync(server));

    ASSERT_TRUE(phone.notes.create("\"bread\""));
    ASSERT_TRUE(phone.notes.edit(phone.key_of("\"milk\""), "\"oat milk\""));
    ASSERT_TRUE(phone.notes.erase(phone.key_of("\"eggs\"")));
}

const texts whole_list{"\"bread\"", "\"green tea\"", "\"jam\"", "\"oat milk\"", "\"salt\""};

// Loses one reply per run, at a later call each time, until a run is too short to lose one.
// Whatever was lost, the next session leaves every record there once, on both devices.
TEST(HardenedSession, RecoversFromALostReplyAtAnyCall)
{
    const auto variant = impatient();
    for (std::size_t call = 0; call < 100; ++call) {
        SCOPED_TRACE(testing::Message() << "reply lost at call " << call);
        direct_server server{variant};
        device phone{variant, 1};
        device laptop{variant, 2};
        prepare(phone, laptop, server);

        losing_channel flaky{server, call};
        const auto first = phone.sync(flaky);
        EXPECT_EQ(first.has_value(), !flaky.has_lost());

        EXPECT_TRUE(phone.sync(server));
        EXPECT_TRUE(laptop.sync(server));
        EXPECT_EQ(phone.values(), whole_list);
        EXPECT_EQ(laptop.shown(), phone.shown());
        if (!flaky.has_lost()) return;
    }
    FAIL() << "the session never ran to its end";
}

// The same with an edit between the two sessions: a create on the wire turns into a create and an
// edit that the server may or may not have seen.
TEST(HardenedSession, RecoversFromALostReplyAndAnEditAfterIt)
{
    const auto variant = impatient();
    for (std::size_t call = 0; call < 100; ++call) {
        SCOPED_TRACE(testing::Message() << "reply lost at call " << call);
        direct_server server{variant};
        device phone{variant, 1};
        device laptop{variant, 2};
        prepare(phone, laptop, server);

        losing_channel flaky{server, call};
        (void)phone.sync(flaky);
        EXPECT_TRUE(phone.notes.edit(phone.key_of("\"bread\""), "\"rye\""));
        EXPECT_TRUE(phone.notes.edit(phone.key_of("\"oat milk\""), "\"soy milk\""));

        EXPECT_TRUE(phone.sync(server));
        EXPECT_TRUE(laptop.sync(server));
        EXPECT_EQ(
            phone.values(),
            (texts{"\"green tea\"", "\"jam\"", "\"rye\"", "\"salt\"", "\"soy milk\""}));
        EXPECT_EQ(laptop.shown(), phone.shown());
        if (!flaky.has_lost()) return;
    }
    FAIL() << "the session never ran to its end";
}

// With its retries, one session is enough.
TEST(HardenedSession, RidesOutALostReplyAtAnyCall)
{
    for (std::size_t call = 0; call < 100; ++call) {
        SCOPED_TRACE(testing::Message() << "reply lost at call " << call);
        direct_server server{protocol::hardened()};
        device phone{protocol::hardened(), 1};
        device laptop{protocol::hardened(), 2};
        prepare(phone, laptop, server);

        losing_channel flaky{server, call};
        EXPECT_TRUE(phone.sync(flaky));

        EXPECT_EQ(phone.values(), whole_list);
        if (!flaky.has_lost()) return;
    }
    FAIL() << "the session never ran to its end";
}

TEST(HardenedSession, KeepsBothOfTwoConcurrentEditsOnEveryDevice)
{
    direct_server server{protocol::hardened()};
    device phone{protocol::hardened(), 1};
    device laptop{protocol::hardened(), 2};
    ASSERT_TRUE(phone.notes.create("0"));
    ASSERT_TRUE(phone.sync(server));
    ASSERT_TRUE(laptop.sync(server));
    ASSERT_TRUE(phone.notes.edit(phone.key_of("0"), "1"));
    ASSERT_TRUE(laptop.notes.edit(laptop.key_of("0"), "2"));

    for (auto* const each : {&phone, &laptop, &phone}) ASSERT_TRUE(each->sync(server));

    EXPECT_EQ(phone.values(), (texts{"1", "2"}));
    EXPECT_EQ(laptop.shown(), phone.shown());
}

TEST(HardenedSession, BringsAnEditedRecordBackToWhoDeletedIt)
{
    direct_server server{protocol::hardened()};
    device phone{protocol::hardened(), 1};
    device laptop{protocol::hardened(), 2};
    ASSERT_TRUE(phone.notes.create("0"));
    ASSERT_TRUE(phone.sync(server));
    ASSERT_TRUE(laptop.sync(server));
    ASSERT_TRUE(phone.notes.erase(phone.key_of("0")));
    ASSERT_TRUE(laptop.notes.edit(laptop.key_of("0"), "2"));

    for (auto* const each : {&phone, &laptop, &phone}) ASSERT_TRUE(each->sync(server));

    EXPECT_EQ(phone.values(), texts{"2"});
    EXPECT_EQ(laptop.shown(), phone.shown());
}

// The first flaw of the post: the device cannot know that its push has arrived.
TEST(AsWrittenSession, StoresARecordTwiceWhereTheReplyToItsPushWasLost)
{
    direct_server server{protocol::as_written()};
    device phone{protocol::as_written(), 1};
    ASSERT_TRUE(phone.notes.create("1"));

    losing_channel flaky{server, 1};
    EXPECT_EQ(phone.sync(flaky).error(), sync_errc::timed_out);
    EXPECT_TRUE(phone.sync(server));

    EXPECT_EQ(phone.values(), (texts{"1", "1"}));
}

TEST(AsWrittenSession, SwapsTheKeyAndStripsTheLocalId)
{
    direct_server server{protocol::as_written()};
    device phone{protocol::as_written(), 1};
    ASSERT_TRUE(phone.notes.create("1"));
    ASSERT_TRUE(phone.sync(server));

    EXPECT_EQ(phone.shown(), texts{"1 1"});
}

}  // namespace
}  // namespace syncsim::sim
