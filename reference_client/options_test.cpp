#include "reference_client/options.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace syncsim::reference_client {
namespace {

using verb = options::verb;
using words = std::vector<const char*>;

std::string complaint(words line)
{
    line.insert(line.begin(), "--db=f");
    const auto read = read_options(line);
    return read ? "no complaint" : read.error().why;
}

TEST(ClientOptions, ReadAVerbWithItsOperands)
{
    const auto read = read_options(words{"--db", "f", "edit", "k", "{\"b\": 1, \"a\": 2}"}).value();

    EXPECT_EQ(read.what, verb::edit);
    EXPECT_EQ(read.key.value().view(), "k");
    EXPECT_EQ(read.value, "{\"a\":2,\"b\":1}");
    EXPECT_EQ(read.variant, protocol::hardened());
    EXPECT_EQ(read.token, "demo");
}

TEST(ClientOptions, ReadFlagsOnBothSidesOfTheVerb)
{
    const auto read =
        read_options(
            words{"--token=t", "sync", "--db=f", "--server", "http://h:1", "--variant=as-written"})
            .value();

    EXPECT_EQ(read.what, verb::sync);
    EXPECT_EQ(read.server, (server_address{.host = "h", .port = 1}));
    EXPECT_EQ(read.token, "t");
    EXPECT_EQ(read.variant, protocol::as_written());
}

TEST(ClientOptions, TakeANegativeNumberForAValue)
{
    EXPECT_EQ(read_options(words{"--db=f", "create", "-5"})->value, "-5");
}

TEST(ClientOptions, TakeAnythingForAnOperandBehindTwoDashes)
{
    EXPECT_EQ(
        read_options(words{"--db=f", "delete", "--", "--json"})->key.value().view(), "--json");
}

TEST(ClientOptions, NeedADatabaseAndForSyncAServer)
{
    EXPECT_EQ(read_options(words{"list"}).error().why, "--db FILE is missing");
    EXPECT_EQ(complaint({"sync"}), "sync needs the server: --server http://HOST:PORT");
}

TEST(ClientOptions, RefuseAValueThatIsNotJson)
{
    EXPECT_EQ(
        complaint({"create", "milk"}).substr(0, 42), "the value is not JSON (line 1, column 1: e");
}

TEST(ClientOptions, RefuseAValueThatNoServerTakes)
{
    const auto nested = [](std::size_t levels) {
        return std::string(levels, '[') + std::string(levels, ']');
    };
    EXPECT_EQ(complaint({"create", nested(29).c_str()}), "no complaint");
    EXPECT_NE(complaint({"create", nested(30).c_str()}), "no complaint");

    const auto sized = [](std::size_t bytes) { return '"' + std::string(bytes - 2, 'x') + '"'; };
    EXPECT_EQ(complaint({"create", sized(65'536).c_str()}), "no complaint");
    EXPECT_NE(complaint({"create", sized(65'537).c_str()}), "no complaint");
}

TEST(ClientOptions, RefuseAKeyThatNoRecordHas)
{
    EXPECT_NE(complaint({"delete", ""}), "no complaint");
    EXPECT_NE(complaint({"delete", std::string(64, 'k').c_str()}), "no complaint");
}

TEST(ClientOptions, RefuseTooFewAndTooManyOperands)
{
    EXPECT_EQ(complaint({"edit", "k"}), "edit takes KEY JSON; words given: 1");
    EXPECT_EQ(complaint({"list", "k"}), "list takes nothing; words given: 1");
    EXPECT_EQ(complaint({}), "say what to do: create, edit, delete, list or sync");
}

TEST(ClientOptions, SuggestWhatWasMeant)
{
    EXPECT_EQ(complaint({"lits"}), "there is no verb \"lits\"; did you mean \"list\"?");
    EXPECT_EQ(complaint({"--sever=x"}), "there is no flag --sever; did you mean \"--server\"?");
}

TEST(ClientOptions, RefuseAnAddressThatIsNone)
{
    EXPECT_EQ(complaint({"sync", "--server=ftp://x"}).substr(0, 17), "--server is a URL");
}

TEST(ClientOptions, LeaveTheRestUnreadBehindHelp)
{
    EXPECT_EQ(read_options(words{"--help", "--nonsense"})->what, verb::help);
}

}  // namespace
}  // namespace syncsim::reference_client
