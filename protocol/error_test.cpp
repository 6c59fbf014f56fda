#include "protocol/error.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncsim::protocol {
namespace {

// They are stored and sent: a line of this table never changes.
TEST(SyncErrc, KeepsItsNumbersAndNames)
{
    const std::vector<std::pair<int, std::string_view>> written{
        {1, "timed-out"},
        {2, "unavailable"},
        {3, "malformed"},
        {4, "too-large"},
        {5, "unauthorized"},
        {6, "unknown-session"},
        {7, "session-closed"},
        {8, "session-superseded"},
        {9, "session-expired"},
        {10, "stale-begin"},
        {11, "record-refused"},
        {12, "bad-reply"},
        {13, "storage-failed"},
        {14, "no-such-record"},
        {15, "wrong-variant"},
        {16, "internal"},
    };

    std::vector<std::pair<int, std::string_view>> found;
    for (const auto& each : all_errors())
        found.emplace_back(static_cast<int>(each.code), each.name);

    EXPECT_EQ(found, written);
}

TEST(SyncErrc, HasARowForEveryValue)
{
    for (int value = 1; value <= static_cast<int>(sync_errc::internal); ++value)
        EXPECT_EQ(static_cast<int>(traits(static_cast<sync_errc>(value)).code), value);
}

TEST(SyncErrc, IsFoundByItsName)
{
    for (const auto& each : all_errors()) EXPECT_EQ(find_error(each.name), each.code);
}

TEST(SyncErrc, IsNotFoundByAnotherName)
{
    EXPECT_EQ(find_error(""), std::nullopt);
    EXPECT_EQ(find_error("timed_out"), std::nullopt);
}

TEST(SyncErrc, HasASentenceOfItsOwn)
{
    std::set<std::string> sentences;
    for (const auto& each : all_errors()) {
        const std::string sentence = make_error_code(each.code).message();
        EXPECT_EQ(sentence, each.message);
        EXPECT_FALSE(sentence.empty());
        sentences.insert(sentence);
    }

    EXPECT_EQ(sentences.size(), all_errors().size());
}

TEST(SyncErrc, TravelsUnderAnHttpError)
{
    for (const auto& each : all_errors()) {
        EXPECT_GE(each.status, 400u) << each.name;
        EXPECT_LE(each.status, 599u) << each.name;
    }
}

// Where the server has refused for good, nothing may have happened; what may have happened is
// worth another try.
TEST(SyncErrc, IsDefiniteOrWorthAnotherTry)
{
    for (const auto& each : all_errors()) EXPECT_TRUE(each.definite || each.retry) << each.name;
}

TEST(SyncErrc, IsAnErrorCodeAndNeverSuccess)
{
    const boost::system::error_code code = sync_errc::timed_out;

    EXPECT_TRUE(code.failed());
    EXPECT_EQ(code.category(), sync_category());
    EXPECT_EQ(code, sync_errc::timed_out);
}

TEST(SyncErrc, IsWhatAResultHoldsInsteadOfAValue)
{
    const result<int> none = sync_errc::malformed;

    ASSERT_TRUE(none.has_error());
    EXPECT_EQ(none.error(), sync_errc::malformed);
}

TEST(SyncErrc, ComesBackFromAnErrorCode)
{
    for (const auto& each : all_errors())
        EXPECT_EQ(as_sync_errc(make_error_code(each.code)), each.code);
}

TEST(SyncErrc, IsStorageFailedForAnErrorOfAnotherCategory)
{
    const auto other = make_error_code(boost::system::errc::timed_out);

    EXPECT_EQ(as_sync_errc(other), sync_errc::storage_failed);
}

TEST(SyncCategory, HasAName)
{
    EXPECT_STREQ(sync_category().name(), "syncsim");
}

TEST(SyncCategory, SaysThatItDoesNotKnowANumber)
{
    EXPECT_EQ(sync_category().message(0), "unknown sync error 0");
    EXPECT_EQ(sync_category().message(17), "unknown sync error 17");
}

TEST(SyncErrcDeathTest, HasNoTraitsForANumberThatIsNone)
{
    EXPECT_DEATH(traits(static_cast<sync_errc>(17)), "every error has a row in the table");
}

}  // namespace
}  // namespace syncsim::protocol
