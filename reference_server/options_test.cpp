#include "reference_server/options.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace syncsim::reference_server {
namespace {

using words = std::vector<const char*>;

std::string complaint(const words& line)
{
    const auto read = read_options(line);
    return read ? "no complaint" : read.error().why;
}

std::string owner_of(const options& read, std::string_view token)
{
    const auto found = read.tokens.find(token);
    return found == read.tokens.end() ? "nobody" : found->second.value().str();
}

TEST(ServerOptions, HaveDefaultsForAllButTheDatabase)
{
    const auto read = read_options(words{"--db", "f"}).value();

    EXPECT_EQ(read.database, "f");
    EXPECT_EQ(read.port, 0);
    EXPECT_EQ(read.variant, protocol::hardened());
    EXPECT_EQ(owner_of(read, "demo"), "user");
    EXPECT_EQ(complaint({}), "--db FILE is missing");
}

TEST(ServerOptions, AreReadInBothSpellings)
{
    const auto read =
        read_options(words{"--db=f", "--port", "65535", "--variant=as-written"}).value();

    EXPECT_EQ(read.database, "f");
    EXPECT_EQ(read.port, 65535);
    EXPECT_EQ(read.variant, protocol::as_written());
}

TEST(ServerOptions, TakeTokensInPlaceOfTheDefaultOne)
{
    const auto read = read_options(words{"--db=f", "--token", "a=ann", "--token=b==ben"}).value();

    EXPECT_EQ(owner_of(read, "a"), "ann");
    EXPECT_EQ(owner_of(read, "b="), "ben");
    EXPECT_EQ(owner_of(read, "demo"), "nobody");
}

TEST(ServerOptions, RefuseATokenThatCannotBeSentOrNamesNobody)
{
    for (const auto* const pair : {"", "a", "a=", "=ann", "a b=ann"}) {
        EXPECT_EQ(complaint({"--db=f", "--token", pair}).substr(0, 7), "--token") << pair;
    }
}

TEST(ServerOptions, RefuseAPortThatIsNone)
{
    for (const auto* const port : {"", "x", "-1", "65536", "80x"}) {
        EXPECT_EQ(complaint({"--db=f", "--port", port}).substr(0, 6), "--port") << port;
    }
}

TEST(ServerOptions, SuggestWhatWasMeant)
{
    EXPECT_EQ(complaint({"--prot", "1"}), "there is no flag --prot; did you mean \"--port\"?");
    EXPECT_EQ(
        complaint({"--variant", "hardend"}),
        "--variant is as-written or hardened, not \"hardend\"; did you mean \"hardened\"?");
}

TEST(ServerOptions, RefuseAFlagWithoutItsValueAndAWordWithoutAFlag)
{
    EXPECT_EQ(complaint({"--db"}), "--db needs a value");
    EXPECT_EQ(complaint({"--db=f", "run"}), "\"run\" is not a flag");
}

TEST(ServerOptions, LeaveTheRestUnreadBehindHelp)
{
    EXPECT_TRUE(read_options(words{"--help", "--nonsense"}).value().help);
}

}  // namespace
}  // namespace syncsim::reference_server
