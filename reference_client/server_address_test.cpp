#include "reference_client/server_address.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace syncsim::reference_client {

static void PrintTo(const server_address& where, std::ostream* out)
{
    *out << to_string(where);
}

namespace {

TEST(ServerAddress, IsReadFromAUrl)
{
    const server_address local{.host = "127.0.0.1", .port = 8080};
    EXPECT_EQ(parse_server_address("http://127.0.0.1:8080"), local);
    EXPECT_EQ(parse_server_address("http://127.0.0.1:8080/"), local);

    const server_address six{.host = "::1", .port = 8080};
    EXPECT_EQ(parse_server_address("http://[::1]:8080"), six);
}

TEST(ServerAddress, HasThePortOfHttpWhereNoneIsSaid)
{
    EXPECT_EQ(parse_server_address("http://example.org")->port, 80);
    EXPECT_EQ(parse_server_address("http://[::1]/")->port, 80);
}

TEST(ServerAddress, IsNothingElse)
{
    for (const auto* const url :
         {"",
          "127.0.0.1:8080",
          "https://127.0.0.1",
          "http://",
          "http://:80",
          "http://host:",
          "http://host:0",
          "http://host:65536",
          "http://host:80x",
          "http://host/path",
          "http://user@host",
          "http://[::1",
          "http://[::1]80",
          "http://::1"}) {
        EXPECT_EQ(parse_server_address(url), std::nullopt) << url;
    }
}

TEST(ServerAddress, PutsBracketsAroundAColon)
{
    EXPECT_EQ(to_string({.host = "localhost", .port = 1}), "localhost:1");
    EXPECT_EQ(to_string({.host = "::1", .port = 80}), "[::1]:80");
}

}  // namespace
}  // namespace syncsim::reference_client
