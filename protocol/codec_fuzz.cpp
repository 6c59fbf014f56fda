#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "protocol/codec.hpp"
#include "protocol/error.hpp"
#include "protocol/support/check.hpp"
#include "protocol/support/fuzz_dictionary.hpp"
#include "protocol/wire_members.hpp"

/// Reads any bytes as every kind of message: they are refused, or what was read is written as a
/// text that says the same.
namespace syncsim::protocol {
namespace {

using support::check;

void must_say_why(const decode_error& refused)
{
    check(
        refused.code == sync_errc::malformed || refused.code == sync_errc::too_large,
        "a text is malformed or too large");
    check(refused.line >= 1 && refused.column >= 1, "an error has a place");
    check(!refused.what.empty(), "an error says what is wrong");
}

void try_request(step at, std::string_view text)
{
    const auto read = decode_request(at, text);
    if (!read) return must_say_why(read.error());
    check(decode_request(at, encode(*read)).value() == *read, "a request is read as it is written");
}

void try_reply(step at, std::string_view text)
{
    const auto read = decode_reply(at, text);
    if (!read) return must_say_why(read.error());
    check(decode_reply(at, encode(*read)).value() == *read, "a reply is read as it is written");
}

void try_records(std::string_view text)
{
    const auto read = decode_records(text);
    if (!read) return must_say_why(read.error());
    check(
        decode_records(encode_records(*read)).value() == *read, "records are read as are written");
}

void try_problem(std::string_view text)
{
    const auto read = decode_problem(text);
    if (!read) return must_say_why(read.error());
    check(decode_problem(encode(*read)).value() == *read, "a problem is read as it is written");
}

std::vector<std::string_view> words()
{
    auto all = member_names<
        begin_request,
        begin_reply,
        record,
        push_request,
        push_verdict,
        push_reply,
        pull_request,
        pull_reply,
        complete_request,
        complete_reply>();
    for (const auto& each : all_errors()) all.push_back(each.name);
    return all;
}

}  // namespace
}  // namespace syncsim::protocol

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments)
{
    syncsim::support::offer_dictionary(*count, *arguments, syncsim::protocol::words());
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace syncsim::protocol;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const auto at : all_steps) {
        try_request(at, text);
        try_reply(at, text);
    }
    try_records(text);
    try_problem(text);
    return 0;
}
