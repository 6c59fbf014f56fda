#include "protocol/durability.hpp"

#include <utility>

#include "protocol/support/check.hpp"

namespace syncsim::protocol {
namespace {

using sync = enum support::sqlite::options::sync;

sync sync_of(answer::durability asked)
{
    switch (asked) {
    case answer::durability::off: return sync::off;
    case answer::durability::normal: return sync::normal;
    case answer::durability::full: return sync::full;
    }
    support::check(false, "durability is one of its answers");
    return sync::full;
}

}  // namespace

support::sqlite::options in_real_file(const variant& of, std::string path)
{
    return {
        .file = std::move(path),
        .journal = support::sqlite::options::journal::write_ahead,
        .sync = sync_of(of.durability),
        .exclusive = true};
}

}  // namespace syncsim::protocol
