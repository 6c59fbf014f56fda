#include "protocol/support/uuid.hpp"

#include <gtest/gtest.h>

#include <string>

namespace syncsim::support {
namespace {

/// Each digit differs from its neighbours, so a digit in a wrong place shows.
constexpr uuid some{.high = 0x0123456789abcdef, .low = 0xfedcba9876543210};
constexpr std::string_view some_text = "01234567-89ab-cdef-fedc-ba9876543210";

TEST(Uuid, IsWrittenInFiveGroupsOfLowerCaseDigits)
{
    EXPECT_EQ(to_string(some), some_text);
}

TEST(Uuid, KeepsLeadingZeros)
{
    EXPECT_EQ(to_string(uuid{.high = 0, .low = 1}), "00000000-0000-0000-0000-000000000001");
}

TEST(Uuid, IsReadAsItIsWritten)
{
    EXPECT_EQ(parse_uuid(some_text), some);
    EXPECT_EQ(parse_uuid(to_string(uuid{})), uuid{});
}

TEST(Uuid, IsReadInUpperCase)
{
    EXPECT_EQ(parse_uuid("01234567-89AB-CDEF-FEDC-BA9876543210"), some);
}

TEST(Uuid, IsNotReadFromAnythingElse)
{
    for (const std::string_view text : {
             "",
             "01234567-89ab-cdef-fedc-ba987654321",
             "01234567-89ab-cdef-fedc-ba98765432100",
             "0123456789abcdeffedcba9876543210",
             "012345678-9ab-cdef-fedc-ba9876543210",
             "01234567-89ab-cdef-fedc+ba9876543210",
             "g1234567-89ab-cdef-fedc-ba9876543210",
             "01234567-89ab-cdef-fedc-ba987654321G",
             "01234567-89ab-cdef-fedc-ba987654321 ",
             "-1234567-89ab-cdef-fedc-ba9876543210",
             "{1234567-89ab-cdef-fedc-ba987654321}",
         })
        EXPECT_EQ(parse_uuid(text), std::nullopt) << text;
}

TEST(Uuid, IsOrderedAsAnUnsignedNumber)
{
    EXPECT_LT((uuid{.high = 1, .low = UINT64_MAX}), (uuid{.high = 2, .low = 0}));
    EXPECT_LT((uuid{.high = 1, .low = 1}), (uuid{.high = 1, .low = 2}));
    EXPECT_LT((uuid{.high = INT64_MAX, .low = 0}), (uuid{.high = UINT64_MAX, .low = 0}));
}

TEST(Uuid, OfVersionFourSaysSo)
{
    EXPECT_EQ(to_string(as_version_4(uuid{})), "00000000-0000-4000-8000-000000000000");
    EXPECT_EQ(
        to_string(as_version_4(uuid{.high = UINT64_MAX, .low = UINT64_MAX})),
        "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

TEST(Uuid, OfVersionFourKeepsEveryOtherBit)
{
    EXPECT_EQ(to_string(as_version_4(some)), "01234567-89ab-4def-bedc-ba9876543210");
}

}  // namespace
}  // namespace syncsim::support
