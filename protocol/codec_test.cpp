#include "protocol/codec.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <ostream>
#include <string>

#include "protocol/digest.hpp"

namespace syncsim::protocol {

static void PrintTo(const record& message, std::ostream* out)
{
    *out << encode_records({&message, 1});
}

namespace {

template <class Id>
Id named(std::string_view text)
{
    return Id{support::short_text{text}};
}

write_id numbered(std::uint64_t number)
{
    return write_id{{.high = 0x4000, .low = (std::uint64_t{0x8000} << 48U) | number}};
}

device_time device_at(std::string_view text)
{
    return device_time{*parse_wire_time(text)};
}

stamp clock_at(std::string_view text)
{
    return stamp::restored(stamp::kind::clock, parse_wire_time(text)->count());
}

// --- Golden messages -----------------------------------------------------------------------------

std::string golden(const std::string& name)
{
    std::ifstream in(std::string(SYNCSIM_SOURCE_DIR) + "/protocol/golden/" + name + ".json");
    EXPECT_TRUE(in) << name;
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The text without the blanks that only make it readable.
std::string compact(std::string_view text)
{
    std::string kept;
    bool inside = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) inside = !inside;
        if (inside || (text[i] != ' ' && text[i] != '\n')) kept += text[i];
    }
    return kept;
}

void expect_golden(const std::string& name, const request& message)
{
    SCOPED_TRACE(name);
    const auto text = golden(name);

    const auto read = decode_request(step_of(message), text);
    const auto written = encode(message);

    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_TRUE(*read == message) << encode(*read);
    EXPECT_EQ(written, compact(text));
}

void expect_golden(const std::string& name, const reply& message)
{
    SCOPED_TRACE(name);
    const auto text = golden(name);

    const auto read = decode_reply(step_of(message), text);
    const auto written = encode(message);

    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_TRUE(*read == message) << encode(*read);
    EXPECT_EQ(written, compact(text));
}

void expect_golden(const std::string& name, const std::vector<record>& records)
{
    SCOPED_TRACE(name);
    const auto text = golden(name);

    const auto read = decode_records(text);
    const auto written = encode_records(records);

    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_EQ(*read, records);
    EXPECT_EQ(written, compact(text));
}

constexpr std::string_view post_second = "2008-10-27 04:41:01";
const auto post_session = named<session_id>("some-unique-session-based-on-device-uuid-and-user");

record post_record_of_device()
{
    record made;
    made.key = named<record_key>("possibly-unique-key");
    made.value = "\"some-value\"";
    made.updated = device_at(post_second);
    made.created = device_at(post_second);
    made.is_pending = true;
    return made;
}

record post_record_of_server()
{
    record made = post_record_of_device();
    made.key = named<record_key>("some-real-key");
    made.local = named<local_id>("possibly-unique-key");
    made.is_pending = false;
    return made;
}

TEST(CodecGolden, SpeaksThePostsBegin)
{
    expect_golden("post_begin_request", begin_request{named<device_id>("some-possibly-id"), {}});
    expect_golden(
        "post_begin_reply",
        begin_reply{
            .session = post_session,
            .last_sync = {},
            .max_checkin = clock_at(post_second),
            .digest = {}});
}

TEST(CodecGolden, SpeaksThePostsRecordsAsItSendsThem)
{
    expect_golden("post_pushed_records", {post_record_of_device()});
    expect_golden("post_pulled_records", {post_record_of_server()});
}

TEST(CodecGolden, ReadsThePostsRecordAsTheServerStoresIt)
{
    const auto read = decode_records(golden("post_stored_records"));

    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_EQ(*read, std::vector{post_record_of_server()});
}

TEST(CodecGolden, SpeaksThePostsOtherStepsWithTheirSession)
{
    expect_golden("post_push_request", push_request{post_session, {post_record_of_device()}});
    expect_golden("post_push_reply", push_reply{});
    expect_golden("post_pull_request", pull_request{post_session, {}});
    expect_golden("post_pull_reply", pull_reply{{post_record_of_server()}, {}, {}, {}});
    expect_golden(
        "post_complete_request",
        complete_request{post_session, cursor{clock_at(post_second), {}}, {}});
    expect_golden("post_complete_reply", complete_reply{});
}

TEST(CodecGolden, SpeaksEveryMemberOfBegin)
{
    expect_golden(
        "full_begin_request",
        begin_request{
            named<device_id>("phone"), begin_number{std::numeric_limits<std::uint64_t>::max()}});

    begin_reply answer{
        .session = named<session_id>("session-1"),
        .last_sync = cursor{clock_at("2008-10-27 04:41:01.5"), named<record_key>("milk")},
        .max_checkin = stamp::by_sequence(42),
        .digest = {}};
    answer.digest = digest_of(answer);
    expect_golden("full_begin_reply", answer);
}

TEST(CodecGolden, SpeaksEveryMemberOfARecord)
{
    record milk;
    milk.key = named<record_key>("milk");
    milk.local = named<local_id>("milk-here");
    milk.value = R"({"amount":1.5,"name":"Milk \"fresh\"","tags":[null,true,"ü"]})";
    milk.updated = device_at("2008-10-27 04:41:01.000001");
    milk.created = device_time{duration{-500'000}};
    milk.is_pending = true;
    milk.deleted = true;
    milk.write = numbered(1);
    milk.create_write = numbered(2);
    milk.base = numbered(3);
    milk.supersedes = {
        numbered(4), write_id{{.high = 0xfedc'ba98'7654'4210, .low = 0xb210'fedc'ba98'7654}}};
    milk.base_value = R"({"name":"Milk"})";
    milk.order = stamp::by_sequence(7);
    milk.conflict_of = named<record_key>("oat-milk");
    milk.unknown = R"({"colour":"white","shelf":{"row":2}})";
    record bread;
    bread.key = named<record_key>("bread");
    bread.updated = device_at("0001-01-01 00:00:00");
    bread.created = device_at("9999-12-31 23:59:59.999999");
    bread.order = clock_at(post_second);

    expect_golden("full_push_request", push_request{named<session_id>("session-1"), {milk, bread}});
}

TEST(CodecGolden, SpeaksEveryVerdict)
{
    using kind = push_verdict::kind;
    record milk;
    milk.key = named<record_key>("milk");
    milk.value = "1";
    milk.updated = device_at(post_second);
    milk.created = device_at(post_second);
    milk.order = stamp::by_sequence(7);
    push_reply answer{
        .verdicts =
            {{named<record_key>("milk-here"), numbered(1), kind::stored, milk, {}},
             {named<record_key>("bread"), {}, kind::won, {}, {}},
             {named<record_key>("eggs"), {}, kind::lost, {}, {}},
             {named<record_key>("salt"), {}, kind::refused, {}, sync_errc::no_such_record}},
        .digest = {}};
    answer.digest = digest_of(answer);

    expect_golden("full_push_reply", answer);
}

TEST(CodecGolden, SpeaksEveryMemberOfPullAndComplete)
{
    const auto session = named<session_id>("session-1");
    const auto milk = named<record_key>("milk");
    expect_golden(
        "full_pull_request", pull_request{session, cursor{stamp::by_sequence(7), milk}, 100});
    pull_reply page{
        .records = {},
        .max_checkin = stamp::by_sequence(9),
        .next = cursor{stamp::by_sequence(8), milk},
        .next_offset = 200,
        .digest = {}};
    page.digest = digest_of(page);
    expect_golden("full_pull_reply", page);

    expect_golden(
        "full_complete_request",
        complete_request{
            session,
            cursor{stamp::by_sequence(9), {}},
            {named<local_id>("milk-here"), named<local_id>("bread-here")}});
    expect_golden("full_complete_reply", complete_reply{digest_of(complete_reply{})});
}

TEST(CodecGolden, TellsAProblem)
{
    const problem told{sync_errc::session_expired, "session-1 was begun 11 minutes ago"};

    EXPECT_EQ(encode(told), compact(golden("problem")));
    EXPECT_EQ(decode_problem(golden("problem")).value(), told);
}

// --- Refusals ------------------------------------------------------------------------------------

/// "name at line L, column C: sentence" of the text's error.
std::string refusal(step at, std::string_view text, const codec_limits& within = {})
{
    const auto read = decode_request(at, text, within);
    if (read) return "no error";
    return std::string(traits(read.error().code).name) + " at " + to_string(read.error());
}

std::string refusal_of_reply(step at, std::string_view text)
{
    const auto read = decode_reply(at, text);
    if (read) return "no error";
    return std::string(traits(read.error().code).name) + " at " + to_string(read.error());
}

/// A record with every required member; the text is put in front of them.
std::string record_with(std::string_view members)
{
    return "[{" + std::string(members) +
           R"("key":"k","value":1,"updated":"2008-10-27 04:41:01","created":"2008-10-27 04:41:01"}])";
}

std::string refusal_of_record(std::string_view members, const codec_limits& within = {})
{
    const auto read = decode_records(record_with(members), within);
    if (read) return "no error";
    return std::string(traits(read.error().code).name) + " at " + to_string(read.error());
}

TEST(Codec, RefusesWhatIsNotJson)
{
    EXPECT_EQ(
        refusal(step::begin, "{\"device_uuid\": \"a\",\n}"),
        "malformed at line 1, column 20: trailing comma before '}'; leave it out");
    EXPECT_EQ(refusal(step::begin, ""), "malformed at line 1, column 1: the text is empty");
}

TEST(Codec, RefusesAMessageThatIsNoObject)
{
    EXPECT_EQ(
        refusal(step::begin, "[]"),
        "malformed at line 1, column 1: begin request: expected an object, found an array");
}

TEST(Codec, RefusesAMissingMember)
{
    EXPECT_EQ(
        refusal(step::begin, "{}"),
        "malformed at line 1, column 1: the member \"device_uuid\" is missing");
    EXPECT_EQ(
        refusal_of_reply(step::begin, "{\"sync_uuid\": \"s\"}"),
        "malformed at line 1, column 1: the member \"last_sync\" is missing");
    EXPECT_EQ(
        refusal_of_reply(step::pull, "{}"),
        "malformed at line 1, column 1: the member \"records\" is missing");
}

TEST(Codec, NamesTheMissingMembersOfARecord)
{
    EXPECT_EQ(
        refusal_of_reply(
            step::pull,
            "{\"records\": [\n {\"key\": \"k\", \"value\": 1, \"created\": "
            "\"2008-10-27 04:41:01\"}]}"),
        "malformed at line 2, column 2: the member \"updated\" is missing");
}

TEST(Codec, RefusesAnUnknownMemberAndSuggestsTheNearest)
{
    EXPECT_EQ(
        refusal(step::begin, "{\"device_uid\": \"a\"}"),
        "malformed at line 1, column 2: unknown member \"device_uid\"; did you mean "
        "\"device_uuid\"?");
    EXPECT_EQ(
        refusal(step::begin, "{\"device_uuid\": \"a\", \"colour\": 1}"),
        "malformed at line 1, column 22: unknown member \"colour\"");
}

TEST(Codec, RefusesAnUnknownMemberInsideAMessage)
{
    EXPECT_EQ(
        refusal_of_reply(
            step::push, R"({"verdicts": [{"pushed_as": "a", "verdict": "won", "why": 1}]})"),
        "malformed at line 1, column 52: unknown member \"why\"");
    EXPECT_EQ(
        refusal(step::pull, R"({"sync_uuid": "s", "after": {"at": 1, "key": "a", "kye": "b"}})"),
        "malformed at line 1, column 51: unknown member \"kye\"; did you mean \"key\"?");
}

TEST(Codec, RefusesAMemberThatStandsTwice)
{
    EXPECT_EQ(
        refusal(step::begin, "{\"device_uuid\": \"a\", \"device_uuid\": \"b\"}"),
        "malformed at line 1, column 22: the name \"device_uuid\" stands twice in this object, "
        "first at 1:2");
}

TEST(Codec, RefusesNullWhereNothingIsLeftOut)
{
    EXPECT_EQ(
        refusal(step::pull, R"({"sync_uuid": "s", "after": null})"),
        "malformed at line 1, column 29: after: expected a stamp, which is a time or a whole "
        "number, found null");
}

TEST(Codec, SaysWhichTypeItExpected)
{
    EXPECT_EQ(
        refusal(step::begin, R"({"device_uuid": 7})"),
        "malformed at line 1, column 17: device_uuid: expected text, found 7");
    EXPECT_EQ(
        refusal(step::push, R"({"sync_uuid": "s", "records": {}})"),
        "malformed at line 1, column 31: records: expected an array, found an object");
    EXPECT_EQ(
        refusal(step::push, R"({"sync_uuid": "s", "records": [1.5]})"),
        "malformed at line 1, column 32: records: expected an object, found 1.5");
    EXPECT_EQ(
        refusal_of_record("\"is_pending\":1,"),
        "malformed at line 1, column 16: is_pending: expected true or false, found 1");
}

TEST(Codec, MeasuresIdsInBytes)
{
    const auto with_id = [](const std::string& id) {
        return refusal(step::begin, R"({"device_uuid": ")" + id + "\"}");
    };

    EXPECT_EQ(
        with_id(""),
        "malformed at line 1, column 17: device_uuid: expected 1 to 63 bytes, found 0");
    EXPECT_EQ(with_id(std::string(63, 'x')), "no error");
    EXPECT_EQ(
        with_id(std::string(62, 'x') + "é"),
        "malformed at line 1, column 17: device_uuid: expected 1 to 63 bytes, found 64");
}

TEST(Codec, RefusesNumbersOutOfRange)
{
    const auto with_number = [](const std::string& number) {
        return refusal(step::begin, R"({"device_uuid": "a", "number": )" + number + "}");
    };
    const auto found = [](const std::string& number) {
        return "malformed at line 1, column 32: number: expected a whole number from 0, found " +
               number;
    };

    EXPECT_EQ(with_number("0"), "no error");
    EXPECT_EQ(with_number("-1"), found("-1"));
    EXPECT_EQ(with_number("1.0"), found("1.0"));
    EXPECT_EQ(with_number("\"1\""), found("\"1\""));
}

TEST(Codec, RefusesTimesThatAreNone)
{
    EXPECT_EQ(
        refusal_of_reply(
            step::begin, R"({"sync_uuid": "s", "last_sync": null, "max_checkin": "yesterday"})"),
        "malformed at line 1, column 54: max_checkin: expected a time like \"2008-10-27 "
        "04:41:01\", found \"yesterday\"");
    EXPECT_EQ(
        refusal_of_reply(
            step::pull, R"({"records": [{"key": "k", "value": 1, "created": 5, "updated": "x"}]})"),
        "malformed at line 1, column 64: updated: expected a time like \"2008-10-27 04:41:01\", "
        "found \"x\"");
}

TEST(Codec, RefusesStampsThatAreNone)
{
    const std::string expected =
        "malformed at line 1, column 11: stamp: expected a stamp, which is a time or a whole "
        "number, found ";

    EXPECT_EQ(refusal_of_record("\"stamp\":-1,"), expected + "-1");
    EXPECT_EQ(refusal_of_record("\"stamp\":true,"), expected + "true");
    EXPECT_EQ(
        refusal_of_record("\"stamp\":9223372036854775808,"), expected + "9223372036854775808");
    EXPECT_EQ(refusal_of_record("\"stamp\":9223372036854775807,"), "no error");
}

TEST(Codec, RefusesACursorThatLacksAPart)
{
    const auto after = [](const std::string& cursor) {
        return refusal(step::pull, R"({"sync_uuid": "s", "after": )" + cursor + "}");
    };

    EXPECT_EQ(
        after(R"({"at": 1})"), "malformed at line 1, column 29: the member \"key\" is missing");
    EXPECT_EQ(
        after(R"({"key": "a"})"), "malformed at line 1, column 29: the member \"at\" is missing");
}

TEST(Codec, RefusesWriteIdsThatAreNone)
{
    EXPECT_EQ(
        refusal_of_record("\"write_id\":\"w1\","),
        "malformed at line 1, column 14: write_id: expected a UUID, found \"w1\"");
}

TEST(Codec, ReadsWriteIdsInEitherCase)
{
    const auto upper =
        decode_records(record_with(R"("write_id":"ABCDEF00-0000-4000-8000-000000000001",)"))
            .value();
    const auto lower =
        decode_records(record_with(R"("write_id":"abcdef00-0000-4000-8000-000000000001",)"))
            .value();

    EXPECT_EQ(upper, lower);
}

TEST(Codec, RefusesAnUnknownVerdictOrReason)
{
    EXPECT_EQ(
        refusal_of_reply(step::push, R"({"verdicts": [{"pushed_as": "a", "verdict": "stord"}]})"),
        "malformed at line 1, column 45: verdict: \"stord\" is unknown; did you mean \"stored\"?");
    EXPECT_EQ(
        refusal_of_reply(
            step::push,
            R"({"verdicts": [{"pushed_as": "a", "verdict": "refused", "reason": "boredom"}]})"),
        "malformed at line 1, column 66: reason: \"boredom\" is unknown");
}

TEST(Codec, RefusesADigestThatIsNotSixteenDigits)
{
    const auto with_digest = [](const std::string& digits) {
        return refusal_of_reply(step::complete, R"({"digest": ")" + digits + "\"}");
    };
    const auto expected = [](const std::string& digits) {
        return "malformed at line 1, column 12: digest: expected 16 hexadecimal digits in lower "
               "case, found \"" +
               digits + "\"";
    };

    EXPECT_EQ(with_digest("0123456789abcdef"), "no error");
    EXPECT_EQ(with_digest("0123456789abcde"), expected("0123456789abcde"));
    EXPECT_EQ(with_digest("0123456789ABCDEF"), expected("0123456789ABCDEF"));
    EXPECT_EQ(with_digest("0123456789abcdef0"), expected("0123456789abcdef0"));
    EXPECT_EQ(with_digest("-123456789abcdef"), expected("-123456789abcdef"));
}

// --- Limits --------------------------------------------------------------------------------------

TEST(Codec, RefusesTooManyBytes)
{
    const std::string text = R"({"device_uuid":"a"})";

    EXPECT_EQ(refusal(step::begin, text, {.max_bytes = text.size()}), "no error");
    EXPECT_EQ(
        refusal(step::begin, text, {.max_bytes = text.size() - 1}),
        "too-large at line 1, column 1: 19 bytes, where 18 are allowed");
}

TEST(Codec, RefusesTooManyRecords)
{
    const auto text = encode(push_request{named<session_id>("s"), std::vector<record>(3)});

    EXPECT_EQ(
        refusal(step::push, text, {.max_records = 3}),
        "malformed at line 1, column 36: key: expected 1 to 63 bytes, found 0");
    EXPECT_EQ(
        refusal(step::push, text, {.max_records = 2}),
        "too-large at line 1, column 28: records: 3 elements, where 2 are allowed");
}

TEST(Codec, RefusesTooLongASeriesOfAnyKind)
{
    EXPECT_EQ(
        refusal(
            step::complete, R"({"sync_uuid": "s", "confirmed": ["a", "b"]})", {.max_records = 1}),
        "too-large at line 1, column 33: confirmed: 2 elements, where 1 are allowed");
}

TEST(Codec, MeasuresValuesAsCanonicalText)
{
    EXPECT_EQ(refusal_of_record("", {.max_value_bytes = 1}), "no error");
    EXPECT_EQ(
        refusal_of_record("", {.max_value_bytes = 0}),
        "too-large at line 1, column 21: value: 1 bytes, where 0 are allowed");
    EXPECT_EQ(refusal_of_record("\"x\" : 1 ,", {.max_value_bytes = 7}), "no error");
    EXPECT_EQ(
        refusal_of_record("\"x\" : 1 ,", {.max_value_bytes = 6}),
        "too-large at line 1, column 2: unknown members: 7 bytes, where 6 are allowed");
}

TEST(Codec, RefusesTooManyLevels)
{
    EXPECT_EQ(refusal_of_record("\"x\":[[]],", {.max_depth = 4}), "no error");
    EXPECT_EQ(
        refusal_of_record("\"x\":[[]],", {.max_depth = 3}),
        "malformed at line 1, column 8: more than 3 levels are nested");
}

// --- What a record keeps -------------------------------------------------------------------------

TEST(Codec, KeepsUnknownMembersOfARecordInSortedOrder)
{
    const auto read =
        decode_records(record_with(R"("shelf": {"b": 1, "a": 2}, "colour": 1.0,)")).value();

    EXPECT_EQ(read.at(0).unknown, R"({"colour":1.0,"shelf":{"a":2,"b":1}})");
}

TEST(Codec, KeepsValuesAsCanonicalText)
{
    const auto read = decode_records(
                          R"([{"key":"k", "value": { "b" : [ 1e0 ], "a" : "\u00fc" },
             "updated":"2008-10-27 04:41:01","created":"2008-10-27 04:41:01"}])")
                          .value();

    EXPECT_EQ(read.at(0).value, R"({"a":"ü","b":[1.0]})");
}

TEST(Codec, TakesFalseAndEmptyForLeftOut)
{
    EXPECT_EQ(
        decode_records(record_with(R"("is_pending":false,"deleted":false,"supersedes":[],)"))
            .value(),
        decode_records(record_with("")).value());
}

// --- Problems ------------------------------------------------------------------------------------

TEST(Codec, TellsEveryErrorByItsName)
{
    for (const auto& each : all_errors()) {
        const problem told{each.code, "why"};

        EXPECT_EQ(decode_problem(encode(told)).value(), told);
    }
}

TEST(Codec, SaysWhatAProblemMeansToReadersThatDoNotKnowIt)
{
    EXPECT_EQ(
        encode(problem{sync_errc::internal, ""}),
        R"({"type":"urn:syncsim:error:internal","title":"the server failed unexpectedly; it may or )"
        R"(may not have acted","status":500,"effect":"unknown","retry":true})");
}

TEST(Codec, IgnoresOtherMembersOfAProblem)
{
    const auto read =
        decode_problem(R"({"instance": "/1", "type": "urn:syncsim:error:timed-out", "detail": 7})")
            .value();

    EXPECT_EQ(read, (problem{sync_errc::timed_out, ""}));
}

TEST(Codec, RefusesProblemsOfOthers)
{
    const auto refusal_of_problem = [](std::string_view text) {
        return to_string(decode_problem(text).error());
    };

    EXPECT_EQ(
        refusal_of_problem(R"({"title": "Not Found"})"),
        "line 1, column 1: the member \"type\" of a problem is missing");
    EXPECT_EQ(
        refusal_of_problem(R"({"type": "about:blank"})"),
        "line 1, column 10: type: expected the URN of an error of the protocol, found "
        "\"about:blank\"");
    EXPECT_EQ(
        refusal_of_problem(R"({"type": "timed-out"})"),
        "line 1, column 10: type: expected the URN of an error of the protocol, found "
        "\"timed-out\"");
    EXPECT_EQ(
        refusal_of_problem("[]"), "line 1, column 1: the member \"type\" of a problem is missing");
}

TEST(CodecDeathTest, RefusesToSendATimeThatCannotBeRead)
{
    record late;
    late.key = named<record_key>("k");
    late.created = device_time{*parse_wire_time("9999-12-31 23:59:59.999999") + duration{1}};

    EXPECT_DEATH(encode_records({&late, 1}), "of the years 1 to 9999");
}

TEST(CodecDeathTest, AbortsWhereAnErrorIsTakenForAValue)
{
    EXPECT_DEATH(decode_request(step::begin, "[]").value(), "expected an object, found an array");
}

}  // namespace
}  // namespace syncsim::protocol
