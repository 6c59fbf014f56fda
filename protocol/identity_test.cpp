#include "protocol/identity.hpp"

#include <gtest/gtest.h>

namespace syncsim::protocol {
namespace {

record written(int second)
{
    record made;
    made.updated = device_time{std::chrono::seconds{second}};
    return made;
}

record created_by(std::uint64_t write)
{
    record made;
    made.create_write = write_id{support::as_version_4({.high = write, .low = 0})};
    return made;
}

owner_id owner(std::string_view name)
{
    return owner_id{support::short_text{name}};
}

TEST(RepeatedCreate, IsReadOnlyWhereAnEditIsLookedForAndItIsLater)
{
    auto looks = as_written();
    looks.repeated_create = answer::repeated_create::update_if_newer_revision;

    EXPECT_TRUE(takes_repeated_create(looks, written(2), written(1)));
    EXPECT_FALSE(takes_repeated_create(looks, written(1), written(1)));
    EXPECT_FALSE(takes_repeated_create(as_written(), written(2), written(1)));
}

TEST(Memory, LastsAsLongAsTheLocalIdWhereThatIsTheAnswer)
{
    auto with_local_id = hardened();
    with_local_id.identity_memory = answer::identity_memory::with_local_id;

    EXPECT_TRUE(remembers_writes(with_local_id, true));
    EXPECT_FALSE(remembers_writes(with_local_id, false));
    EXPECT_TRUE(remembers_writes(hardened(), false));
    EXPECT_FALSE(remembers_writes(as_written(), true));
}

TEST(DerivedKey, FollowsFromOwnerAndCreateAlone)
{
    auto edited = created_by(1);
    edited.value = "2";

    EXPECT_EQ(derived_key(owner("a"), created_by(1)), derived_key(owner("a"), edited));
    EXPECT_NE(derived_key(owner("a"), created_by(1)), derived_key(owner("a"), created_by(2)));
    EXPECT_NE(derived_key(owner("a"), created_by(1)), derived_key(owner("b"), created_by(1)));
}

TEST(LocalId, GoesToEverybodyOnlyWhereItNeverStops)
{
    EXPECT_TRUE(shows_local_id(as_written(), false));
    for (const auto when :
         {answer::local_id::when_first_sent,
          answer::local_id::at_complete,
          answer::local_id::when_confirmed}) {
        auto stops = as_written();
        stops.local_id = when;
        EXPECT_FALSE(shows_local_id(stops, false));
        EXPECT_TRUE(shows_local_id(stops, true));
    }
}

}  // namespace
}  // namespace syncsim::protocol
