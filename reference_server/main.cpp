#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <random>
#include <span>
#include <string>
#include <string_view>

#include "protocol/durability.hpp"
#include "reference_server/endpoint.hpp"
#include "reference_server/http_server.hpp"
#include "reference_server/options.hpp"
#include "reference_server/server.hpp"
#include "reference_server/sqlite_store.hpp"

namespace {

using namespace syncsim;
using namespace syncsim::reference_server;

enum exit_code { told_to_end = 0, cannot_serve = 1, wrong_command_line = 2, bad_database = 3 };

void complain(std::string_view what)
{
    fmt::print(stderr, "reference_server: {}\n", what);
}

protocol::server_time read_clock()
{
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return protocol::server_time{std::chrono::duration_cast<protocol::duration>(since_1970)};
}

std::string why_not_open(const options& how, const boost::system::error_code& error)
{
    if (error == protocol::sync_errc::wrong_variant) {
        return fmt::format(
            "{} holds records of another variant than {}; start with the --variant that it was "
            "made with, or name another file",
            how.database,
            how.variant.name);
    }
    return fmt::format(
        "cannot use the database {}: {}. --db names one that a reference_server has made and that "
        "no other process has open, or a file that is not there yet",
        how.database,
        error.message());
}

std::string why_not_listening(const options& how, const boost::system::error_code& error)
{
    return fmt::format(
        "cannot listen on 127.0.0.1 port {}: {}. Choose another --port, or 0 for any free one",
        how.port,
        error.message());
}

int serve(const options& how)
{
    const auto kept =
        open_sqlite_store(protocol::in_real_file(how.variant, how.database), how.variant);
    if (!kept) {
        complain(why_not_open(how, kept.error()));
        return bad_database;
    }
    std::random_device chance;
    const auto draw_bits = [&] { return std::uint64_t{chance()} << 32U | chance(); };
    const auto draw_key = [&] {
        return support::as_version_4({.high = draw_bits(), .low = draw_bits()});
    };
    server handles{{.variant = how.variant, .draw_key = draw_key}, **kept};
    endpoint answers{{.tokens = how.tokens, .variant = how.variant.name, .limits = {}}, handles};

    boost::asio::io_context context;
    http_server http{context, answers, {.now = read_clock, .report = complain}};
    boost::asio::signal_set signals{context, SIGINT, SIGTERM};
    const auto port = http.listen(how.port);
    if (!port) {
        complain(why_not_listening(how, port.error()));
        return cannot_serve;
    }
    signals.async_wait([&](const boost::system::error_code&, int) { http.stop(); });

    fmt::print("listening on http://127.0.0.1:{}\n", *port);
    std::fflush(stdout);
    context.run();
    return told_to_end;
}

}  // namespace

int main(int count, char** words)
{
    const std::span all{words, static_cast<std::size_t>(count)};
    const auto how = read_options(all.subspan(count > 0 ? 1 : 0));
    if (!how) {
        complain(how.error().why);
        complain("reference_server --help says what there is");
        return wrong_command_line;
    }
    if (how->help) {
        fmt::print("{}", usage());
        return told_to_end;
    }
    try {
        return serve(*how);
    } catch (const std::exception& failure) {
        complain(failure.what());
        return cannot_serve;
    }
}
