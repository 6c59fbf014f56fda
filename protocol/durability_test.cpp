#include "protocol/durability.hpp"

#include <gtest/gtest.h>

namespace syncsim::protocol {
namespace {

using support::sqlite::options;

enum options::sync sync_under(answer::durability asked)
{
    variant of = hardened();
    of.durability = asked;
    return in_real_file(of, "file").sync;
}

TEST(Durability, IsSqlitesSynchronous)
{
    EXPECT_EQ(sync_under(answer::durability::off), options::sync::off);
    EXPECT_EQ(sync_under(answer::durability::normal), options::sync::normal);
    EXPECT_EQ(sync_under(answer::durability::full), options::sync::full);
}

TEST(Durability, KeepsAFileForOneProcessWithAWriteAheadLog)
{
    const auto how = in_real_file(hardened(), "file");

    EXPECT_EQ(how.file, "file");
    EXPECT_EQ(how.journal, options::journal::write_ahead);
    EXPECT_TRUE(how.exclusive);
}

}  // namespace
}  // namespace syncsim::protocol
