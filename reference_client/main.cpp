#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdio>
#include <exception>
#include <random>
#include <span>
#include <string>
#include <string_view>

#include "protocol/durability.hpp"
#include "protocol/json_text.hpp"
#include "reference_client/http_channel.hpp"
#include "reference_client/notebook.hpp"
#include "reference_client/options.hpp"
#include "reference_client/session.hpp"
#include "reference_client/sqlite_store.hpp"

namespace {

using namespace syncsim;
using namespace syncsim::reference_client;
namespace asio = boost::asio;
namespace json = protocol::json;
using boost::system::error_code;

enum exit_code { done = 0, not_done = 1, wrong_command_line = 2, bad_database = 3 };

void complain(std::string_view what)
{
    fmt::print(stderr, "reference_client: {}\n", what);
}

/// The machine that the program runs on.
class this_machine final : public host {
public:
    protocol::device_time now() override
    {
        const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
        return protocol::device_time{std::chrono::duration_cast<protocol::duration>(since_1970)};
    }

    support::uuid draw_uuid() override
    {
        return support::as_version_4({.high = draw_bits(), .low = draw_bits()});
    }

    protocol::duration draw_up_to(protocol::duration most) override
    {
        const auto range = static_cast<std::uint64_t>(most.count()) + 1;
        return protocol::duration{draw_bits() % range};
    }

    asio::awaitable<void> wait(protocol::duration how_long) override
    {
        asio::steady_timer timer{co_await asio::this_coro::executor, how_long};
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }

private:
    std::uint64_t draw_bits() { return std::uint64_t{chance_()} << 32U | chance_(); }

    std::random_device chance_;
};

// ------------------------------------------------------------------------------------ the verbs

struct device {
    const options& how;
    local_store& store;
    host& machine;
    notebook notes{how.variant, store, machine};
};

int report(const error_code& error)
{
    complain(error.message());
    return not_done;
}

int create(device& on)
{
    const auto key = on.notes.create(on.how.value);
    if (!key) return report(key.error());
    fmt::print("{}\n", key->value().view());
    return done;
}

/// The key under which the asked record is here. A record that the server has named since is still
/// found by the key that this device gave it, until the server has confirmed the swap.
result<protocol::record_key> present_key(device& on)
{
    const auto rows = on.notes.list();
    if (!rows) return rows.error();
    const protocol::local_id as_local{on.how.key.value()};
    const auto swapped = std::ranges::find_if(
        *rows, [&](const local_record& row) { return row.shown.local == as_local; });
    return swapped == rows->end() ? on.how.key : swapped->shown.key;
}

int edit(device& on)
{
    const auto key = present_key(on);
    if (!key) return report(key.error());
    const auto edited = on.notes.edit(*key, on.how.value);
    return edited ? done : report(edited.error());
}

int remove(device& on)
{
    const auto key = present_key(on);
    if (!key) return report(key.error());
    const auto erased = on.notes.erase(*key);
    return erased ? done : report(erased.error());
}

std::string_view state_of(const local_record& row)
{
    if (row.refused) return "refused";
    return row.unsent ? "pending" : "synced";
}

std::string as_json(const local_record& row)
{
    std::string out = "{\"key\":";
    json::append_string(out, row.shown.key.value().view());
    out += fmt::format(R"(,"state":"{}","value":{})", state_of(row), row.shown.value);
    out += fmt::format(
        R"(,"updated":"{}","created":"{}")",
        protocol::to_wire_time(row.shown.updated.time_since_epoch()),
        protocol::to_wire_time(row.shown.created.time_since_epoch()));
    if (row.refused) out += fmt::format(R"(,"reason":"{}")", protocol::traits(*row.refused).name);
    if (row.shown.conflict_of) {
        out += ",\"conflict_of\":";
        json::append_string(out, row.shown.conflict_of->value().view());
    }
    return out + "}";
}

int list(device& on)
{
    const auto rows = on.notes.list();
    if (!rows) return report(rows.error());
    if (on.how.json) {
        std::string_view before = "[";
        for (const auto& row : *rows)
            fmt::print("{}{}", std::exchange(before, ",\n "), as_json(row));
        fmt::print("{}]\n", rows->empty() ? "[" : "");
        return done;
    }
    for (const auto& row : *rows) {
        fmt::print("{}  {:7}  {}\n", row.shown.key.value().view(), state_of(row), row.shown.value);
    }
    return done;
}

int report_failed_sync(const error_code& error, const std::string& detail)
{
    const auto& traits = protocol::traits(protocol::as_sync_errc(error));
    complain(fmt::format(
        "sync failed: {} ({}){}{}; {}",
        traits.name,
        error.message(),
        detail.empty() ? "" : ": ",
        detail,
        traits.retry ? "trying again may help" : "trying again does not help"));
    return not_done;
}

/// Says which records the server will not take: nothing else would tell the user.
void report_refused(device& on)
{
    const auto rows = on.notes.list();
    if (!rows) return;
    for (const auto& row : *rows) {
        if (!row.refused) continue;
        const auto& why = protocol::traits(*row.refused);
        complain(fmt::format(
            "the server refused {}: {} ({})", row.shown.key.value().view(), why.name, why.message));
    }
}

int sync(device& on)
{
    asio::io_context context;
    http_channel server{context.get_executor(), {.server = *on.how.server, .token = on.how.token}};
    result<sync_summary> outcome = protocol::sync_errc::internal;
    asio::co_spawn(
        context,
        sync_once(
            {.variant = on.how.variant, .store = on.store, .server = server, .device = on.machine}),
        [&](const std::exception_ptr& thrown, result<sync_summary> ended) {
            if (thrown) std::rethrow_exception(thrown);
            outcome = std::move(ended);
        });
    context.run();

    if (!outcome) return report_failed_sync(outcome.error(), server.detail());
    fmt::print("pushed {}, pulled {}\n", outcome->pushed, outcome->pulled);
    report_refused(on);
    return done;
}

std::string why_not_open(const options& how, const error_code& error)
{
    if (error == protocol::sync_errc::wrong_variant) {
        return fmt::format(
            "{} holds records of another variant than {}; use the --variant that it was made with, "
            "or name another file",
            how.database,
            how.variant.name);
    }
    return fmt::format(
        "cannot use the database {}: {}. --db names one that a reference_client has made and that "
        "no other process has open, or a file that is not there yet",
        how.database,
        error.message());
}

int follow(const options& how)
{
    this_machine machine;
    const auto fresh = support::short_text{support::to_string(machine.draw_uuid())};
    const auto kept = open_sqlite_store(
        protocol::in_real_file(how.variant, how.database), how.variant, protocol::device_id{fresh});
    if (!kept) {
        complain(why_not_open(how, kept.error()));
        return bad_database;
    }
    device on{.how = how, .store = **kept, .machine = machine};
    switch (how.what) {
    case options::verb::create: return create(on);
    case options::verb::edit: return edit(on);
    case options::verb::remove: return remove(on);
    case options::verb::list: return list(on);
    case options::verb::sync: return sync(on);
    case options::verb::help: break;
    }
    return wrong_command_line;
}

}  // namespace

int main(int count, char** words)
{
    const std::span all{words, static_cast<std::size_t>(count)};
    const auto how = read_options(all.subspan(count > 0 ? 1 : 0));
    if (!how) {
        complain(how.error().why);
        complain("reference_client --help says what there is");
        return wrong_command_line;
    }
    if (how->what == options::verb::help) {
        fmt::print("{}", usage());
        return done;
    }
    try {
        return follow(*how);
    } catch (const std::exception& failure) {
        complain(failure.what());
        return not_done;
    }
}
