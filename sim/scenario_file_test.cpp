#include "sim/scenario_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/file/step_namer.hpp"

namespace syncsim::sim {
namespace {

using namespace std::chrono_literals;
using lines = std::vector<std::string>;

/// The file's errors as people see them.
lines errors_of(std::string_view text)
{
    lines errors;
    const auto loaded = load_scenario(text, "x");
    if (loaded) return errors;
    for (const auto& each : loaded.error()) errors.push_back(to_string(each));
    return errors;
}

scenario load(std::string_view text)
{
    EXPECT_EQ(errors_of(text), lines{});
    auto loaded = load_scenario(text, "x");
    return loaded ? *std::move(loaded) : scenario{};
}

/// A scenario whose line 4 is this.
std::string with_member(std::string_view member)
{
    return "{ \"syncsim\": 1, \"name\": \"x\",\n"
           "\"nodes\": { \"clients\": { \"phone\": {}, \"laptop\": {} } },\n"
           "\"steps\": [ { \"do\": \"create\", \"on\": \"phone\", \"record\": \"milk\" } ],\n" +
           std::string(member) + "\n}";
}

/// A scenario whose line 5 is these steps, after "milk" has been created.
std::string with_steps(std::string_view steps)
{
    return "{ \"syncsim\": 1, \"name\": \"x\",\n"
           "\"nodes\": { \"clients\": { \"phone\": {}, \"laptop\": {} } },\n"
           "\"steps\": [\n"
           "{ \"do\": \"create\", \"on\": \"phone\", \"record\": \"milk\" },\n" +
           std::string(steps) + "\n] }";
}

std::string with_fault(std::string_view fault)
{
    return with_steps(R"({"do": "sync", "on": "phone", "faults": [)" + std::string(fault) + "]}");
}

std::string with_nodes(std::string_view nodes)
{
    return "{ \"syncsim\": 1, \"name\": \"x\", \"steps\": [], \"nodes\":\n" + std::string(nodes) +
           " }";
}

template <class Action>
Action action_of(std::string_view step)
{
    const auto made = load(with_steps(step));
    return std::get<Action>(made.steps.at(1).action);
}

fault fault_of(std::string_view text)
{
    const auto made = load(with_fault(text));
    return std::get<sync_step>(made.steps.at(1).action).faults.at(0);
}

// --- What is understood --------------------------------------------------------------------------

constexpr std::string_view full_scenario = R"(// A comment.
{
  "$schema": "../scenario.schema.json",
  "syncsim": 1,
  "name": "lost-push-ack",
  "title": "The answer to a push is lost",
  "why": "Push has to be idempotent.", /* another */
  "tags": ["step-3", "retry"],
  "seed": "0x1d4c5",
  "nodes": {
    "server": { "clock": { "offset": "1s" }, "work": "2ms" },
    "clients": {
      "phone": {},
      "laptop": { "clock": { "offset": "-2m", "drift_ppm": -20, "resolution": "1s" } }
    }
  },
  "network": {
    "latency": "50ms", "jitter": "10ms", "loss": "1/20", "duplicate": "1/100", "reorder": true
  },
  "pace": "2s",
  "start": "2009-01-01 00:00:00",
  "steps": [
    { "do": "create", "on": "phone", "record": "milk", "set": { "text": "buy milk" } },
    { "do": "sync", "on": "phone", "outcome": "failed",
      "faults": [ { "id": "lost-ack", "at": "push.response", "fault": "drop" } ] }
  ],
  "settle": { "rounds": 6, "apart": "2m", "within": "2h" },
  "variants": ["hardened", "as-written"],
  "invariants": ["create-once", "cursor-sound"],
  "expect": {
    "by_variant": {
      "as-written": { "violates": ["create-once"], "issue": "open question 3" },
      "hardened": "holds"
    }
  }
}
)";

TEST(ScenarioFile, ReadsWhatIsAboutTheWholeScenario)
{
    const auto made = load(full_scenario);

    EXPECT_EQ(made.name, "lost-push-ack");
    EXPECT_EQ(made.title, "The answer to a push is lost");
    EXPECT_EQ(made.why, "Push has to be idempotent.");
    EXPECT_EQ(made.tags, (lines{"step-3", "retry"}));
    EXPECT_EQ(made.seed, 0x1d4c5U);
    EXPECT_EQ(made.pace, 2s);
    EXPECT_EQ(made.start, 1230768000s);
    EXPECT_EQ(made.settle, (settle_settings{.rounds = 6, .apart = 2min, .within = 2h}));
}

TEST(ScenarioFile, ReadsNodesAndNetwork)
{
    const auto made = load(full_scenario);

    EXPECT_EQ(made.server, (server_settings{.clock = {.offset = 1s}, .work = 2ms}));
    EXPECT_EQ(
        made.clients,
        (std::vector<client_settings>{
            {.name = "phone"},
            {.name = "laptop", .clock = {.offset = -2min, .drift_ppm = -20, .resolution = 1s}}}));
    EXPECT_EQ(
        made.network,
        (link_settings{
            .latency = 50ms,
            .jitter = 10ms,
            .loss = {1, 20},
            .duplicate = {1, 100},
            .reorder = true}));
}

TEST(ScenarioFile, ReadsVariantsJudgesAndExpectations)
{
    const auto made = load(full_scenario);

    EXPECT_EQ(
        made.variants,
        (std::vector<protocol::variant>{protocol::hardened(), protocol::as_written()}));
    EXPECT_EQ(
        made.invariants, (std::vector<invariant>{invariant::create_once, invariant::cursor_sound}));
    ASSERT_EQ(made.expect.size(), 2U);
    const auto& flawed = made.expect.at("as-written");
    EXPECT_EQ(flawed.what, verdict_kind::violates);
    EXPECT_EQ(flawed.violates, (std::vector<invariant>{invariant::create_once}));
    EXPECT_EQ(flawed.at_risk, std::nullopt);
    EXPECT_EQ(flawed.issue, "open question 3");
    EXPECT_EQ(made.expect.at("hardened").what, verdict_kind::holds);
}

TEST(ScenarioFile, ReadsVariantsOfItsOwn)
{
    const auto made = load(with_member(
        R"("variants": [ "hardened", { "name": "one-page", "paging": "one-page" },
             { "name": "by-hand", "base": "as-written", "retry": "backoff-with-jitter" } ],
           "expect": { "by_variant": { "one-page": "holds", "by-hand": "holds" } })"));

    auto one_page = protocol::hardened();
    one_page.name = "one-page";
    one_page.paging = protocol::answer::paging::one_page;
    auto by_hand = protocol::as_written();
    by_hand.name = "by-hand";
    by_hand.retry = protocol::answer::retry::backoff_with_jitter;
    EXPECT_EQ(
        made.variants, (std::vector<protocol::variant>{protocol::hardened(), one_page, by_hand}));
    EXPECT_TRUE(made.expect.contains("one-page"));
}

TEST(ScenarioFile, ReadsTheServersLimits)
{
    const auto made = load(with_nodes(
        R"({ "server": { "limits": { "page": 2, "push": 10, "value_bytes": 64 } },
             "clients": { "phone": {} } })"));

    EXPECT_EQ(made.server.limits, (server_limits{.page = 2, .push = 10, .value_bytes = 64}));
}

TEST(ScenarioFile, RemembersWhereThingsStood)
{
    const auto made = load(full_scenario);

    EXPECT_EQ(made.steps.at(0).place, (source_place{.line = 23, .column = 5}));
    EXPECT_EQ(made.steps.at(1).place, (source_place{.line = 24, .column = 5}));
    EXPECT_EQ(
        std::get<sync_step>(made.steps.at(1).action).faults.at(0).place,
        (source_place{.line = 25, .column = 19}));
    EXPECT_EQ(made.expect.at("hardened").place, (source_place{.line = 33, .column = 19}));
}

TEST(ScenarioFile, LeavesEverythingElseAtItsDefault)
{
    const auto made = load(with_nodes(R"({ "clients": { "phone": {} } })"));

    EXPECT_EQ(made, (scenario{.name = "x", .clients = {client_settings{.name = "phone"}}}));
}

TEST(ScenarioFile, ReadsLocalWork)
{
    EXPECT_EQ(
        action_of<local_step>(
            R"({"do": "edit", "on": "laptop", "record": "milk", "set": {"b": 1, "a": [1.0]}})"),
        (local_step{
            .what = local_step::verb::edit,
            .on = "laptop",
            .record = "milk",
            .set = R"({"a":[1.0],"b":1})"}));
    EXPECT_EQ(
        action_of<local_step>(R"({"do": "delete", "on": "phone", "record": "milk"})"),
        (local_step{.what = local_step::verb::remove, .on = "phone", .record = "milk"}));
}

TEST(ScenarioFile, ReadsMembersThatTheProtocolDoesNotKnow)
{
    EXPECT_EQ(
        action_of<local_step>(
            R"({"do": "edit", "on": "phone", "record": "milk", "extra": {"b": 1, "a": [1.0]}})")
            .extra,
        R"({"a":[1.0],"b":1})");
    EXPECT_EQ(
        action_of<sync_step>(
            R"({"do": "sync", "on": "phone", "during": [
                {"at": "pull.request", "do": "edit", "record": "milk", "extra": {"color": 3}}]})")
            .during.at(0)
            .extra,
        R"({"color":3})");
}

TEST(ScenarioFile, HangsFaultsOnLocalWork)
{
    const auto step = action_of<local_step>(
        R"({"do": "delete", "on": "phone", "record": "milk", "faults": [
            {"at": "local.before-commit", "fault": "crash-client", "restart_after": "0s"}]})");

    ASSERT_EQ(step.faults.size(), 1U);
    EXPECT_EQ(step.faults[0].at, anchor::local_before_commit);
    EXPECT_EQ(step.faults[0].restart_after, 0s);
}

TEST(ScenarioFile, ReadsASyncThatRunsInTheBackground)
{
    const auto step = action_of<sync_step>(
        R"({"do": "sync", "on": "phone", "outcome": "ok", "background": true})");

    EXPECT_EQ(
        step, (sync_step{.on = "phone", .wanted = sync_step::outcome::ok, .background = true}));
}

TEST(ScenarioFile, ReadsLocalWorkDuringASync)
{
    const auto step = action_of<sync_step>(R"({"do": "sync", "on": "phone", "during": [
{"at": "push.response", "do": "create", "record": "oats"},
{"at": "apply.after", "nth": 2, "do": "edit", "record": "oats", "set": {"n": 2}},
{"at": "pull.handle", "do": "delete", "record": "milk"}]})");

    EXPECT_EQ(
        step.during,
        (std::vector<during_work>{
            {.at = anchor::push_response,
             .what = during_work::verb::create,
             .record = "oats",
             .place = {.line = 6, .column = 1}},
            {.at = anchor::apply_after,
             .nth = 2,
             .record = "oats",
             .set = R"({"n":2})",
             .place = {.line = 7, .column = 1}},
            {.at = anchor::pull_handle,
             .what = during_work::verb::remove,
             .record = "milk",
             .place = {.line = 8, .column = 1}}}));
}

TEST(ScenarioFile, ReadsWhatTheEnvironmentDoes)
{
    EXPECT_EQ(action_of<advance_step>(R"({"do": "advance", "by": "30s"})").by, 30s);
    EXPECT_EQ(
        action_of<clock_step>(
            R"({"do": "clock", "on": "server", "offset": "-1h", "drift_ppm": 5})"),
        (clock_step{.on = "server", .offset = -1h, .drift_ppm = 5}));
    EXPECT_EQ(
        action_of<clock_step>(R"({"do": "clock", "on": "phone", "jump": "1d"})"),
        (clock_step{.on = "phone", .jump = 24h}));
    EXPECT_EQ(action_of<crash_step>(R"({"do": "crash", "on": "server"})").on, "server");
    EXPECT_EQ(action_of<restart_step>(R"({"do": "restart", "on": "phone"})").on, "phone");
    EXPECT_EQ(action_of<note_step>(R"({"do": "note", "text": "${x} é"})").text, "${x} é");
    EXPECT_EQ(action_of<join_step>(R"({"do": "join"})"), join_step{});
}

TEST(ScenarioFile, CutsAndHealsLinks)
{
    using direction = partition_step::direction;
    EXPECT_EQ(action_of<partition_step>(R"({"do": "partition"})"), partition_step{});
    EXPECT_EQ(
        action_of<partition_step>(
            R"({"do": "partition", "between": ["phone", "server"], "direction": "to"})"),
        (partition_step{.device = "phone", .which = direction::to_server}));
    EXPECT_EQ(
        action_of<partition_step>(
            R"({"do": "partition", "between": ["server", "laptop"], "direction": "from"})"),
        (partition_step{.device = "laptop", .which = direction::from_server}));
    EXPECT_EQ(action_of<heal_step>(R"({"do": "heal"})"), heal_step{});
    EXPECT_EQ(
        action_of<heal_step>(R"({"do": "heal", "between": ["phone", "server"]})").device, "phone");
}

TEST(ScenarioFile, ReadsExpectationsOfAStep)
{
    EXPECT_EQ(
        action_of<expect_step>(R"({"do": "expect", "on": "phone", "records": 1, "pending": 0})"),
        (expect_step{.on = "phone", .records = 1, .pending = 0}));
    EXPECT_EQ(
        action_of<expect_step>(R"({"do": "expect", "on": "server", "record": "milk",
            "state": "deleted", "copies": 0, "has": {"b": 1, "a": 2}})"),
        (expect_step{
            .on = "server",
            .record = "milk",
            .is = expect_step::state::deleted,
            .copies = 0,
            .has = R"({"a":2,"b":1})"}));
}

TEST(ScenarioFile, ReadsEachFaultWithItsParameters)
{
    EXPECT_EQ(fault_of(R"({"at": "push.request", "fault": "delay", "by": "3s"})").by, 3s);
    EXPECT_EQ(fault_of(R"({"at": "push.request", "fault": "duplicate"})").copies, 1);
    EXPECT_EQ(fault_of(R"({"at": "push.request", "fault": "duplicate", "copies": 2})").copies, 2);
    EXPECT_EQ(fault_of(R"({"at": "push.request", "fault": "late-duplicate"})").by, 10s);
    EXPECT_EQ(
        fault_of(R"({"at": "pull.response", "fault": "late-duplicate", "by": "1m"})").by, 1min);
    EXPECT_EQ(
        fault_of(R"({"at": "push.response", "fault": "error-reply", "code": "unknown-session"})")
            .code,
        protocol::sync_errc::unknown_session);
    EXPECT_EQ(fault_of(R"({"at": "pull.handle", "fault": "crash-server"})").restart_after, 1s);
    const auto jump =
        fault_of(R"({"at": "apply.mid", "fault": "clock-jump", "by": "-1h", "node": "server"})");
    EXPECT_EQ(jump.by, -1h);
    EXPECT_EQ(jump.node, "server");
}

TEST(ScenarioFile, ReadsFaultsThatNeedNoMoreThanTheirAnchor)
{
    EXPECT_EQ(fault_of(R"({"at": "push.request", "fault": "reorder"})").by, 10s);
    EXPECT_EQ(fault_of(R"({"at": "push.request", "fault": "reorder", "by": "1m"})").by, 1min);
    EXPECT_EQ(fault_of(R"({"at": "pull.response", "fault": "corrupt"})").kind, fault_kind::corrupt);
    EXPECT_EQ(fault_of(R"({"at": "pull.response", "fault": "timeout"})").kind, fault_kind::timeout);
    EXPECT_EQ(
        fault_of(R"({"at": "pull.request", "fault": "expire-session"})").kind,
        fault_kind::expire_session);
}

TEST(ScenarioFile, HoldsAMessageUntilALaterStep)
{
    const auto made = load(with_steps(
        R"({"do": "sync", "on": "phone", "faults": [
            {"at": "push.request", "fault": "hold", "until": "later"}]},
           {"do": "join"}, {"do": "join", "id": "later"})"));

    EXPECT_EQ(
        std::get<sync_step>(made.steps.at(1).action).faults.at(0).until, step_called("later"));
    EXPECT_EQ(made.steps.at(3).id, step_called("later"));
}

TEST(ScenarioFile, ReadsWhichPassOfAnAnchorAFaultIsFor)
{
    const auto made =
        fault_of(R"({"at": "push.request", "fault": "drop", "nth": 3, "optional": true})");

    EXPECT_EQ(made.nth, 3);
    EXPECT_TRUE(made.optional);
}

TEST(ScenarioFile, NamesFaultsByKindAndAnchor)
{
    const auto made = load(with_fault(
        R"({"at": "push.before-commit", "fault": "crash-server"},
           {"at": "push.before-commit", "fault": "crash-server", "nth": 2},
           {"at": "push.request", "fault": "drop"},
           {"id": "drop-push-request", "at": "pull.request", "fault": "drop"},
           {"at": "push.before-commit", "fault": "crash-server", "nth": 3})"));

    lines ids;
    for (const auto& each : std::get<sync_step>(made.steps.at(1).action).faults) {
        ids.push_back(each.id);
    }
    EXPECT_EQ(
        ids,
        (lines{
            "crash-server-push-before-commit",
            "crash-server-push-before-commit-2",
            "drop-push-request-2",
            "drop-push-request",
            "crash-server-push-before-commit-3"}));
}

TEST(ScenarioFile, ReadsAFaultAtATimeOfItsOwn)
{
    const auto crash = action_of<fault_step>(
        R"({"do": "fault", "fault": "crash-client", "node": "phone", "restart_after": "5s"})");
    EXPECT_EQ(crash.what.id, "crash-client");
    EXPECT_EQ(crash.what.kind, fault_kind::crash_client);
    EXPECT_EQ(crash.what.node, "phone");
    EXPECT_EQ(crash.what.restart_after, 5s);

    const auto jump = action_of<fault_step>(
        R"({"do": "fault", "id": "jump", "fault": "clock-jump", "node": "server", "by": "-1s"})");
    EXPECT_EQ(jump.what.id, "jump");
    EXPECT_EQ(jump.what.by, -1s);
}

TEST(ScenarioFile, TakesTheIdsThatStepsAreGiven)
{
    const auto made = load(with_steps(
        R"({"do": "join", "id": "my-join"}, {"do": "join", "id": "0x00000000000000ff"},
           {"do": "join"})"));

    step_namer namer;
    EXPECT_EQ(made.steps.at(1).id, step_called("my-join"));
    EXPECT_EQ(made.steps.at(2).id, step_id{255});
    for (const std::size_t i : {0U, 1U, 2U}) namer.next(made.steps.at(i).action);
    EXPECT_EQ(made.steps.at(3).id, namer.next(join_step{}));
}

TEST(ScenarioFile, ReadsSeedsAsNumbersOrDigits)
{
    EXPECT_EQ(load(with_member(R"("seed": 18446744073709551615)")).seed, ~std::uint64_t{0});
    EXPECT_EQ(load(with_member(R"("seed": "0xffffffffffffffff")")).seed, ~std::uint64_t{0});
    EXPECT_EQ(load(with_member(R"("seed": 7)")).seed, 7U);
}

TEST(ScenarioFile, ReadsOneExpectationForEveryVariant)
{
    const auto risk = load(with_member(R"("expect": {"at_risk": ["cursor-sound"]})"));
    EXPECT_EQ(risk.expect.at("").what, verdict_kind::at_risk);
    EXPECT_EQ(risk.expect.at("").violates, std::nullopt);

    const auto both = load(
        with_member(R"("expect": {"violates": ["create-once", "cursor-sound"], "at_risk": []})"));
    EXPECT_EQ(both.expect.at("").what, verdict_kind::violates);
    EXPECT_EQ(both.expect.at("").at_risk, std::vector<invariant>{});

    EXPECT_EQ(load(with_member(R"("expect": "holds")")).expect.at("").what, verdict_kind::holds);
    EXPECT_TRUE(load(with_member(R"("expect": "any")")).expect.at("").any);
}

TEST(ScenarioFile, ReadsWhatARunMustReach)
{
    const auto made = load(with_steps(R"({"do": "sync", "on": "phone", "faults": [
            {"at": "push.response", "fault": "drop"}]}],
            "must_reach": ["fault:drop-push-response", "anchor:apply.mid", "client.retry"],
            "tags": [)"));

    EXPECT_EQ(
        made.must_reach, (lines{"fault:drop-push-response", "anchor:apply.mid", "client.retry"}));
}

TEST(ScenarioFile, TakesAllInvariantsForNone)
{
    EXPECT_TRUE(load(with_member(R"("invariants": "all")")).invariants.empty());
}

// --- What is refused -----------------------------------------------------------------------------

struct bad_file {
    std::string name;
    std::string text;
    lines errors;
};

void PrintTo(const bad_file& file, std::ostream* out)
{
    *out << file.name;
}

const std::vector<bad_file> syntax{
    {"EmptyFile", "", {"x:1:1: the text is empty"}},
    {"OnlyAComment", "// nothing\n", {"x:2:1: the text is empty"}},
    {"NotJson", "name: x", {"x:1:1: expected a value, found \"name\""}},
    {"NotAnObject", "[]", {"x:1:1: expected a scenario as an object, found an array"}},
    {"TrailingComma",
     "{\n\"tags\": [\"a\",\n]}",
     {"x:2:13: trailing comma before ']'; leave it out"}},
    {"DuplicateKey",
     "{ \"syncsim\": 1,\n  \"name\": \"x\",\n  \"name\": \"y\" }",
     {"x:3:3: the name \"name\" stands twice in this object, first at 2:3"}},
    {"InvalidUtf8",
     "{ \"name\": \"\xFF\" }",
     {"x:1:12: the text is not UTF-8 here; save it as UTF-8"}},
    {"TooDeep", std::string(33, '['), {"x:1:33: more than 32 levels are nested"}},
    {"TooLarge",
     std::string((std::size_t{16} << 20U) + 1, ' '),
     {"x:1:1: 16777217 bytes, where 16777216 are allowed"}},
};

const std::vector<bad_file> whole_scenarios{
    {"NewerFormat",
     R"({ "syncsim": 2, "whatever": {} })",
     {"x:1:14: format 2 is newer than this program, which reads 1; use a newer one"}},
    {"NoFormat",
     R"({ "syncsim": "1", "name": "x", "steps": [], "nodes": { "clients": { "phone": {} } } })",
     {"x:1:14: expected the version of the format, which is 1, found text"}},
    {"NothingInIt",
     "{}",
     {"x:1:1: a scenario needs a member \"syncsim\", the version of the format; write 1",
      "x:1:1: a scenario needs a member \"name\"",
      "x:1:1: a scenario needs a member \"nodes\", which names the devices",
      "x:1:1: a scenario needs a member \"steps\""}},
    {"UnknownMember",
     with_member(R"("titel": "x")"),
     {R"(x:4:1: a scenario has no member "titel"; did you mean "title"?)"}},
    {"MembersOfLaterReleases",
     with_member(R"("found": {}, "campaign": {})"),
     {R"(x:4:1: "found" is not yet built in this release)",
      R"(x:4:14: "campaign" is not yet built in this release)"}},
    {"MatrixWhereOneScenarioIsWanted",
     with_member(R"("matrix": {})"),
     {"x:4:1: a matrix makes many scenarios of a file, and one is wanted here"}},
    {"UnknownMark",
     with_member(R"("must_reach": ["conflcit", "teleport", 3])"),
     {R"(x:4:16: unknown mark "conflcit"; did you mean "conflict"?)",
      R"(x:4:28: unknown mark "teleport"; `syncsim list marks` prints them all)",
      R"(x:4:40: expected what to reach, such as "conflict", as text, found 3)"}},
    {"MarkOfAnUnknownAnchor",
     with_member(R"("must_reach": ["anchor:push.respons"])"),
     {R"(x:4:16: unknown anchor "push.respons"; did you mean "push.response"?)"}},
    {"MarkOfAnUnknownFault",
     with_steps(R"({"do": "sync", "on": "phone", "faults": [)"
                R"({"id": "lost-ack", "at": "push.response", "fault": "drop"}]}], )"
                R"("must_reach": ["fault:lostack"], "tags": [)"),
     {R"(x:5:120: unknown fault of this scenario "lostack"; did you mean "lost-ack"?)"}},
    {"MarkTwice",
     with_member(R"("must_reach": ["conflict", "conflict"])"),
     {R"(x:4:28: "conflict" stands twice in this array)"}},
    {"MarksInAnObject",
     with_member(R"("must_reach": {})"),
     {"x:4:15: expected what to reach in an array, found an object"}},
    {"NameWithCapitals",
     R"({ "syncsim": 1, "name": "Lost", "steps": [], "nodes": { "clients": { "phone": {} } } })",
     {R"(x:1:25: "Lost" cannot be the name of a scenario; write small letters, digits and "-", )"
      R"(beginning with a letter or digit, 100 at most)"}},
    {"TagTwice", with_member(R"("tags": ["a", "a"])"), {R"(x:4:15: tag "a" stands twice)"}},
    {"SeedWithCapitals",
     with_member(R"("seed": "0xFF")"),
     {R"(x:4:9: expected a seed: a whole number that is not negative, or text such as "0x1d4c5" )"
      R"(with up to 16 digits)"}},
    {"SeedTooLong",
     with_member(R"("seed": "0x10000000000000000")"),
     {R"(x:4:9: expected a seed: a whole number that is not negative, or text such as "0x1d4c5" )"
      R"(with up to 16 digits)"}},
    {"PaceNegative",
     with_member(R"("pace": "-1s")"),
     {R"(x:4:9: "-1s" is negative; this time cannot be)"}},
    {"PaceWithoutUnit",
     with_member(R"("pace": "10")"),
     {R"(x:4:9: "10" is not a time; write whole numbers with the units us, ms, s, m, h or d, such )"
      R"(as "250ms" or "1m30s")"}},
    {"PaceAsANumber",
     with_member(R"("pace": 10)"),
     {R"(x:4:9: expected a time such as "250ms" as text, found 10)"}},
    {"PaceTooLong",
     with_member(R"("pace": "36526d")"),
     {R"(x:4:9: "36526d" is not from 0s to 36525d)"}},
    {"PaceBeyond64Bits",
     with_member(R"("pace": "999999999999999999999d")"),
     {R"(x:4:9: "999999999999999999999d" is longer than a time can be)"}},
    {"StartNotATime",
     with_member(R"("start": "2008-02-30 00:00:00")"),
     {R"(x:4:10: "2008-02-30 00:00:00" is not a time from 1970 to 2999; write it as )"
      R"("2008-10-27 04:41:01")"}},
    {"RatioWithoutDenominator",
     with_member(R"("network": { "loss": "1/0" })"),
     {R"(x:4:22: "1/0" is not a probability; write one whole number over another, such as "1/20")"}},
    {"RatioAboveOne",
     with_member(R"("network": { "loss": "3/2" })"),
     {R"(x:4:22: "3/2" is more than always, which is "1/1")"}},
    {"RatioAsANumber",
     with_member(R"("network": { "loss": 0.05 })"),
     {R"(x:4:22: expected a probability such as "1/20" as text, found a number with a fraction)"}},
    {"FlagAsText",
     with_member(R"("network": { "reorder": "yes" })"),
     {"x:4:25: expected true or false, found text"}},
    {"LatencyOfDays",
     with_member(R"("network": { "latency": "2d" })"),
     {R"(x:4:25: "2d" is not from 0s to 1d)"}},
    {"NoRounds",
     with_member(R"("settle": { "rounds": 0 })"),
     {"x:4:23: expected a whole number from 1 to 1000, found 0"}},
    {"HealOfSettle",
     with_member(R"("settle": { "heal": false })"),
     {R"(x:4:13: "heal" is not yet built in this release)"}},
    {"MillenniumOfSteps",
     with_member(R"("pace": "36525d", "settle": { "within": "36525d", "rounds": 10 })"),
     {"x:1:1: the times of this scenario add up to more than 1000 years; shorten its steps, its "
      "pace or \"settle\""}},
};

const std::vector<bad_file> nodes{
    {"NoDevice",
     with_nodes(R"({ "clients": {} })"),
     {R"(x:2:14: a scenario has a device; add one, such as "phone": {})"}},
    {"NoClients", with_nodes("{}"), {R"(x:2:1: "nodes" needs a member "clients")"}},
    {"DeviceCalledServer",
     with_nodes(R"({ "clients": { "phone": {}, "server": {} } })"),
     {R"(x:2:29: a device cannot be called "server"; take another name)"}},
    {"DeviceNamedBadly",
     with_nodes(R"({ "clients": { "my phone": {} } })"),
     {R"(x:2:16: "my phone" cannot be the name of a device; write small letters, digits and "-", )"
      R"(beginning with a letter, 40 at most)"}},
    {"OtherImplementation",
     with_nodes(R"({ "server": { "impl": "exec:x" }, "clients": { "phone": {} } })"),
     {R"(x:2:15: "impl" is not yet built in this release)"}},
    {"UnknownMemberOfAClock",
     with_nodes(R"({ "clients": { "phone": { "clock": { "ofset": "1s" } } } })"),
     {R"(x:2:38: a clock has no member "ofset"; did you mean "offset"?)"}},
    {"DriftWithFraction",
     with_nodes(R"({ "clients": { "phone": { "clock": { "drift_ppm": 1.5 } } } })"),
     {"x:2:51: expected a whole number from -1000000 to 1000000, found a number with a fraction"}},
    {"LimitOfNothing",
     with_nodes(R"({ "server": { "limits": { "page": 0 } }, "clients": { "phone": {} } })"),
     {"x:2:35: expected a whole number from 1 to 1000000, found 0"}},
    {"UnknownLimit",
     with_nodes(R"({ "server": { "limits": { "pages": 1 } }, "clients": { "phone": {} } })"),
     {R"(x:2:27: the server's limits has no member "pages"; did you mean "page"?)"}},
    {"ResolutionOfNothing",
     with_nodes(R"({ "clients": { "phone": { "clock": { "resolution": "0s" } } } })"),
     {R"(x:2:52: "0s" is not from 1us to 36525d)"}},
};

const std::vector<bad_file> steps{
    {"UnknownStep",
     with_steps(R"({"do": "craete", "on": "phone", "record": "a"})"),
     {R"(x:5:8: unknown step "craete"; did you mean "create"?)"}},
    {"StepUnlikeAny",
     with_steps(R"({"do": "teleport"})"),
     {R"(x:5:8: unknown step "teleport"; write "create", "edit", "delete", "sync", "join", )"
      R"("advance", "clock", "partition", "heal", "crash", "restart", "fault", "note" or "expect")"}},
    {"StepOfALaterRelease",
     with_steps(R"({"do": "snapshot", "on": "phone"})"),
     {R"(x:5:8: step "snapshot" is not yet built in this release)"}},
    {"StepWithoutVerb", with_steps(R"({"on": "phone"})"), {R"(x:5:1: a step needs a member "do")"}},
    {"UnknownDevice",
     with_steps(R"({"do": "sync", "on": "phnoe"})"),
     {R"(x:5:22: unknown device "phnoe"; did you mean "phone"?)"}},
    {"DeviceUnlikeAny",
     with_steps(R"({"do": "sync", "on": "tablet"})"),
     {R"(x:5:22: unknown device "tablet"; write "phone" or "laptop")"}},
    {"ServerThatSyncs",
     with_steps(R"({"do": "sync", "on": "server"})"),
     {R"(x:5:22: the server is not a device; write "phone" or "laptop")"}},
    {"UnknownNode",
     with_steps(R"({"do": "crash", "on": "servr"})"),
     {R"(x:5:23: unknown node "servr"; did you mean "server"?)"}},
    {"RecordNotCreated",
     with_steps(R"({"do": "edit", "on": "phone", "record": "mlik"})"),
     {R"(x:5:41: no earlier step creates record "mlik"; did you mean "milk"?)"}},
    {"RecordCreatedLater",
     with_steps(
         R"({"do": "expect", "on": "phone", "record": "bread", "copies": 1},
            {"do": "create", "on": "phone", "record": "bread"})"),
     {R"(x:5:43: no earlier step creates record "bread")"}},
    {"RecordCreatedTwice",
     with_steps(R"({"do": "create", "on": "laptop", "record": "milk"})"),
     {R"(x:5:44: record "milk" is created twice, first at 4:44; edit it, or take another name)"}},
    {"DeleteThatSets",
     with_steps(R"({"do": "delete", "on": "phone", "record": "milk", "set": {}})"),
     {R"(x:5:51: a delete has no member "set"; it may have "do", "on", "record", "faults" or "id")"}},
    {"SetThatIsNoObject",
     with_steps(R"({"do": "edit", "on": "phone", "record": "milk", "set": 3})"),
     {"x:5:56: expected the members of a record as an object, found 3"}},
    {"SetOfTheSimulatorsOwnMember",
     with_steps(R"({"do": "edit", "on": "phone", "record": "milk", "set": {"~": 3}})"),
     {R"(x:5:57: a record's members are named in ASCII, and "~" begins with another character or )"
      R"(with "~"; begin it with a letter)"}},
    {"ExtraThatIsNoObject",
     with_steps(R"({"do": "edit", "on": "phone", "record": "milk", "extra": 3})"),
     {"x:5:58: expected what the protocol does not know of the record as an object, found 3"}},
    {"ExtraThatTheProtocolKnows",
     with_steps(R"({"do": "edit", "on": "phone", "record": "milk", "extra": {"stamp": 3}})"),
     {R"(x:5:59: "stamp" is a member of the protocol's own; take another name)"}},
    {"DeleteWithExtra",
     with_steps(R"({"do": "delete", "on": "phone", "record": "milk", "extra": {}})"),
     {R"(x:5:51: a delete has no member "extra"; it may have "do", "on", "record", "faults" or )"
      R"("id")"}},
    {"UnknownOutcome",
     with_steps(R"({"do": "sync", "on": "phone", "outcome": "fail"})"),
     {R"(x:5:42: unknown outcome "fail"; did you mean "failed"?)"}},
    {"RetryOfALaterRelease",
     with_steps(R"({"do": "sync", "on": "phone", "retry": 1})"),
     {R"(x:5:31: "retry" is not yet built in this release)"}},
    {"DuringLocalWork",
     with_steps(
         R"({"do": "sync", "on": "phone", "during": [{"at": "local.after-commit", "do": "edit", )"
         R"("record": "milk"}]})"),
     {"x:5:49: local.after-commit is not passed by a sync; make the work a step"}},
    {"WorkInTheMiddleOfATransaction",
     with_steps(R"({"do": "sync", "on": "phone", "during": [{"at": "apply.mid", "do": "edit", )"
                R"("record": "milk"}]})"),
     {R"(x:5:49: a page is being applied in a transaction there, and the user's work waits for )"
      R"(it; write "apply.before" or "apply.after")"}},
    {"UnknownWorkDuring",
     with_steps(
         R"({"do": "sync", "on": "phone", "during": [{"at": "apply.after", "do": "sync"}]})"),
     {R"(x:5:70: unknown local work "sync"; write "create", "edit" or "delete")"}},
    {"AdvanceBackwards",
     with_steps(R"({"do": "advance", "by": "-1s"})"),
     {R"(x:5:25: "-1s" is negative; this time cannot be)"}},
    {"ClockThatIsNotSet",
     with_steps(R"({"do": "clock", "on": "phone"})"),
     {R"(x:5:1: this sets nothing; add "jump", "offset" or "drift_ppm")"}},
    {"ClockSetTwice",
     with_steps(R"({"do": "clock", "on": "phone", "jump": "1s", "offset": "2s"})"),
     {"x:5:56: a clock either jumps or is set to an offset; leave one out"}},
    {"LinkBetweenDevices",
     with_steps(R"({"do": "partition", "between": ["phone", "laptop"]})"),
     {R"(x:5:42: each link has the server at one end; write "server")"}},
    {"LinkOfOneEnd",
     with_steps(R"({"do": "heal", "between": ["phone"]})"),
     {R"(x:5:27: expected the two ends of a link, such as ["phone", "server"])"}},
    {"HealInOneDirection",
     with_steps(R"({"do": "heal", "direction": "to"})"),
     {R"(x:5:16: "direction" is not yet built in this release)"}},
    {"CrashThatLosesDisk",
     with_steps(R"({"do": "crash", "on": "phone", "lose": "unsynced-disk"})"),
     {R"(x:5:32: "lose" is not yet built in this release)"}},
    {"ExpectsNothing",
     with_steps(R"({"do": "expect", "on": "phone", "record": "milk"})"),
     {R"(x:5:1: this expects nothing; add "records" or "pending", or "record" with "state", )"
      R"("copies" or "has")"}},
    {"ExpectsOfNoRecord",
     with_steps(R"({"do": "expect", "on": "phone", "copies": 1})"),
     {R"(x:5:43: this is about one record; name it in "record")"}},
    {"ExpectsPendingAtTheServer",
     with_steps(R"({"do": "expect", "on": "server", "pending": 1})"),
     {R"(x:5:45: nothing is pending at the server; name a device in "on")"}},
    {"ExpectsLessThanNothing",
     with_steps(R"({"do": "expect", "on": "phone", "records": -1})"),
     {"x:5:44: expected a whole number from 0 to 1000000, found -1"}},
    {"StepIdTwice",
     with_steps(R"({"do": "join", "id": "a"}, {"do": "join", "id": "a"})"),
     {"x:5:28: two steps have one id; the first is at 5:1"}},
    {"NoteWithoutText",
     with_steps(R"({"do": "note"})"),
     {R"(x:5:1: a note needs a member "text")"}},
    {"StepsInAnObject",
     R"({ "syncsim": 1, "name": "x", "nodes": { "clients": { "phone": {} } }, "steps": {} })",
     {"x:1:80: expected the steps in an array, found an object"}},
};

const std::vector<bad_file> faults{
    {"UnknownFault",
     with_fault(R"({"at": "push.request", "fault": "dorp"})"),
     {R"(x:5:74: unknown fault "dorp"; did you mean "drop"?)"}},
    {"FaultOfALaterRelease",
     with_fault(R"({"at": "push.request", "fault": "power-cut-server"})"),
     {R"(x:5:74: fault "power-cut-server" is not yet built in this release)"}},
    {"UnknownAnchor",
     with_fault(R"({"at": "push.requst", "fault": "drop"})"),
     {R"(x:5:49: unknown anchor "push.requst"; did you mean "push.request"?)"}},
    {"AnchorUnlikeAny",
     with_fault(R"({"at": "midnight", "fault": "drop"})"),
     {R"(x:5:49: unknown anchor "midnight"; `syncsim list anchors` prints them all)"}},
    {"NamesOfAMatrix",
     with_fault(R"({"at": "${where}", "fault": "drop"})"),
     {R"(x:5:49: "${where}" stands for a value of a matrix, and this file has none)"}},
    {"FaultWithoutAnchor",
     with_fault(R"({"fault": "drop"})"),
     {R"(x:5:42: a fault needs a member "at")"}},
    {"DropWhereNoMessageIs",
     with_fault(R"({"at": "apply.mid", "fault": "drop"})"),
     {"x:5:49: a drop cannot happen at apply.mid: no message is on its way while the device "
      "applies a page; hang it on pull.response or complete.request"}},
    {"ErrorInARequest",
     with_fault(R"({"at": "push.request", "fault": "error-reply", "code": "internal"})"),
     {"x:5:49: an error-reply cannot happen at push.request: only a reply can be an error; hang it "
      "on the step's response"}},
    {"LocalAnchorInASync",
     with_fault(R"({"at": "local.after-commit", "fault": "crash-client"})"),
     {"x:5:49: local.after-commit is not passed by a sync; hang the fault on a create, edit or "
      "delete"}},
    {"AnchorOfASyncInLocalWork",
     with_steps(
         R"({"do": "delete", "on": "phone", "record": "milk", "faults": [{"at": "apply.mid", )"
         R"("fault": "crash-client"}]})"),
     {R"(x:5:69: apply.mid is passed by a sync; local work passes "local.before-commit" or )"
      R"("local.after-commit")"}},
    {"SecondPassOfLocalWork",
     with_steps(R"({"do": "delete", "on": "phone", "record": "milk", "faults": [)"
                R"({"at": "local.after-commit", "nth": 2, "fault": "crash-client"}]})"),
     {R"(x:5:98: local work passes each anchor once; leave "nth" out)"}},
    {"DelayWithoutTime",
     with_fault(R"({"at": "push.request", "fault": "delay"})"),
     {R"(x:5:42: a delay needs a member "by")"}},
    {"DelayBackwards",
     with_fault(R"({"at": "push.request", "fault": "delay", "by": "-1s"})"),
     {R"(x:5:89: "-1s" is negative; this time cannot be)"}},
    {"DelayByNothing",
     with_fault(R"({"at": "push.request", "fault": "delay", "by": "0s"})"),
     {R"(x:5:89: "0s" is not from 1us to 36525d)"}},
    {"DropWithAParameter",
     with_fault(R"({"at": "push.request", "fault": "drop", "by": "1s"})"),
     {R"(x:5:82: a drop has no member "by"; it may have "fault", "at", "id", "nth" or "optional")"}},
    {"ParameterOfALaterRelease",
     with_fault(R"({"at": "push.request", "fault": "drop", "for": "1s"})"),
     {R"(x:5:82: "for" is not yet built in this release)"}},
    {"HoldWithoutEnd",
     with_fault(R"({"at": "push.request", "fault": "hold"})"),
     {R"(x:5:42: a hold needs a member "until")"}},
    {"HoldUntilAnEarlierStep",
     with_steps(R"({"do": "join", "id": "a"}, {"do": "sync", "on": "phone", "id": "b", )"
                R"("faults": [{"at": "push.request", "fault": "hold", "until": "a"}, )"
                R"({"at": "pull.request", "fault": "hold", "until": "b"}]})"),
     {R"(x:5:129: no later step has the id "a")", R"(x:5:184: no later step has the id "b")"}},
    {"HoldUntilNoStep",
     with_steps(R"({"do": "sync", "on": "phone", )"
                R"("faults": [{"at": "push.request", "fault": "hold", "until": "resnd"}]}, )"
                R"({"do": "join", "id": "resend"})"),
     {R"(x:5:91: no later step has the id "resnd"; did you mean "resend"?)"}},
    {"HoldUntilAFaultOfItsOwn",
     with_steps(R"({"do": "sync", "on": "phone", )"
                R"("faults": [{"at": "push.request", "fault": "hold", "until": "x"}]}, )"
                R"({"do": "fault", "id": "x", "fault": "crash-server"})"),
     {R"(x:5:91: no later step has the id "x")"}},
    {"CorruptionOfNothing",
     with_fault(R"({"at": "complete.response", "fault": "corrupt"})"),
     {"x:5:49: a corrupt cannot happen at complete.response: the reply to a complete says nothing "
      "that could become something else"}},
    {"ExpiryOfNoSession",
     with_fault(R"({"at": "begin.request", "fault": "expire-session"})"),
     {"x:5:49: an expire-session cannot happen at begin.request: a begin belongs to no session "
      "yet; hang it on a later request"}},
    {"TimeoutOfARequest",
     with_fault(R"({"at": "push.request", "fault": "timeout"})"),
     {"x:5:49: a timeout cannot happen at push.request: the device waits for replies alone; hang "
      "it on the step's response"}},
    {"UnknownErrorCode",
     with_fault(R"({"at": "push.response", "fault": "error-reply", "code": "time-out"})"),
     {R"(x:5:98: unknown error code "time-out"; did you mean "timed-out"?)"}},
    {"NoErrorCode",
     with_fault(R"({"at": "push.response", "fault": "error-reply"})"),
     {R"(x:5:42: an error-reply needs a member "code")"}},
    {"ClockOfNoNode",
     with_fault(R"({"at": "push.response", "fault": "clock-jump", "by": "1s", "node": "lap"})"),
     {R"(x:5:109: unknown node "lap"; write "phone", "laptop" or "server")"}},
    {"NoCopies",
     with_fault(R"({"at": "push.response", "fault": "duplicate", "copies": 0})"),
     {"x:5:98: expected a whole number from 1 to 100, found 0"}},
    {"NoPass",
     with_fault(R"({"at": "push.response", "fault": "drop", "nth": 0})"),
     {"x:5:90: expected a whole number from 1 to 1000000, found 0"}},
    {"FaultIdTwice",
     with_fault(R"({"id": "a", "at": "push.request", "fault": "drop"}, )"
                R"({"id": "a", "at": "pull.request", "fault": "drop"})"),
     {R"(x:5:94: two faults have the id "a"; the first is at 5:42)"}},
    {"FaultIdWithCapitals",
     with_fault(R"({"id": "A", "at": "push.request", "fault": "drop"})"),
     {R"(x:5:49: "A" cannot be the name of a fault; write small letters, digits and "-", beginning )"
      R"(with a letter or digit, 80 at most)"}},
    {"FaultsInAnObject",
     with_steps(R"({"do": "sync", "on": "phone", "faults": {}})"),
     {"x:5:41: expected the faults in an array, found an object"}},
    {"MessageFaultAtATime",
     with_steps(R"({"do": "fault", "fault": "drop"})"),
     {"x:5:26: a drop happens to a message; hang it on an anchor of a sync"}},
    {"CrashOfNobodyAtATime",
     with_steps(R"({"do": "fault", "fault": "crash-client"})"),
     {R"(x:5:1: a fault needs a member "node")"}},
    {"AnchorAtATime",
     with_steps(R"({"do": "fault", "fault": "crash-server", "at": "push.request"})"),
     {R"(x:5:42: a fault has no member "at"; it may have "do", "id", "optional", "fault" or )"
      R"("restart_after")"}},
};

const std::vector<bad_file> expectations{
    {"UnknownVariant",
     with_member(R"("variants": ["hardend"])"),
     {R"(x:4:14: unknown variant "hardend"; did you mean "hardened"?)"}},
    {"VariantTwice",
     with_member(R"("variants": ["hardened", "hardened"])"),
     {R"(x:4:26: variant "hardened" stands twice)"}},
    {"VariantTwiceByName",
     with_member(R"("variants": [{"name": "mine"}, {"name": "mine", "paging": "one-page"}])"),
     {R"(x:4:32: variant "mine" stands twice)"}},
    {"VariantWithoutAName",
     with_member(R"("variants": [{"base": "hardened"}])"),
     {R"(x:4:14: a variant needs a member "name")"}},
    {"VariantWithAPresetsName",
     with_member(R"("variants": [{"name": "as-written"}])"),
     {R"(x:4:23: "as-written" is a preset; give this variant another name)"}},
    {"VariantCalledAll",
     with_member(R"("variants": [{"name": "all"}])"),
     {R"(x:4:23: "all" stands for every variant; give this one another name)"}},
    {"VariantOnNoBase",
     with_member(R"("variants": [{"name": "mine", "base": "hardend"}])"),
     {R"(x:4:39: unknown variant "hardend"; did you mean "hardened"?)"}},
    {"UnknownQuestion",
     with_member(R"("variants": [{"name": "mine", "cursor_hom": "server"}])"),
     {R"(x:4:31: a variant has no member "cursor_hom"; did you mean "cursor_home"?)"}},
    {"UnknownAnswer",
     with_member(R"("variants": [{"name": "mine", "cursor_home": "sever"}])"),
     {R"(x:4:46: unknown answer to cursor_home "sever"; did you mean "server"?)"}},
    {"IncoherentVariant",
     with_member(
         R"("variants": [{"name": "mine", "base_version": "none", "cursor_home": "server"}], )"
         R"("expect": {"by_variant": {"mine": "holds"}})"),
     {R"(x:4:14: variant "mine" cannot be run: conflict: keep-both cannot tell that two writes )"
      "met without base_version: checked",
      R"(x:4:14: variant "mine" cannot be run: cursor_home: server learns of the cursor by )"
      "complete, so cursor_order must be at-complete"}},
    {"NoVariants",
     with_member(R"("variants": [])"),
     {R"(x:4:13: expected the names of variants in an array, such as ["hardened"])"}},
    {"UnknownInvariant",
     with_member(R"("invariants": ["create-onse"])"),
     {R"(x:4:16: unknown invariant "create-onse"; did you mean "create-once"?)"}},
    {"InvariantOfALaterRelease",
     with_member(R"("invariants": ["crash-atomicity"])"),
     {R"(x:4:16: invariant "crash-atomicity" is not yet built in this release)"}},
    {"InvariantTwice",
     with_member(R"("invariants": ["create-once", "create-once"])"),
     {R"(x:4:31: "create-once" stands twice in this array)"}},
    {"NoInvariants",
     with_member(R"("invariants": [])"),
     {R"(x:4:15: nothing judges this; write "all")"}},
    {"AnyInvariants",
     with_member(R"("invariants": "any")"),
     {R"(x:4:15: expected "all" or the names of invariants in an array, found text)"}},
    {"ExpectsAViolationOfWhat",
     with_member(R"("expect": "violates")"),
     {R"(x:4:11: expected "holds", {"violates": […]}, {"at_risk": […]} or "any", found "violates")"}},
    {"ExpectsNothing",
     with_member(R"("expect": {"issue": "why"})"),
     {R"(x:4:11: this expects nothing; write "holds", or add "violates" or "at_risk")"}},
    {"ViolatesNothing",
     with_member(R"("expect": {"violates": []})"),
     {R"(x:4:24: this expects nothing to be violated; write "holds" or "at_risk")"}},
    {"RisksNothing",
     with_member(R"("expect": {"at_risk": []})"),
     {R"(x:4:23: this expects nothing to be at risk; write "holds")"}},
    {"ViolatesOnlyMechanisms",
     with_member(R"("expect": {"violates": ["cursor-sound"]})"),
     {R"(x:4:24: these are mechanism invariants, and breaking only such is no more than a risk; )"
      R"(list them in "at_risk")"}},
    {"RisksAnOutcome",
     with_member(R"("expect": {"at_risk": ["create-once"]})"),
     {R"(x:4:24: "create-once" is an outcome invariant, and breaking it is no risk but a )"
      R"(violation; list it in "violates")"}},
    {"ExpectsOfAnInvariantThatDoesNotJudge",
     with_member(R"("invariants": ["unique-keys"], "expect": {"violates": ["create-once"]})"),
     {R"(x:4:56: "create-once" does not judge this scenario; add it to "invariants")"}},
    {"ExpectsOfAVariantThatIsNotRun",
     with_member(R"("variants": ["hardened"], "expect": {"by_variant": {"as-written": "holds"}})"),
     {R"(x:4:53: variant "as-written" is not among those of this scenario; add it to "variants")"}},
    {"ExpectsOfAnUnknownVariant",
     with_member(R"("expect": {"by_variant": {"hardended": "holds"}})"),
     {R"(x:4:27: unknown variant "hardended"; did you mean "hardened"?)"}},
    {"ExpectsByVariantAndOtherwise",
     with_member(R"("expect": {"by_variant": {"hardened": "holds"}, "violates": ["create-once"]})"),
     {R"(x:4:49: an expectation by variant has no member "violates"; it may have "by_variant")"}},
    {"ExpectsByNoVariant",
     with_member(R"("expect": {"by_variant": {}})"),
     {"x:4:26: expected an object with one member for each variant"}},
};

class BadFile : public testing::TestWithParam<bad_file> {};

TEST_P(BadFile, IsRefusedWithPlaceAndRemedy)
{
    EXPECT_EQ(errors_of(GetParam().text), GetParam().errors);
}

std::string name_of_case(const testing::TestParamInfo<bad_file>& info)
{
    return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(Syntax, BadFile, testing::ValuesIn(syntax), name_of_case);
INSTANTIATE_TEST_SUITE_P(Whole, BadFile, testing::ValuesIn(whole_scenarios), name_of_case);
INSTANTIATE_TEST_SUITE_P(Nodes, BadFile, testing::ValuesIn(nodes), name_of_case);
INSTANTIATE_TEST_SUITE_P(Steps, BadFile, testing::ValuesIn(steps), name_of_case);
INSTANTIATE_TEST_SUITE_P(Faults, BadFile, testing::ValuesIn(faults), name_of_case);
INSTANTIATE_TEST_SUITE_P(Expectations, BadFile, testing::ValuesIn(expectations), name_of_case);

// The errors stand in the file in another order than the loader looks for them.
TEST(ScenarioFile, ReportsAllErrorsInTheOrderOfTheText)
{
    const auto errors = errors_of(R"({ "expect": "at-risk",
  "steps": [ { "do": "sync", "on": "tablet", "faults": [ { "at": "push.request", "fault": "dop" } ] },
             { "do": "edit", "on": "phone", "record": "milk", "sett": {} } ],
  "nodes": { "clients": { "phone": { "clock": { "offset": 3 } } } },
  "nmae": "x", "pace": -1,
  "syncsim": 1 })");

    EXPECT_EQ(
        errors,
        (lines{
            R"(x:1:1: a scenario needs a member "name")",
            R"(x:1:13: expected "holds", {"violates": […]}, {"at_risk": […]} or "any", found "at-risk")",
            R"(x:2:36: unknown device "tablet"; write "phone")",
            R"(x:2:91: unknown fault "dop"; did you mean "drop"?)",
            R"(x:3:55: no earlier step creates record "milk")",
            R"(x:3:63: an edit has no member "sett"; did you mean "set"?)",
            R"(x:4:59: expected a time such as "250ms" as text, found 3)",
            R"(x:5:3: a scenario has no member "nmae"; did you mean "name"?)",
            R"(x:5:24: expected a time such as "250ms" as text, found -1)"}));
}

// A device whose own description is wrong is still a device, and a record whose create is wrong is
// still created.
TEST(ScenarioFile, ReportsOneMistakeOnce)
{
    EXPECT_EQ(
        errors_of(with_steps(
            R"({"do": "create", "on": "phnoe", "record": "a"}, {"do": "edit", "on": "phone", "record": "a"})")),
        lines{R"(x:5:24: unknown device "phnoe"; did you mean "phone"?)"});
    EXPECT_EQ(
        errors_of(
            R"({ "syncsim": 1, "name": "x", "nodes": 7, "steps": [ { "do": "sync", "on": "phone" } ] })"),
        lines{"x:1:39: expected \"nodes\" as an object, found 7"});
}

// So that no sum of times overflows a clock.
TEST(ScenarioFile, RefusesMoreThanAMillenniumInAll)
{
    const auto ten_times = [](const std::string& step) {
        std::string ten = step;
        for (int i = 1; i < 10; ++i) ten += ", " + step;
        return ten;
    };
    const auto century = std::string(R"({"do": "advance", "by": "36500d"})");
    const auto delays = R"({"do": "sync", "on": "phone", "faults": [)" +
                        ten_times(R"({"at": "push.request", "fault": "delay", "by": "36525d"})") +
                        "]}";
    const auto jumps = ten_times(R"({"do": "clock", "on": "phone", "jump": "-36525d"})");
    const auto down =
        ten_times(R"({"do": "fault", "fault": "crash-server", "restart_after": "36525d"})");
    const std::string too_long =
        "x:1:1: the times of this scenario add up to more than 1000 years; shorten its steps, its "
        "pace or \"settle\"";

    EXPECT_EQ(errors_of(with_steps(ten_times(century))), lines{});
    EXPECT_EQ(errors_of(with_steps(ten_times(century) + ", " + century)), lines{too_long});
    EXPECT_EQ(errors_of(with_steps(delays)), lines{too_long});
    EXPECT_EQ(errors_of(with_steps(jumps)), lines{too_long});
    EXPECT_EQ(errors_of(with_steps(down)), lines{too_long});
    EXPECT_EQ(
        errors_of(with_member(R"("settle": { "apart": "36525d", "rounds": 10 })")),
        lines{too_long});
    EXPECT_EQ(
        errors_of(
            with_steps(ten_times(R"({"do": "join"})") + "], \"pace\": \"36525d\", \"tags\": [")),
        lines{too_long});
}

TEST(ScenarioFile, StopsAtAThousandErrors)
{
    std::string many = R"({"do": "x"})";
    for (int i = 0; i < 2000; ++i) many += R"(, {"do": "x"})";

    const auto errors = errors_of(with_steps(many));

    EXPECT_EQ(errors.size(), 1001U);
    EXPECT_TRUE(errors.back().ends_with("too many errors; the rest are left out"));
}

TEST(ScenarioFile, RefusesAHundredAndOneDevices)
{
    std::string devices = "\"d0\": {}";
    for (int i = 1; i <= 100; ++i) devices += ", \"d" + std::to_string(i) + "\": {}";

    EXPECT_EQ(
        errors_of(with_nodes("{ \"clients\": { " + devices + " } }")),
        lines{"x:2:14: 101 devices, where 100 are allowed"});
}

TEST(ScenarioFile, RefusesAHundredAndOneTags)
{
    std::string tags = "\"t0\"";
    for (int i = 1; i <= 100; ++i) tags += ", \"t" + std::to_string(i) + "\"";

    EXPECT_EQ(
        errors_of(with_member("\"tags\": [" + tags + "]")),
        lines{"x:4:9: 101 tags, where 100 are allowed"});
}

TEST(ScenarioFileDeathTest, AbortsWhereErrorsAreTakenForAScenario)
{
    EXPECT_DEATH((void)load_scenario("", "x").value(), "x:1:1: the text is empty, taken for");
}

// --- What is written -----------------------------------------------------------------------------

TEST(ScenarioFile, WritesWhatDiffersFromTheDefaults)
{
    EXPECT_EQ(to_text(load(full_scenario)), R"({
  "$schema": "../scenario.schema.json",
  "syncsim": 1,
  "name": "lost-push-ack",
  "title": "The answer to a push is lost",
  "why": "Push has to be idempotent.",
  "tags": ["step-3", "retry"],
  "seed": "0x1d4c5",
  "nodes": {
    "server": { "clock": { "offset": "1s" }, "work": "2ms" },
    "clients": {
      "phone": {},
      "laptop": { "clock": { "offset": "-2m", "drift_ppm": -20, "resolution": "1s" } }
    }
  },
  "network": {
    "latency": "50ms",
    "jitter": "10ms",
    "loss": "1/20",
    "duplicate": "1/100",
    "reorder": true
  },
  "pace": "2s",
  "start": "2009-01-01 00:00:00",
  "steps": [
    { "do": "create", "on": "phone", "record": "milk", "set": {"text":"buy milk"} },
    { "do": "sync", "on": "phone", "outcome": "failed",
      "faults": [
        { "id": "lost-ack", "at": "push.response", "fault": "drop" }
      ] }
  ],
  "settle": { "rounds": 6, "apart": "2m", "within": "2h" },
  "variants": ["hardened", "as-written"],
  "invariants": ["create-once", "cursor-sound"],
  "expect": {
    "by_variant": {
      "as-written": { "violates": ["create-once"], "issue": "open question 3" },
      "hardened": "holds"
    }
  }
}
)");
}

TEST(ScenarioFile, WritesAVariantOfItsOwnAsWhatItChanges)
{
    const auto text = to_text(load(with_member(
        R"("variants": [{ "name": "one-page", "base": "hardened", "paging": "one-page" },
             { "name": "by-hand", "base": "as-written", "retry": "backoff-with-jitter" }])")));

    const std::string_view written = R"(  "variants": [
    { "name": "one-page", "paging": "one-page" },
    { "name": "by-hand", "base": "as-written", "retry": "backoff-with-jitter" }
  ]
)";
    EXPECT_NE(text.find(written), std::string::npos) << text;
}

// The shrinker takes steps out; what is left keeps its chance.
TEST(ScenarioFile, KeepsTheIdsOfStepsWhenOthersAreLeftOut)
{
    auto made = load(with_steps(
        R"({"do": "sync", "on": "phone"}, {"do": "sync", "on": "phone"}, {"do": "join"})"));
    const auto second_sync = made.steps.at(2).id;
    made.steps.erase(made.steps.begin() + 1);

    const auto again = load(to_text(made));

    EXPECT_EQ(again.steps.at(1).id, second_sync);
    EXPECT_EQ(again.steps.at(2).id, made.steps.at(2).id);
}

}  // namespace
}  // namespace syncsim::sim
