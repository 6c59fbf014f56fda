#include "reference_server/endpoint.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "reference_server/sqlite_store.hpp"

namespace syncsim::reference_server {
namespace {

using namespace protocol;
using namespace std::string_literals;

owner_id owner(std::string_view name)
{
    return owner_id{support::short_text{name}};
}

class Endpoint : public testing::Test {
protected:
    explicit Endpoint(const variant& of = as_written())
        : store_(open_sqlite_store({.file = ":memory:"}, of).value()),
          server_({.variant = of}, *store_),
          endpoint_(
              {.tokens = {{"demo", owner("user")}, {"b=", owner("other")}},
               .variant = of.name,
               .limits = {.max_bytes = 1000}},
              server_)
    {
    }

    http_reply answer(const http_request& asked)
    {
        return endpoint_.answer(asked, server_time{std::chrono::seconds{1'225'082'461}});
    }

    http_reply post(std::string_view step, std::string_view body)
    {
        return answer(
            {.method = "POST",
             .target = step,
             .authorization = "Bearer demo",
             .content_type = "application/json",
             .body = body});
    }

    http_reply begin_with(std::string_view authorization, std::string_view content_type)
    {
        return answer(
            {.method = "POST",
             .target = "/v1/sync/begin",
             .authorization = authorization,
             .content_type = content_type,
             .body = R"({"device_uuid":"phone"})"});
    }

    store& kept() { return *store_; }

private:
    std::unique_ptr<store> store_;
    server server_;
    endpoint endpoint_;
};

std::string header(const http_reply& from, std::string_view name)
{
    const auto found = std::ranges::find(from.headers, name, [](const auto& h) { return h.first; });
    return found == from.headers.end() ? "none" : found->second;
}

sync_errc code_of(const http_reply& refused)
{
    EXPECT_EQ(refused.content_type, "application/problem+json");
    return decode_problem(refused.body).value().code;
}

TEST_F(Endpoint, AnswersARequestOfTheProtocol)
{
    const auto answer = post("/v1/sync/begin", R"({"device_uuid":"phone"})");

    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.content_type, "application/json");
    const auto granted = decode_reply(step::begin, answer.body).value();
    EXPECT_EQ(std::get<begin_reply>(granted).last_sync, std::nullopt);
}

TEST_F(Endpoint, IgnoresAQuery)
{
    EXPECT_EQ(post("/v1/sync/begin?x=1", R"({"device_uuid":"phone"})").status, 200U);
}

TEST_F(Endpoint, SaysThatItIsUp)
{
    const auto answer = Endpoint::answer({.method = "GET", .target = "/healthz"});

    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.body, R"({"status":"ok","variant":"as-written"})");
}

TEST_F(Endpoint, RefusesAnUnknownPath)
{
    for (const auto* const path : {"/", "/v1/sync/", "/v1/sync/begin/", "/v1/sync/push2", ""}) {
        EXPECT_EQ(post(path, "{}").status, 404U) << path;
    }
}

TEST_F(Endpoint, NamesTheMethodsOfAPath)
{
    const auto step = answer({.method = "GET", .target = "/v1/sync/push"});
    EXPECT_EQ(step.status, 405U);
    EXPECT_EQ(header(step, "Allow"), "POST");

    const auto health = answer({.method = "POST", .target = "/healthz"});
    EXPECT_EQ(health.status, 405U);
    EXPECT_EQ(header(health, "Allow"), "GET, HEAD");
}

TEST_F(Endpoint, WantsATokenThatItKnows)
{
    const auto json = "application/json";
    for (const auto* const authorization : {"", "demo", "Basic demo", "Bearer", "Bearer no"}) {
        const auto refused = begin_with(authorization, json);
        EXPECT_EQ(refused.status, 401U) << authorization;
        EXPECT_EQ(code_of(refused), sync_errc::unauthorized);
        EXPECT_EQ(header(refused, "WWW-Authenticate").substr(0, 6), "Bearer");
    }
    EXPECT_EQ(begin_with("bearer  demo", json).status, 200U);
    EXPECT_EQ(begin_with("Bearer b=", json).status, 200U);
}

TEST_F(Endpoint, WantsJson)
{
    const auto token = "Bearer demo";
    for (const auto* const type : {"", "text/plain", "application/jsonx"}) {
        EXPECT_EQ(begin_with(token, type).status, 415U) << type;
    }
    EXPECT_EQ(begin_with(token, "application/json").status, 200U);
    EXPECT_EQ(begin_with(token, "Application/JSON ; charset=utf-8").status, 200U);
}

TEST_F(Endpoint, SaysWhereAMessageIsWrong)
{
    const auto refused = post("/v1/sync/begin", "{\n\"device_uuid\": 3}");

    EXPECT_EQ(refused.status, 400U);
    EXPECT_EQ(code_of(refused), sync_errc::malformed);
    EXPECT_EQ(decode_problem(refused.body)->detail.substr(0, 17), "line 2, column 16");
}

TEST_F(Endpoint, RefusesABodyThatIsTooLarge)
{
    const auto refused = post("/v1/sync/begin", "\"" + std::string(1000, 'x') + "\"");

    EXPECT_EQ(refused.status, 413U);
    EXPECT_EQ(code_of(refused), sync_errc::too_large);
}

TEST_F(Endpoint, GivesTheServersRefusalItsStatus)
{
    const auto refused = post("/v1/sync/pull", R"({"sync_uuid":"nowhere"})");

    EXPECT_EQ(refused.status, 404U);
    EXPECT_EQ(code_of(refused), sync_errc::unknown_session);
    EXPECT_EQ(decode_problem(refused.body)->detail, "pull in session nowhere");
}

// The transaction that is open already makes the request's own fail to begin.
TEST_F(Endpoint, TellsOfADatabaseThatFailedAndGoesOn)
{
    (void)kept().begin();
    const auto failed = post("/v1/sync/begin", R"({"device_uuid":"phone"})");
    kept().rollback();

    EXPECT_EQ(failed.status, 507U);
    EXPECT_EQ(code_of(failed), sync_errc::storage_failed);
    EXPECT_EQ(post("/v1/sync/begin", R"({"device_uuid":"phone"})").status, 200U);
}

class HardenedEndpoint : public Endpoint {
protected:
    HardenedEndpoint() : Endpoint(hardened()) {}
};

TEST_F(HardenedEndpoint, NamesItsVariantToWhoSpeaksAnother)
{
    const auto refused = post("/v1/sync/begin", R"({"device_uuid":"phone"})");

    EXPECT_EQ(refused.status, 400U);
    EXPECT_EQ(
        decode_problem(refused.body)->detail, "begin of device phone: not of variant hardened");
}

}  // namespace
}  // namespace syncsim::reference_server
