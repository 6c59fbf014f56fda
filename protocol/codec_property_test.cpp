#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "protocol/codec.hpp"
#include "protocol/digest.hpp"
#include "protocol/json_text.hpp"

namespace syncsim::protocol {

static std::ostream& operator<<(std::ostream& out, const request& message)
{
    return out << encode(message);
}

static std::ostream& operator<<(std::ostream& out, const reply& message)
{
    return out << encode(message);
}

static std::ostream& operator<<(std::ostream& out, const record& message)
{
    return out << encode_records({&message, 1});
}

namespace {

namespace gen = rc::gen;
using rc::Gen;

// --- Generators: every field of every message ----------------------------------------------------

std::string in_utf8(std::uint32_t code)
{
    std::string text;
    const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
    const auto put_rest = [&](std::uint32_t shift) { put(0x80U | ((code >> shift) & 0x3FU)); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0U | (code >> 6U));
        put_rest(0);
    } else if (code < 0x10000) {
        put(0xE0U | (code >> 12U));
        put_rest(6);
        put_rest(0);
    } else {
        put(0xF0U | (code >> 18U));
        put_rest(12);
        put_rest(6);
        put_rest(0);
    }
    return text;
}

/// As many of each length in UTF-8.
Gen<std::uint32_t> code_point()
{
    return gen::oneOf(
        gen::inRange<std::uint32_t>(0, 0x80),
        gen::inRange<std::uint32_t>(0x80, 0x800),
        gen::inRange<std::uint32_t>(0x800, 0xD800),
        gen::inRange<std::uint32_t>(0xE000, 0x110000));
}

Gen<std::string> text_of_at_most(std::size_t bytes)
{
    return gen::map(gen::container<std::vector<std::uint32_t>>(code_point()), [=](const auto& all) {
        std::string text;
        for (const auto code : all) {
            const auto next = in_utf8(code);
            if (text.size() + next.size() <= bytes) text += next;
        }
        return text;
    });
}

template <class Id>
Gen<Id> an_id()
{
    return gen::map(text_of_at_most(support::short_text::capacity), [](const std::string& text) {
        return Id{support::short_text{text.empty() ? "id" : text}};
    });
}

/// Any number, and the largest.
Gen<std::uint64_t> a_number()
{
    return gen::oneOf(gen::arbitrary<std::uint64_t>(), gen::just(~std::uint64_t{0}));
}

Gen<write_id> a_write()
{
    return gen::construct<write_id>(gen::construct<support::uuid>(a_number(), a_number()));
}

/// Of all the years that a message can say.
Gen<duration> since_1970()
{
    const auto first = *parse_wire_time("0001-01-01 00:00:00");
    const auto last = *parse_wire_time("9999-12-31 23:59:59.999999");
    return gen::oneOf(
        gen::element(first, last, duration{0}, duration{-1}),
        gen::construct<duration>(gen::inRange(first.count(), last.count() + 1)));
}

Gen<device_time> a_time()
{
    return gen::construct<device_time>(since_1970());
}

Gen<stamp> a_stamp()
{
    return gen::oneOf(
        gen::map(gen::nonNegative<std::int64_t>(), &stamp::by_sequence),
        gen::just(stamp::by_sequence(std::numeric_limits<std::int64_t>::max())),
        gen::map(since_1970(), [](duration at) {
            return stamp::restored(stamp::kind::clock, at.count());
        }));
}

template <class T>
Gen<std::optional<T>> maybe(Gen<T> of)
{
    return gen::map(gen::maybe(std::move(of)), [](const rc::Maybe<T>& drawn) {
        return drawn ? std::optional<T>{*drawn} : std::nullopt;
    });
}

template <class T>
Gen<std::vector<T>> a_few(Gen<T> of)
{
    return gen::mapcat(gen::inRange<std::size_t>(0, 4), [of = std::move(of)](std::size_t count) {
        return gen::container<std::vector<T>>(count, of);
    });
}

Gen<cursor> a_cursor()
{
    return gen::map(gen::pair(a_stamp(), maybe(an_id<record_key>())), [](const auto& drawn) {
        return cursor{drawn.first, drawn.second};
    });
}

Gen<json::value> a_leaf()
{
    const auto value_of = [](auto content) { return json::value{{}, std::move(content)}; };
    return gen::oneOf(
        gen::just(json::value{}),
        gen::map(gen::arbitrary<bool>(), value_of),
        gen::map(gen::arbitrary<std::int64_t>(), value_of),
        gen::just(value_of(~std::uint64_t{0})),
        gen::map(gen::arbitrary<int>(), [=](int number) { return value_of(number / 8.0); }),
        gen::map(text_of_at_most(100), value_of));
}

Gen<json::value> a_value(int levels);

/// Names begin with "x-", so they are no members of a record.
Gen<json::value> an_object(int levels)
{
    const auto member = gen::pair(text_of_at_most(20), gen::lazy([=] { return a_value(levels); }));
    return gen::map(a_few(member), [](const auto& drawn) {
        json::value::object members;
        for (const auto& [name, value] : drawn) {
            members.push_back({"x-" + std::to_string(members.size()) + name, {}, value});
        }
        return json::value{{}, std::move(members)};
    });
}

Gen<json::value> a_value(int levels)
{
    if (levels == 0) return a_leaf();
    const auto elements = a_few(gen::lazy([=] { return a_value(levels - 1); }));
    return gen::oneOf(
        a_leaf(), a_leaf(), an_object(levels - 1), gen::map(elements, [](json::value::array all) {
            return json::value{{}, std::move(all)};
        }));
}

Gen<std::string> unknown_members()
{
    return gen::map(an_object(2), [](const json::value& drawn) {
        return drawn.members()->empty() ? std::string{} : json::canonical(drawn);
    });
}

Gen<record> a_record()
{
    return gen::build<record>(
        gen::set(&record::key, an_id<record_key>()),
        gen::set(&record::local, maybe(an_id<local_id>())),
        gen::set(&record::value, gen::map(a_value(3), &json::canonical)),
        gen::set(&record::updated, a_time()),
        gen::set(&record::created, a_time()),
        gen::set(&record::is_pending),
        gen::set(&record::deleted),
        gen::set(&record::write, maybe(a_write())),
        gen::set(&record::create_write, maybe(a_write())),
        gen::set(&record::base, maybe(a_write())),
        gen::set(&record::supersedes, a_few(a_write())),
        gen::set(&record::base_value, maybe(gen::map(a_value(2), &json::canonical))),
        gen::set(&record::order, maybe(a_stamp())),
        gen::set(&record::conflict_of, maybe(an_id<record_key>())),
        gen::set(&record::unknown, unknown_members()));
}

Gen<sync_errc> an_error()
{
    const auto errors = all_errors();
    return gen::map(gen::inRange<std::size_t>(0, errors.size()), [=](std::size_t index) {
        return errors[index].code;
    });
}

Gen<push_verdict> a_verdict()
{
    using kind = push_verdict::kind;
    return gen::build<push_verdict>(
        gen::set(&push_verdict::pushed_as, an_id<record_key>()),
        gen::set(&push_verdict::write, maybe(a_write())),
        gen::set(
            &push_verdict::what, gen::element(kind::stored, kind::won, kind::lost, kind::refused)),
        gen::set(&push_verdict::current, maybe(a_record())),
        gen::set(&push_verdict::reason, maybe(an_error())));
}

Gen<request> a_request()
{
    const auto session = an_id<session_id>();
    return gen::oneOf(
        gen::construct<request>(gen::build<begin_request>(
            gen::set(&begin_request::device, an_id<device_id>()),
            gen::set(&begin_request::number, maybe(gen::construct<begin_number>(a_number()))))),
        gen::construct<request>(gen::build<push_request>(
            gen::set(&push_request::session, session),
            gen::set(&push_request::records, a_few(a_record())))),
        gen::construct<request>(gen::build<pull_request>(
            gen::set(&pull_request::session, session),
            gen::set(&pull_request::after, maybe(a_cursor())),
            gen::set(&pull_request::offset, maybe(a_number())))),
        gen::construct<request>(gen::build<complete_request>(
            gen::set(&complete_request::session, session),
            gen::set(&complete_request::last_update, maybe(a_cursor())),
            gen::set(&complete_request::confirmed, a_few(an_id<local_id>())))));
}

Gen<reply> a_reply()
{
    const auto digest = maybe(gen::construct<reply_digest>(a_number()));
    return gen::oneOf(
        gen::construct<reply>(gen::build<begin_reply>(
            gen::set(&begin_reply::session, an_id<session_id>()),
            gen::set(&begin_reply::last_sync, maybe(a_cursor())),
            gen::set(&begin_reply::max_checkin, maybe(a_stamp())),
            gen::set(&begin_reply::digest, digest))),
        gen::construct<reply>(gen::build<push_reply>(
            gen::set(&push_reply::verdicts, a_few(a_verdict())),
            gen::set(&push_reply::digest, digest))),
        gen::construct<reply>(gen::build<pull_reply>(
            gen::set(&pull_reply::records, a_few(a_record())),
            gen::set(&pull_reply::max_checkin, maybe(a_stamp())),
            gen::set(&pull_reply::next, maybe(a_cursor())),
            gen::set(&pull_reply::next_offset, maybe(a_number())),
            gen::set(&pull_reply::digest, digest))),
        gen::construct<reply>(
            gen::build<complete_reply>(gen::set(&complete_reply::digest, digest))));
}

// --- Properties ----------------------------------------------------------------------------------

RC_GTEST_PROP(CodecProperty, ReadsBackEveryRequest, ())
{
    const auto message = *a_request();
    const auto read = decode_request(step_of(message), encode(message));

    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == message);
}

RC_GTEST_PROP(CodecProperty, ReadsBackEveryReply, ())
{
    const auto message = *a_reply();
    const auto read = decode_reply(step_of(message), encode(message));

    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == message);
}

RC_GTEST_PROP(CodecProperty, ReadsBackBareRecords, ())
{
    const auto records = *a_few(a_record());

    const auto read = decode_records(encode_records(records));

    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == records);
}

RC_GTEST_PROP(CodecProperty, ReadsBackEveryProblem, ())
{
    const problem told{*an_error(), *text_of_at_most(200)};

    RC_ASSERT(decode_problem(encode(told)).value() == told);
}

/// True where line and column name a character of the text, or the place behind the last.
bool inside(std::string_view text, int line, int column)
{
    for (; line > 1; --line) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos) return false;
        text.remove_prefix(end + 1);
    }
    const auto first_line = text.substr(0, text.find('\n'));
    const auto characters = std::ranges::count_if(
        first_line, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; });
    return line == 1 && column >= 1 && column <= characters + 1;
}

/// Reads the text as every kind of message. What it is must be written and read to the same again;
/// what it is not must be refused at a place in the text.
void read_as_anything(const std::string& text)
{
    const codec_limits within{.max_bytes = 100'000, .max_records = 5, .max_value_bytes = 500};
    const auto refused = [&](const decode_error& why) {
        RC_ASSERT(why.code == sync_errc::malformed || why.code == sync_errc::too_large);
        RC_ASSERT(inside(text, why.line, why.column));
        RC_ASSERT(!why.what.empty());
    };
    for (const auto at : all_steps) {
        const auto asked = decode_request(at, text, within);
        if (!asked) refused(asked.error());
        if (asked) RC_ASSERT(decode_request(at, encode(*asked)).value() == *asked);
        const auto answered = decode_reply(at, text, within);
        if (!answered) refused(answered.error());
        if (answered) RC_ASSERT(decode_reply(at, encode(*answered)).value() == *answered);
    }
    const auto records = decode_records(text, within);
    if (!records) refused(records.error());
    if (records) RC_ASSERT(decode_records(encode_records(*records)).value() == *records);
    const auto told = decode_problem(text, within);
    if (!told) refused(told.error());
}

RC_GTEST_PROP(CodecProperty, ReadsAnyBytesOrSaysWhereTheyAreWrong, (const std::string& bytes))
{
    read_as_anything(bytes);
}

std::string mutated(std::string text)
{
    const auto place = [&] { return *gen::inRange<std::size_t>(0, text.size() + 1); };
    const auto mutations = *gen::inRange(1, 4);
    for (int i = 0; i < mutations; ++i) {
        const auto at = place();
        const auto length = *gen::inRange<std::size_t>(0, 20);
        switch (*gen::inRange(0, 4)) {
        case 0: text.erase(at, length); break;
        case 1: text.insert(at, text.substr(place(), length)); break;
        case 2: text.insert(at, 1, *gen::arbitrary<char>()); break;
        default:
            text.insert(
                at,
                *gen::element<std::string>(
                    "{", "}", "[", "]", ",", ":", "\"", "\\", "0", "-", "e", ".", "null", "\n"));
        }
    }
    return text;
}

RC_GTEST_PROP(CodecProperty, SurvivesDamageToARequest, ())
{
    const auto message = *a_request();
    read_as_anything(mutated(encode(message)));
}

RC_GTEST_PROP(CodecProperty, SurvivesDamageToAReply, ())
{
    const auto message = *a_reply();
    read_as_anything(mutated(encode(message)));
}

reply_digest digest_of_any(const reply& message)
{
    return std::visit([](const auto& kind) { return digest_of(kind); }, message);
}

RC_GTEST_PROP(CodecProperty, LeavesTheDigestOfAReplyAsItWas, ())
{
    const auto message = *a_reply();
    const auto read = decode_reply(step_of(message), encode(message)).value();

    RC_ASSERT(digest_of_any(read) == digest_of_any(message));
}

}  // namespace
}  // namespace syncsim::protocol
