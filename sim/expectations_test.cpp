#include "sim/expectations.hpp"

#include <gtest/gtest.h>

#include "sim/script.hpp"
#include "sim/world.hpp"

namespace syncsim::sim {
namespace {

/// Milk is on both, bread is pending on the phone, and jam was deleted.
const ledger& shopping_list()
{
    static const ledger known = run(script{{device("phone"), device("laptop")}}
                                        .create("phone", "milk", R"({"text":"oat","litres":2})")
                                        .create("phone", "jam")
                                        .sync("phone")
                                        .erase("phone", "jam")
                                        .sync("phone"),
                                    protocol::hardened())
                                    .known;
    return known;
}

std::vector<std::string> on_server(expect_step wanted)
{
    wanted.on = "server";
    return failures(shopping_list(), server_node, wanted);
}

TEST(Expectations, WhatIsSoGivesNoSentence)
{
    EXPECT_TRUE(on_server({.records = 1, .pending = 0}).empty());
    EXPECT_TRUE(on_server({.record = "milk", .copies = 1}).empty());
    EXPECT_TRUE(on_server({.record = "milk", .is = expect_step::state::synced}).empty());
    EXPECT_TRUE(on_server({.record = "jam", .is = expect_step::state::deleted}).empty());
    EXPECT_TRUE(on_server({.record = "tea", .is = expect_step::state::absent}).empty());
    EXPECT_TRUE(on_server({.record = "milk", .has = R"({"text":"oat"})"}).empty());
}

TEST(Expectations, ACountThatIsOffSaysBoth)
{
    const auto found = on_server({.records = 3});

    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front(), "server: expected 3 live records, found 1");
}

TEST(Expectations, CopiesOfADeletedRecordAreNone)
{
    EXPECT_EQ(
        on_server({.record = "jam", .copies = 1}).front(),
        "server: expected 1 copy of jam, found 0");
}

TEST(Expectations, AStateThatIsOffSaysBoth)
{
    EXPECT_EQ(
        on_server({.record = "milk", .is = expect_step::state::deleted}).front(),
        "server: expected milk deleted, found synced");
}

TEST(Expectations, EachMemberThatIsOffSaysWhatIsThere)
{
    const auto found = on_server({.record = "milk", .has = R"({"litres":3,"brand":"any"})"});

    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0], "server: expected milk with \"brand\": \"any\", found no such member");
    EXPECT_EQ(found[1], "server: expected milk with \"litres\": 3, found 2");
}

}  // namespace
}  // namespace syncsim::sim
